"""Dialogs about prompts: the saved ones, and styles."""
