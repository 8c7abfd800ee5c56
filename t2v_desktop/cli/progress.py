"""The progress line in the terminal: phase, step, time left."""

import shutil
import sys
import time

from t2v_desktop.events import Decoding, Denoising, Encoding, Event, Loading, Writing

BAR = 24  # characters


class ProgressLine:
    """Redraws itself on stderr; prints nothing if not `enabled`."""

    def __init__(self, prefix: str, enabled: bool) -> None:
        self._prefix, self._enabled = prefix, enabled
        self._phase: type[Event] | None = None
        self._start = time.monotonic()

    def show(self, event: Event) -> None:
        if not self._enabled:
            return
        if type(event) is not self._phase:
            self._phase, self._start = type(event), time.monotonic()
        match event:
            case Loading(part="files"):
                self._draw("verifying the model", 0, 1)
            case Loading():
                self._draw("loading " + event.part.replace("_", " "), event.step, event.total)
            case Encoding(total=total) if total:
                self._draw(f"encoding frame {event.frame} of {total}", event.frame, total)
            case Encoding():
                self._draw("encoding the prompt", 0, 1)
            case Denoising():
                self._draw(f"denoising {event.step} of {event.total}", event.step, event.total, timed=True)
            case Decoding():
                self._draw(f"decoding frame {event.frame} of {event.total}", event.frame, event.total, timed=True)
            case Writing():
                self._draw("writing the video", 1, 1)

    def clear(self) -> None:
        if self._enabled:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _draw(self, text: str, step: int, total: int, timed: bool = False) -> None:
        full = BAR * step // max(total, 1)
        left = ""
        if timed and 0 < step < total:
            seconds = (time.monotonic() - self._start) / step * (total - step)
            left = f"  {seconds // 60:.0f}:{seconds % 60:02.0f} left"
        line = f"{self._prefix}{'█' * full}{'░' * (BAR - full)}  {text}{left}"
        sys.stderr.write("\r" + line[: shutil.get_terminal_size().columns - 1] + "\x1b[K")
        sys.stderr.flush()
