"""Decisions without Qt or torch: what a draft requests, what it costs, what runs next."""
