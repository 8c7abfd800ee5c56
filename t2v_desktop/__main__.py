"""`python -m t2v_desktop`: the command line, or the engine process where the frozen application starts itself."""

import sys


def main() -> None:
    if sys.argv[1:2] == ["--engine"]:
        from t2v_desktop import worker

        del sys.argv[1]
        worker.main()
    else:
        from t2v_desktop.cli import main as command_line

        sys.exit(command_line())


if __name__ == "__main__":
    main()
