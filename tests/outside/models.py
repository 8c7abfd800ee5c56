"""Models from outside: folders, settings, weights and hubs."""

from tests.outside.row import Row

ROWS: list[Row] = []
