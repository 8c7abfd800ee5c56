"""What is in a prompt: marks, tokens, language."""
