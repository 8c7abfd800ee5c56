"""One folder for each model family: all that differs between them."""
