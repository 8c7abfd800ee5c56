import logging
import subprocess
import sys

from t2v_desktop.gui.app import Redacted


def test_what_only_clips_need_is_not_imported_before_the_window_is_drawn() -> None:
    late = ("torch", "diffusers", "transformers", "numpy", "PIL", "imageio_ffmpeg")
    code = f"import sys, t2v_desktop.gui.app; print([m for m in {late} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_token_is_written_into_the_log() -> None:
    record = logging.LogRecord("t2v_desktop", logging.INFO, "", 0, "asked with %s", ("Bearer hf_AbCdEf0123456789",), None)
    assert Redacted("%(message)s").format(record) == "asked with Bearer hf_..."
