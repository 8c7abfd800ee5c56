from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QStyleHints
from PySide6.QtWidgets import QApplication

from t2v_desktop.gui import theme

System = dict[str, Qt.ColorScheme]


@pytest.fixture
def system(look: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    """A system whose scheme the test sets; what the application asks of it is kept under "asked"."""
    state = {"is": Qt.ColorScheme.Dark}
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _: state["is"])
    monkeypatch.setattr(QStyleHints, "setColorScheme", lambda _, scheme: state.update(asked=scheme))
    yield state
    theme.apply(look, "dark")


def test_the_windows_frames_are_asked_to_match(look: QApplication, system: System) -> None:
    theme.apply(look, "light")
    assert theme.colours() is theme.LIGHT and system["asked"] is Qt.ColorScheme.Light
    theme.apply(look, "system")
    assert theme.colours() is theme.DARK and system["asked"] is Qt.ColorScheme.Unknown


def test_the_look_follows_the_system_where_that_is_chosen(look: QApplication, system: System) -> None:
    chosen = ["dark"]
    theme.follow_system(look, lambda: chosen[0])
    hints = QGuiApplication.styleHints()
    system["is"] = Qt.ColorScheme.Light
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.colours() is theme.DARK
    chosen[0] = "system"
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.colours() is theme.LIGHT
    chosen[0] = "dark"
