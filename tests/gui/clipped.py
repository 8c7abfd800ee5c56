"""Prints, as JSON, every widget whose text does not fit, in all window states and both themes: `python clipped.py WIDTH HEIGHT SCALE`.

Runs as its own process, because Qt reads the scale only at its start.
"""

import json
import sys

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QWidget

from t2v_desktop.gui.look import theme
from tests.gui.screenshots import on_screen, screens

CURSOR_PX = 5  # including the line edit's two margins
ELIDED_NAMES = ("lookInCombo",)  # Qt's path box, which elides its text
TEXT_WIDGETS = (QLabel, QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)


def clipped(window: QWidget) -> list[str]:
    """Describe each visible text widget that is smaller than its text or cut off by its parent."""
    candidates = (w for w in window.findChildren(QWidget) if isinstance(w, TEXT_WIDGETS) and not isinstance(w.parent(), QLineEdit))
    widgets = [w for w in candidates if w.isVisible() and w.objectName() not in ELIDED_NAMES]
    off_screen = [] if window.screen().geometry().contains(window.frameGeometry()) else [f"{window.geometry().getRect()} is not fully on the screen"]
    return off_screen + [f"{describe(w)}: {problem}" for w in widgets if (problem := problem_of(w))]


def problem_of(widget: QWidget) -> str:
    if isinstance(widget, QAbstractSpinBox):  # minimumSizeHint includes room for the largest possible number
        edit = widget.lineEdit()
        required, has = edit.fontMetrics().size(0, edit.text()) + QSize(edit.textMargins().left() + CURSOR_PX, 0), edit.size()
    else:
        required, has = widget.minimumSizeHint(), widget.size()
    if has.width() < required.width():
        return f"{has.width()} wide, needs {required.width()}"
    needed = widget.heightForWidth(has.width()) if widget.hasHeightForWidth() else required.height()
    if has.height() < needed:
        return f"{has.height()} high, needs {needed}"
    if not is_in_scroll_area(widget) and widget.visibleRegion().boundingRect() != widget.rect():
        return f"only {widget.visibleRegion().boundingRect().getRect()} of {widget.rect().getRect()} is visible"
    return ""


def is_in_scroll_area(widget: QWidget) -> bool:
    """Whether it can be scrolled into view."""
    parent = widget.parentWidget()
    return parent is not None and ((isinstance(parent, QAbstractScrollArea) and scrolls(parent)) or is_in_scroll_area(parent))


def scrolls(area: QAbstractScrollArea) -> bool:
    return area.verticalScrollBar().maximum() > 0 or area.horizontalScrollBar().maximum() > 0


def describe(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")() or widget.accessibleName()
    return f"{type(widget).__name__} {text[:40]!r}"


app = on_screen(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
found = {}
for shade in ("dark", "light"):
    theme.apply(app, shade)
    found |= {f"{name}-{shade}": problems for name, problems in screens(clipped, fill=False) if problems}
print(json.dumps({"ratio": app.devicePixelRatio(), "clipped": found}, indent=1))
