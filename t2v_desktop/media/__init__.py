"""Frames to a file and back: ffmpeg, metadata, names, formats."""
