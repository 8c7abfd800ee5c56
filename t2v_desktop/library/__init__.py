"""Jobs, clips, prompts and past runs on disk."""
