import pytest
from PySide6.QtCore import QLocale

from t2v_desktop.gui.look import words


@pytest.fixture(autouse=True)
def english(qapp) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (48, "48 s"), (90, "1 min 30 s"), (480, "8 min"), (1499, "25 min"), (3597, "1 h"), (7500, "2 h 5 min")],
)
def test_a_time_is_said_no_finer_than_it_is_known(seconds: float, said: str) -> None:
    assert words.about(seconds) == said


@pytest.mark.parametrize(("count", "said"), [(400_000, "400 kB"), (5_300_000, "5 MB"), (1_900_000_000, "1.9 GB")])
def test_a_size_has_digits_that_matter(count: int, said: str) -> None:
    assert words.size(count) == said
