"""The queue panel: its list model, its rows and the panel itself."""
