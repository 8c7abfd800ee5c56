"""The player: shows a finished clip, compares two, or shows the preview of the clip being rendered."""
