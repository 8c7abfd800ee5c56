import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.guided_steps import GuidedSteps


@pytest.fixture
def guided(look: QApplication, qtbot: QtBot) -> GuidedSteps:
    made = GuidedSteps()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("shares", [(0.0, 1.0), (0.0, 0.6), (0.125, 0.7), (0.07, 0.29), (0.5, 0.505), (0.333333, 1.0)])
def test_filled_shares_are_returned_unchanged_without_a_signal(guided: GuidedSteps, shares: tuple[float, float]) -> None:
    signals: list[int] = []
    guided.changed.connect(lambda: signals.append(1))
    guided.fill(0.9, 0.95)
    guided.fill(*shares)
    assert guided.shares == shares and not signals


def test_the_first_stays_below_the_second(guided: GuidedSteps, qtbot: QtBot) -> None:
    guided.fill(0.0, 0.6)
    assert (guided._from.text(), guided._to.text()) == ("from 0 %", "to 60 %")
    with qtbot.waitSignal(guided.changed):
        guided._from.setValue(80)
    assert guided.shares == (0.59, 0.6)
    guided._to.setValue(0)
    assert guided.shares == (0.59, 0.6)
    guided._to.setValue(100)
    guided._from.setValue(80)
    assert guided.shares == (0.8, 1.0)
    guided._from.setValue(100)
    guided._to.setValue(0)
    assert guided.shares == (0.99, 1.0)


def test_without_guidance_the_fields_are_disabled_and_say_why(guided: GuidedSteps) -> None:
    guided.set_available(False)
    assert not guided._from.isEnabled() and "above 1" in guided._from.toolTip()
    guided.set_available(True)
    assert guided._to.isEnabled() and "above 1" not in guided._to.toolTip()
