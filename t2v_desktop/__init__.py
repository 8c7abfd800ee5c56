"""T2V Desktop: offline text-to-video on the user's own computer."""

__version__ = "0.1.0"
