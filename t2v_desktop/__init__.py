"""T2V Desktop: an English sentence in, a short video out, on the user's own machine."""

__version__ = "0.1.0"
