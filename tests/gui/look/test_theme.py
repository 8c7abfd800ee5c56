from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QStyleHints
from PySide6.QtWidgets import QApplication

from t2v_desktop.gui.look import theme

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


@pytest.mark.parametrize("colours", [theme.DARK, theme.LIGHT], ids=["dark", "light"])
def test_every_word_has_a_contrast_of_four_and_a_half_to_one(colours: theme.Colours) -> None:
    pairs = [(ink, paper) for ink in ("text", "muted", "good", "warn", "bad") for paper in ("background", "panel", "raised")]
    for ink, paper in [*pairs, ("on_accent", "accent")]:
        assert contrast(getattr(colours, ink), getattr(colours, paper)) >= 4.5, f"{ink} on {paper}"


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' relative luminances, as the Web Content Accessibility Guidelines 2.2 define it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    levels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
