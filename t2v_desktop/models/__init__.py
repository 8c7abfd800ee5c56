"""Known and installed models: catalogue, status, safety check, memory arithmetic. No torch here."""
