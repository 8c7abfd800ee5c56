"""`python -m t2v_desktop`: the command line, or a child process if the frozen application starts itself."""

import multiprocessing
import os
import sys


def main() -> None:
    multiprocessing.freeze_support()
    _restore_library_path()
    if sys.argv[1:2] == ["--engine"]:
        from t2v_desktop.process import worker

        del sys.argv[1]
        worker.main()
    elif sys.argv[1:2] == ["--converter"]:
        from t2v_desktop.models.get import converter

        del sys.argv[1]
        converter.main()
    elif sys.argv[1:] == ["--selftest"]:
        from t2v_desktop.cli import selftest

        sys.exit(selftest.main())
    else:
        from t2v_desktop.cli.main import main as command_line

        sys.exit(command_line())


def _restore_library_path() -> None:
    """Undo PyInstaller's LD_LIBRARY_PATH on Linux: other programs that we start bring their own libraries."""
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    if getattr(sys, "frozen", False) and sys.platform == "linux":
        os.environ.pop("LD_LIBRARY_PATH", None)
        if original:
            os.environ["LD_LIBRARY_PATH"] = original


if __name__ == "__main__":
    main()
