"""The models dialog, and the thread that downloads, verifies, repairs and removes models."""
