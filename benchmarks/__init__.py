"""Measurements: this engine beside stock diffusers, and at full size."""
