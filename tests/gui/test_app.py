import logging
import subprocess
import sys

from t2v_desktop.gui.log import RedactingFormatter


def test_opening_the_window_does_not_import_what_only_rendering_needs() -> None:
    late = ("torch", "diffusers", "transformers", "numpy", "PIL", "imageio_ffmpeg")
    code = f"import sys, t2v_desktop.gui.app; print([m for m in {late} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_log_masks_hugging_face_tokens() -> None:
    record = logging.LogRecord("t2v_desktop", logging.INFO, "", 0, "asked with %s", ("Bearer hf_AbCdEf0123456789",), None)
    assert RedactingFormatter("%(message)s").format(record) == "asked with Bearer hf_..."
