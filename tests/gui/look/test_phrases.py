import pytest
from PySide6.QtCore import QLocale

from t2v_desktop.gui.look import phrases


@pytest.fixture(autouse=True)
def english(qapp) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (48, "48 s"), (90, "1 min 30 s"), (480, "8 min"), (1499, "25 min"), (3597, "1 h"), (7500, "2 h 5 min")],
)
def test_a_duration_is_rounded_to_a_sensible_precision(seconds: float, text: str) -> None:
    assert phrases.rough_duration(seconds) == text


@pytest.mark.parametrize(("count", "text"), [(400_000, "400 kB"), (5_300_000, "5 MB"), (1_900_000_000, "1.9 GB")])
def test_a_size_is_rounded_to_a_sensible_precision(count: int, text: str) -> None:
    assert phrases.size(count) == text
