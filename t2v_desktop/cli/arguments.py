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


def percent_range(text: str) -> tuple[float, float]:
    """Two shares of the steps, from percentages such as 0-60."""
    number = r"(\d{1,3}(?:\.\d{1,4})?)"
    found = re.fullmatch(rf"{number}-{number}", text)
    start, end = (round(float(percent) / 100, 6) for percent in found.groups()) if found else (0.0, 0.0)
    if not start < end <= 1:
        raise argparse.ArgumentTypeError(f"invalid range {text!r}: use START-END in percent of the steps, such as 0-60")
    return start, end
