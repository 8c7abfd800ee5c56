"""Measurements of the engine, the window and the import of models."""
