"""The words of a prompt: marks, tokens, language."""
