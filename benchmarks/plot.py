"""Bars and points as an SVG, readable on light and dark pages."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

ROW, LABEL, WIDTH, MARGIN = 26, 150, 420, 14  # pixels
GOOD, POOR, INK = "#3A5BE0", "#C6362E", "#7A8494"


def bars(title: str, values: Mapping[str, float]) -> str:
    """A bar for each value; those below 1 in another colour, and a line at 1."""
    most = max(1.5, *values.values()) * 1.1
    height = ROW * (len(values) + 1) + 2 * MARGIN
    at_one = LABEL + WIDTH / most
    shapes = [f'<text x="{MARGIN}" y="{MARGIN + 12}" font-weight="600">{escape(title)}</text>']
    for number, (name, value) in enumerate(values.items(), 1):
        top = MARGIN + number * ROW
        shapes += [
            f'<text x="{MARGIN}" y="{top + 15}">{escape(name)}</text>',
            f'<rect x="{LABEL}" y="{top + 3}" width="{WIDTH * value / most:.1f}" height="{ROW - 10}" rx="4" fill="{GOOD if value >= 1 else POOR}"/>',
            f'<text x="{LABEL + WIDTH * value / most + 6:.1f}" y="{top + 15}">{value:.2f}x</text>',
        ]
    shapes.append(f'<path d="M{at_one:.1f} {MARGIN + ROW}V{height - MARGIN}" stroke="{INK}" stroke-dasharray="3 3"/>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{LABEL + WIDTH + 70}" height="{height}" font-family="sans-serif" font-size="13" fill="{INK}">'
    return head + "".join(shapes) + "</svg>\n"


@dataclass(frozen=True, slots=True)
class Point:
    """A named measurement; `error` is the standard error of `y`."""

    name: str
    x: float
    y: float
    error: float


def scatter(title: str, points: Sequence[Point]) -> str:
    """Points over a logarithmic x axis, each with its error and name."""
    width, height, left, top = 640, 380, 46, 40
    low, high = min(p.x for p in points) / 1.3, max(p.x for p in points) * 2.2
    least, most = min(p.y - p.error for p in points) - 1, max(p.y + p.error for p in points) + 1

    def place(x: float, y: float) -> tuple[float, float]:
        return left + (width - left) * math.log(x / low) / math.log(high / low), top + (height - top - 30) * (most - y) / (most - least)

    shapes = [f'<text x="{MARGIN}" y="{MARGIN + 8}" font-weight="600">{escape(title)}</text>']
    for tick in range(math.ceil(least / 5) * 5, math.floor(most) + 1, 5):
        _, y = place(low, tick)
        shapes.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{tick}</text><path d="M{left} {y:.1f}H{width}" stroke="{INK}" opacity=".25"/>')
    for tick in (1, 2, 4, 8, 16, 32, 64, 128):
        if low <= tick <= high:
            shapes.append(f'<text x="{place(tick, least)[0]:.1f}" y="{height - 8}" text-anchor="middle">{tick}</text>')
    for p in points:
        (x, y), (_, above), (_, below) = place(p.x, p.y), place(p.x, p.y + p.error), place(p.x, p.y - p.error)
        shapes.append(f'<path d="M{x:.1f} {above:.1f}V{below:.1f}" stroke="{GOOD}" opacity=".5"/><circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{GOOD}"/>')
        shapes.append(f'<text x="{x + 7:.1f}" y="{y + 4:.1f}" font-size="11">{escape(p.name)}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 20}" height="{height}" font-family="sans-serif" font-size="13" fill="{INK}">'
    return head + "".join(shapes) + "</svg>\n"
