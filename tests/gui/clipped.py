"""Prints, as JSON, every widget whose text does not fit, in all window states: `python clipped.py WIDTH HEIGHT SCALE LANGUAGE [rtl]`.

In the language for tests, also every text that escaped translation. Runs as its own process, because Qt reads the scale only at its start.
"""

import json
import sys

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QWidget

from t2v_desktop.gui.look import theme
from tests.gui.pseudo import PSEUDO, speak
from tests.gui.screenshots import on_screen, screens
from tests.gui.shown_texts import escaped

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
    visible = widget.visibleRegion().boundingRect()
    if not is_in_scroll_area(widget) and visible != widget.rect():
        return f"only {visible.getRect()} of {widget.rect().getRect()} is visible"
    if 0 < visible.width() < widget.width() and not is_in_scroll_area(widget, sideways=True):
        return f"cut off at the side: only {visible.width()} of {widget.width()} pixels are visible"
    return ""


def is_in_scroll_area(widget: QWidget, *, sideways: bool = False) -> bool:
    """Whether it can be scrolled into view, or `sideways` alone."""
    parent = widget.parentWidget()
    return parent is not None and ((isinstance(parent, QAbstractScrollArea) and scrolls(parent, sideways)) or is_in_scroll_area(parent, sideways=sideways))


def scrolls(area: QAbstractScrollArea, sideways: bool) -> bool:
    across = area.horizontalScrollBar().maximum() > 0 and area.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return across or (not sideways and area.verticalScrollBar().maximum() > 0)


def describe(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")() or widget.accessibleName()
    return f"{type(widget).__name__} {text[:40]!r}"


def faults(window: QWidget) -> tuple[list[str], list[str]]:
    """What does not fit, and what is not translated."""
    return clipped(window), escaped(window) if language == PSEUDO else []


width, height, scale, language, *direction = sys.argv[1:]
app = on_screen(int(width), int(height), float(scale))
speak(app, language, right_to_left="rtl" in direction)
theme.apply(app, "light" if language == PSEUDO else "dark")  # what fits doesn't depend on the colours
found = dict(screens(faults, fill=False))
report = {"clipped": {name: clip for name, (clip, _) in found.items() if clip}, "escaped": {name: left for name, (_, left) in found.items() if left}}
print(json.dumps({"ratio": app.devicePixelRatio(), "states": len(found), **report}, indent=1))
