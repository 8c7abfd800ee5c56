"""Real-world input is handled correctly: one case per row."""

import pytest

from tests.outside import media, models, places, systems
from tests.outside.row import Row


@pytest.mark.campaign
@pytest.mark.parametrize("row", [*media.ROWS, *models.ROWS, *places.ROWS, *systems.ROWS], ids=lambda row: row.name)
def test_outside_input(row: Row, request: pytest.FixtureRequest) -> None:
    row.check(request)
