"""Shows a finished clip, two to compare, or the one being made."""
