"""Theme, icons, pictures, wording and translation of the window."""
