"""The window: the only room that imports Qt. It never imports torch; the engine is a process behind a pipe."""
