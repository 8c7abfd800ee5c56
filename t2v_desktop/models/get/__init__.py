"""How a model gets here: download, import, conversion. The only code that opens a connection."""
