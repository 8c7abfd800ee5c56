"""Real-world input is handled correctly: one case per row."""

import pytest

from tests.outside import media, models, places, systems
from tests.outside.row import Row

SLOW = ("any option of render", "any option of fetch", "an unusable clips folder")  # 5 to 13 s
ROWS = [
    pytest.param(row, id=row.name, marks=[pytest.mark.campaign] if row.name in SLOW else []) for row in (*media.ROWS, *models.ROWS, *places.ROWS, *systems.ROWS)
]


@pytest.mark.parametrize("row", ROWS)
def test_outside_input(row: Row, request: pytest.FixtureRequest) -> None:
    row.check(request)
