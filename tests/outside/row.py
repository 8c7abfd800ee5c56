"""One case of real-world input: files, folders, environment variables and arguments as users have them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class Row:
    """`name` describes the input; `check` supplies it and asserts the right outcome. It may request any fixture."""

    name: str
    check: Callable[[pytest.FixtureRequest], None]
