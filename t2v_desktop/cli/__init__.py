"""The command line: render, show, models, doctor; without a command, the window."""
