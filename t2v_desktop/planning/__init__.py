"""Decisions without Qt or torch: what a draft asks for, what it costs, what runs next."""
