"""`python -m t2v_desktop`: the command line, or one of its processes where the frozen application starts itself."""

import multiprocessing
import sys


def main() -> None:
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--engine"]:
        from t2v_desktop import worker

        del sys.argv[1]
        worker.main()
    elif sys.argv[1:2] == ["--converter"]:
        from t2v_desktop import converter

        del sys.argv[1]
        converter.main()
    elif sys.argv[1:] == ["--selftest"]:
        from t2v_desktop import selftest

        sys.exit(selftest.main())
    else:
        from t2v_desktop.cli import main as command_line

        sys.exit(command_line())


if __name__ == "__main__":
    main()
