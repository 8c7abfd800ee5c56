"""Prints, as JSON, what no longer fits in any state of the window, in both looks: `python clipped.py WIDTH HEIGHT SCALE`.

A process of its own, since Qt reads the scale once, at its start.
"""

import json
import sys

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QWidget

from t2v_desktop.gui.look import theme
from tests.gui.screenshots import on_screen, screens

CURSOR_PX = 5  # and the line edit's own two margins
ELIDING = ("lookInCombo",)  # Qt's own, which shortens a path
SAYING = (QLabel, QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)


def clipped(window: QWidget) -> list[str]:
    """Each visible widget that says something and has less room than that takes, or is cut by what it lies in."""
    own = (w for w in window.findChildren(QWidget) if isinstance(w, SAYING) and not isinstance(w.parent(), QLineEdit))
    saying = [w for w in own if w.isVisible() and w.objectName() not in ELIDING]
    outside = [] if window.screen().geometry().contains(window.frameGeometry()) else [f"{window.geometry().getRect()} is not all on the screen"]
    return outside + [f"{described(w)}: {why}" for w in saying if (why := complaint(w))]


def complaint(widget: QWidget) -> str:
    if isinstance(widget, QAbstractSpinBox):  # the hint has room for the largest number that could be typed
        edit = widget.lineEdit()
        least, has = edit.fontMetrics().size(0, edit.text()) + QSize(edit.textMargins().left() + CURSOR_PX, 0), edit.size()
    else:
        least, has = widget.minimumSizeHint(), widget.size()
    if has.width() < least.width():
        return f"{has.width()} wide, needs {least.width()}"
    tall = widget.heightForWidth(has.width()) if widget.hasHeightForWidth() else least.height()
    if has.height() < tall:
        return f"{has.height()} high, needs {tall}"
    if not scrolls(widget) and widget.visibleRegion().boundingRect() != widget.rect():
        return f"only {widget.visibleRegion().boundingRect().getRect()} of {widget.rect().getRect()} is seen"
    return ""


def scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, QAbstractScrollArea) or scrolls(parent))


def described(widget: QWidget) -> str:
    said = getattr(widget, "text", lambda: "")() or widget.accessibleName()
    return f"{type(widget).__name__} {said[:40]!r}"


app = on_screen(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
found = {}
for shade in ("dark", "light"):
    theme.apply(app, shade)
    found |= {f"{name}-{shade}": problems for name, problems in screens(clipped, fill=False) if problems}
print(json.dumps({"ratio": app.devicePixelRatio(), "clipped": found}, indent=1))
