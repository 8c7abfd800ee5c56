"""What the next clips should show, and how they are made."""
