"""An engine that dies after writing the clip but before sending Done."""

import os
import sys
from pathlib import Path

from t2v_desktop.events import Start, read_command
from tests.media.made_clips import make_clip

if __name__ == "__main__" and "--describe" not in sys.argv:
    start = next(command for command in map(read_command, sys.stdin) if isinstance(command, Start))
    r = start.request
    make_clip(Path(start.output), count=r.num_frames, prompt=r.prompt, seed=r.seed).poster.unlink()
    os._exit(1)
