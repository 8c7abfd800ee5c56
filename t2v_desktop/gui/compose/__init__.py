"""The compose panel: prompt, model and settings of the next clips."""
