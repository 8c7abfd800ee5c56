"""The generation engine: the only room that imports torch."""
