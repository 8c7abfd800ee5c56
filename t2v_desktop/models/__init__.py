"""What can be installed, is installed, and whether it may be loaded. No torch here."""
