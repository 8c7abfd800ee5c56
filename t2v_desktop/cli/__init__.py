"""The command line: render, show, open, models, doctor. Opens the window if no command is given."""
