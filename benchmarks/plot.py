"""Bars as an SVG, readable on light and dark pages."""

from collections.abc import Mapping
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
