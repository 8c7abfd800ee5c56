from collections.abc import Iterator
from pathlib import Path

import pytest

from t2v_desktop.library.database import Database, open_database


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "library.db")
    yield opened
    opened.close()
