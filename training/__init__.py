"""Trains and evaluates the starter model."""
