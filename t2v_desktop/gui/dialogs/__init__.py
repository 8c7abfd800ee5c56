"""Windows of their own, opened from the menus."""
