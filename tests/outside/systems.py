"""Systems and files from outside: variables, screens, videos, pictures, prompts."""

from tests.outside import displays, homes
from tests.outside.row import Row

ROWS: list[Row] = [*displays.ROWS, *homes.ROWS]
