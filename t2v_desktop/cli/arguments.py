"""The values of options: text to paths, sizes and ranges. Each raises ArgumentTypeError, which argparse reports."""

import argparse
import re
from pathlib import Path

from t2v_desktop import paths


def path(text: str) -> Path:
    if not paths.is_valid_path(text):
        raise argparse.ArgumentTypeError(f"{text!r:.200} is not a valid file name")
    return Path(text)


def size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"invalid size {text!r}: use WIDTHxHEIGHT, such as 256x256")
    return int(found[1]), int(found[2])


def lora(text: str) -> tuple[str, float]:
    """A LoRA's name or file, and its weight if one follows a colon; a colon may be part of a path."""
    name, colon, weight = text.rpartition(":")
    found = re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,6})?", weight)
    if not colon or not found:
        name, weight = text, "1"
    if not name.strip() or not paths.is_valid_path(name):
        raise argparse.ArgumentTypeError(f"{text!r:.200} is not a LoRA: use NAME or NAME:WEIGHT, such as paper:0.8")
    return name, float(weight)


def percent_range(text: str) -> tuple[float, float]:
    """Two shares of the steps, from percentages such as 0-60."""
    number = r"(\d{1,3}(?:\.\d{1,4})?)"
    found = re.fullmatch(rf"{number}-{number}", text)
    start, end = (round(float(percent) / 100, 6) for percent in found.groups()) if found else (0.0, 0.0)
    if not start < end <= 1:
        raise argparse.ArgumentTypeError(f"invalid range {text!r}: use START-END in percent of the steps, such as 0-60")
    return start, end
