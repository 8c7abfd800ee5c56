"""Finished clips in the window: the gallery and the actions on clips."""
