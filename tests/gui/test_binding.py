import sys

from PySide6.QtWidgets import QApplication, QLabel


def test_pyside_does_not_lose_references_to_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 drops a reference to None at each call that returns nothing, until Python 3.11 aborts."""
    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 500
