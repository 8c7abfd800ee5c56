"""Systems and files from outside: variables, screens, arguments, videos, pictures, prompts."""

from tests.outside import arguments, displays, homes
from tests.outside.row import Row

ROWS: list[Row] = [*displays.ROWS, *homes.ROWS, *arguments.ROWS]
