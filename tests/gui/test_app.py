import subprocess
import sys


def test_what_only_clips_need_is_not_imported_before_the_window_is_drawn() -> None:
    late = ("torch", "diffusers", "transformers", "numpy", "PIL", "imageio_ffmpeg")
    code = f"import sys, t2v_desktop.gui.app; print([m for m in {late} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
