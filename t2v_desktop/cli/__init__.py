"""The command line: render, show, open, models, doctor. Opens the window if no command is given."""

DONE, FAILED, USAGE, CANCELLED = 0, 1, 2, 130  # exit statuses
