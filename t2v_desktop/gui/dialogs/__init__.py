"""The dialogs that the menus open."""
