"""Finished clips in the window: the gallery and what can be done with a clip."""
