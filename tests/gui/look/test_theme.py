from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QStyleHints
from PySide6.QtWidgets import QApplication

from t2v_desktop.gui.look import theme

System = dict[str, Qt.ColorScheme]


@pytest.fixture
def system(look: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    """A fake system: the test sets its scheme under "current"; what the application requests is stored under "requested"."""
    state = {"current": Qt.ColorScheme.Dark}
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _: state["current"])
    monkeypatch.setattr(QStyleHints, "setColorScheme", lambda _, scheme: state.update(requested=scheme))
    yield state
    theme.apply(look, "dark")


def test_window_frames_match_the_theme(look: QApplication, system: System) -> None:
    theme.apply(look, "light")
    assert theme.colours() is theme.LIGHT and system["requested"] is Qt.ColorScheme.Light
    theme.apply(look, "system")
    assert theme.colours() is theme.DARK and system["requested"] is Qt.ColorScheme.Unknown


def test_the_theme_follows_the_system_only_if_that_is_chosen(look: QApplication, system: System) -> None:
    chosen = ["dark"]
    theme.follow_system(look, lambda: chosen[0])
    hints = QGuiApplication.styleHints()
    system["current"] = Qt.ColorScheme.Light
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.colours() is theme.DARK
    chosen[0] = "system"
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.colours() is theme.LIGHT
    chosen[0] = "dark"


@pytest.mark.parametrize("colours", [theme.DARK, theme.LIGHT], ids=["dark", "light"])
def test_all_text_has_a_contrast_of_at_least_four_and_a_half_to_one(colours: theme.Colours) -> None:
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
