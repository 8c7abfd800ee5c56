"""`t2v-desktop --selftest`: whether an application that was just frozen or installed works, without a terminal or a screen.

Renders with the starter through the real engine process, writes every format, opens the window. One line of JSON says how
it went; the exit status is 0 only if all of it did.
"""

import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from t2v_desktop import __version__, paths
from t2v_desktop.clip import Clip
from t2v_desktop.events import Done, Start
from t2v_desktop.media.metadata import read_request
from t2v_desktop.models.store import find
from t2v_desktop.process.host import EngineProcess
from t2v_desktop.request import Request

FRAMES = 8


def main() -> int:
    """Run every check, in a home that is gone afterwards; the exit status."""
    with tempfile.TemporaryDirectory(prefix="t2v-desktop-selftest-", ignore_cleanup_errors=True) as home:
        os.environ[paths.HOME_VARIABLE] = home
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        told: dict[str, object] = {"version": __version__, "frozen": bool(getattr(sys, "frozen", False))}
        wrong = [why for check in (_render, _window) for why in _found(check, Path(home), told)]
        told |= {"ok": not wrong, "wrong": wrong}
    if sys.stdout is not None:  # a program without a console on Windows
        print(json.dumps(told), flush=True)
    return 0 if told["ok"] else 1


def _found(check: Callable[[Path, dict[str, object]], Iterator[str]], home: Path, told: dict[str, object]) -> list[str]:
    began = time.perf_counter()
    try:
        wrong = list(check(home, told))
    except Exception:  # noqa: BLE001  # whatever it is: it is what the check is for
        wrong = [traceback.format_exc()]
    told[f"{check.__name__.strip('_')}_s"] = round(time.perf_counter() - began, 2)
    return wrong


def _render(home: Path, told: dict[str, object]) -> Iterator[str]:
    """A clip through the engine process, and the same in every other format."""
    from t2v_desktop.media.export import save_as
    from t2v_desktop.media.read import read_frames

    model = find("starter")
    request = model.request("a red circle moving right", "draft", num_frames=FRAMES, seed=1)
    engine = EngineProcess()
    *_, ended = engine.run(Start(request, str(model.folder), str(home / "clip.mp4"), previews=False))
    engine.close()
    if not isinstance(ended, Done):
        yield f"no clip: {getattr(ended, 'message', ended)}"
        return
    for name in ("clip.mp4", "clip.webm", "clip.gif", "clip"):
        if name != "clip.mp4":
            save_as(Clip(home / "clip.mp4", Path(), request), home / name)
        yield from _wrong_in(home / name, request, len(read_frames(home / name, 10**8).pixels))
    told["seconds"] = ended.seconds


def _wrong_in(path: Path, request: Request, frames: int) -> Iterator[str]:
    if frames != FRAMES:
        yield f"{path.name} has {frames} of {FRAMES} frames"
    if read_request(path) != request:
        yield f"{path.name} does not carry its request"


def _window(home: Path, told: dict[str, object]) -> Iterator[str]:
    """The window, up and closed again."""
    from t2v_desktop.gui.app import open_and_close

    told["window"] = open_and_close()
    if told["window"] is None:
        yield "the window did not open"


if __name__ == "__main__":
    sys.exit(main())
