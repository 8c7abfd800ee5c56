"""The engine process, from outside (`host`) and from inside (`worker`)."""
