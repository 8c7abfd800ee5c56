"""The pages of a library file that say where its tables are, taken from another library when they are damaged.

SQLite keeps this in the table sqlite_master, whose tree begins on page 1 (https://sqlite.org/fileformat2.html#b_tree_pages). It no
longer fits there, and damage to one of its other pages would make every table unreachable.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from t2v_desktop.library.schema import migrate

PAGE_BYTES = 4096
HEADER_BYTES = 100  # of the file, before the tree on page 1
TREE_HEADER_BYTES, INTERIOR, LEAF = 12, 5, 13  # the bytes before an inner page's list of cells; kinds of pages of a table
COUNT_AT, LAST_CHILD_AT = HEADER_BYTES + 3, HEADER_BYTES + 8


def transplant(file: Path, donor: Path) -> bool:
    """Replace the pages of `file` that say where its tables are by those of `donor`, which has its tables on the same pages.

    The new ones are added to the end of the file. Returns False if the donor's pages are not of this kind. Raises OSError.
    """
    pages = donor.read_bytes()
    first = bytearray(pages[:PAGE_BYTES])
    kind = first[HEADER_BYTES] if len(first) == PAGE_BYTES else 0
    with file.open("rb+") as stream:
        size = stream.seek(0, 2)
        end = size // PAGE_BYTES
        if kind == INTERIOR:
            stream.seek(end * PAGE_BYTES)
            for at in children_of(first):
                number = int.from_bytes(first[at : at + 4], "big")
                child = pages[(number - 1) * PAGE_BYTES : number * PAGE_BYTES]
                if len(child) < PAGE_BYTES or child[0] != LEAF:
                    return False
                stream.write(child)
                end += 1
                first[at : at + 4] = end.to_bytes(4, "big")
        elif kind != LEAF:
            return False
        stream.seek(HEADER_BYTES)
        stream.write(first[HEADER_BYTES:])
    return True


def write_new(file: Path, version: int, migrations: Sequence[str]) -> None:
    """Write an empty library of a version to `file`: its tables are where they are in each library that began with this version."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        migrate(connection, migrations[:version])


def children_of(first: bytearray) -> list[int]:
    """Where an inner page 1 has the numbers of its children."""
    count = int.from_bytes(first[COUNT_AT : COUNT_AT + 2], "big")
    cells = HEADER_BYTES + TREE_HEADER_BYTES
    places = [int.from_bytes(first[cells + 2 * n : cells + 2 * n + 2], "big") for n in range(count)]
    return [*(place for place in places if place <= PAGE_BYTES - 4), LAST_CHILD_AT]
