"""How the window looks and speaks: theme, icons, pictures, wording, translation."""
