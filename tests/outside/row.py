"""One row of the table of what comes from outside: files, folders, variables and arguments as people really have them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class Row:
    """`name` says what comes in; `check` brings it in and holds what happens to what is right; it may ask for any fixture."""

    name: str
    check: Callable[[pytest.FixtureRequest], None]
