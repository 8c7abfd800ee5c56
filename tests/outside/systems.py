"""Input from the system: displays, home folders, command-line arguments."""

from tests.outside import arguments, displays, homes
from tests.outside.row import Row

ROWS: list[Row] = [*displays.ROWS, *homes.ROWS, *arguments.ROWS]
