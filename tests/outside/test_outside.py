"""Whatever comes from outside does what is right: a row each, by the room it comes into."""

import pytest

from tests.outside import media, models, places, systems
from tests.outside.row import Row


@pytest.mark.parametrize("row", [*media.ROWS, *models.ROWS, *places.ROWS, *systems.ROWS], ids=lambda row: row.name)
def test_what_comes_from_outside(row: Row, request: pytest.FixtureRequest) -> None:
    row.check(request)
