"""Prints as JSON every widget that is clipped in any state of the window, in both themes: `python clipped.py WIDTH HEIGHT SCALE`.

A separate process, because Qt reads the scale only once, when it starts.
"""

import json
import sys

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QWidget

from t2v_desktop.gui.look import theme
from tests.gui.screenshots import on_screen, screens

CURSOR_PX = 5  # includes the line edit's own two margins
ELIDING = ("lookInCombo",)  # a combo box of Qt's file dialog, which elides paths itself
TEXT_WIDGETS = (QLabel, QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)


def clipped(window: QWidget) -> list[str]:
    """Every visible widget with text that is smaller than its text needs, or is cut off by its parent."""
    own = (w for w in window.findChildren(QWidget) if isinstance(w, TEXT_WIDGETS) and not isinstance(w.parent(), QLineEdit))
    widgets = [w for w in own if w.isVisible() and w.objectName() not in ELIDING]
    outside = [] if window.screen().geometry().contains(window.frameGeometry()) else [f"{window.geometry().getRect()} is not entirely on the screen"]
    return outside + [f"{described(w)}: {why}" for w in widgets if (why := problem(w))]


def problem(widget: QWidget) -> str:
    if isinstance(widget, QAbstractSpinBox):  # its size hint allows for the largest possible number
        edit = widget.lineEdit()
        needed, size = edit.fontMetrics().size(0, edit.text()) + QSize(edit.textMargins().left() + CURSOR_PX, 0), edit.size()
    else:
        needed, size = widget.minimumSizeHint(), widget.size()
    if size.width() < needed.width():
        return f"{size.width()} wide, needs {needed.width()}"
    height = widget.heightForWidth(size.width()) if widget.hasHeightForWidth() else needed.height()
    if size.height() < height:
        return f"{size.height()} high, needs {height}"
    if not scrolls(widget) and widget.visibleRegion().boundingRect() != widget.rect():
        return f"only {widget.visibleRegion().boundingRect().getRect()} of {widget.rect().getRect()} is visible"
    return ""


def scrolls(widget: QWidget) -> bool:
    """Whether the widget is inside a scroll area."""
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, QAbstractScrollArea) or scrolls(parent))


def described(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")() or widget.accessibleName()
    return f"{type(widget).__name__} {text[:40]!r}"


app = on_screen(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
found = {}
for shade in ("dark", "light"):
    theme.apply(app, shade)
    found |= {f"{name}-{shade}": problems for name, problems in screens(clipped, fill=False) if problems}
print(json.dumps({"ratio": app.devicePixelRatio(), "clipped": found}, indent=1))
