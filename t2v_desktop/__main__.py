"""`python -m t2v_desktop`: the command line, or one of its processes where the frozen application starts itself."""

import multiprocessing
import os
import sys


def main() -> None:
    multiprocessing.freeze_support()
    _leave_other_programs_alone()
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


def _leave_other_programs_alone() -> None:
    """Take back what PyInstaller's start says about libraries on Linux: programs that are started from here bring their own."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    if getattr(sys, "frozen", False) and sys.platform == "linux":
        os.environ.pop("LD_LIBRARY_PATH", None)
        if before:
            os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    main()
