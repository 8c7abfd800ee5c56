"""`t2v-desktop --selftest`: checks a frozen or installed application without a terminal or a display.

Renders with the starter in a real engine process, writes every format, opens the window. Prints the result as one line of
JSON; the exit status is 0 only if everything passed.
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
    """Run all checks in a temporary home; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="t2v-desktop-selftest-", ignore_cleanup_errors=True) as home:
        os.environ[paths.HOME_VARIABLE] = home
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        result: dict[str, object] = {"version": __version__, "frozen": bool(getattr(sys, "frozen", False))}
        problems = [problem for check in (_render, _window) for problem in _problems(check, Path(home), result)]
        result |= {"ok": not problems, "wrong": problems}
    if sys.stdout is not None:  # None in a Windows program without a console
        print(json.dumps(result), flush=True)
    return 0 if result["ok"] else 1


def _problems(check: Callable[[Path, dict[str, object]], Iterator[str]], home: Path, result: dict[str, object]) -> list[str]:
    """Run one check and time it; returns what failed, an unexpected exception included."""
    start = time.perf_counter()
    try:
        problems = list(check(home, result))
    except Exception:  # noqa: BLE001  # finding it is what the check is for
        problems = [traceback.format_exc()]
    result[f"{check.__name__.strip('_')}_s"] = round(time.perf_counter() - start, 2)
    return problems


def _render(home: Path, result: dict[str, object]) -> Iterator[str]:
    """Render a clip in the engine process and save it in every other format."""
    from t2v_desktop.media.export import save_as
    from t2v_desktop.media.read import read_frames

    model = find("starter")
    request = model.request("a red circle moving right", "draft", num_frames=FRAMES, seed=1)
    engine = EngineProcess()
    *_, ended = engine.run(Start(request, str(model.folder), str(home / "clip.mp4"), previews=False))
    engine.close()
    if not isinstance(ended, Done):
        yield f"rendering failed: {getattr(ended, 'message', ended)}"
        return
    for name in ("clip.mp4", "clip.webm", "clip.gif", "clip"):
        if name != "clip.mp4":
            save_as(Clip(home / "clip.mp4", Path(), request), home / name)
        yield from _check_clip(home / name, request, len(read_frames(home / name, 10**8).pixels))
    result["seconds"] = ended.seconds


def _check_clip(path: Path, request: Request, frames: int) -> Iterator[str]:
    if frames != FRAMES:
        yield f"{path.name} has {frames} of {FRAMES} frames"
    if read_request(path) != request:
        yield f"{path.name} does not contain its settings"


def _window(home: Path, result: dict[str, object]) -> Iterator[str]:
    """Open and close the window, and look for the pages of its help."""
    from t2v_desktop.gui.app import open_and_close

    if not (paths.docs() / "index.md").is_file():
        yield "the help pages are missing"
    result["window"] = open_and_close()
    if result["window"] is None:
        yield "the window did not open"


if __name__ == "__main__":
    sys.exit(main())
