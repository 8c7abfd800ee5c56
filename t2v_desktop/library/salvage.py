"""A new library out of a damaged one: every row that is still what was written, and from the backup those that are not."""

import logging
import os
import shutil
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import digests
from t2v_desktop.library.check import HEADER, HEADER_BYTES, OUTSIDE, code, readable
from t2v_desktop.library.digests import TABLES, Row, Value, digest
from t2v_desktop.library.schema import WORDS, migrate
from t2v_desktop.library.words import words_of
from t2v_desktop.request import Request

PAGE_BYTES = 4096
FEW = 8  # rows whose flipped bit is looked for: 0.1 s each
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Found:
    """How many rows of each table are as they were in the backup, and how many are neither here nor there."""

    older: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    unsure: bool = False  # pages could not be read, and what was on them is not known

    def words(self) -> list[str]:
        """What the user has to know, in sentences."""
        told = []
        if older := _listed(self.older):
            told.append(f"As in the backup: {older}.")
        if lost := _listed(self.lost):
            told.append(f"Lost: {lost}.")
        if self.unsure:
            told.append("Newer entries may be lost.")
        if self.lost["clips"] or self.unsure:
            told.append("Clips are found again in their folder.")
        return told


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{table.replace('_', ' ')} {count}" for table, count in counts.items() if count)


def salvage(damaged: Path, backup: Path | None, into: Path, migrations: Sequence[str]) -> Found | None:
    """Write what is left of `damaged` into a new file, completed from a good `backup`. None where nothing can be told from it.

    Raises OSError or sqlite3.Error where the disk does not do it.
    """
    scratch, spare = into.with_name(f".{into.name}.scratch"), into.with_name(f".{into.name}.spare")
    try:
        _forget(into)
        shutil.copyfile(damaged, scratch)
        _mend_header(scratch)
        version = _mend_schema(scratch, migrations)
        if not version:
            return None
        if backup is not None:
            shutil.copyfile(backup, spare)
        return _between(scratch, spare if backup is not None else None, into, version, migrations)
    except sqlite3.Error as error:
        if code(error) in OUTSIDE:
            raise
        log.warning("nothing can be salvaged from %s: %s", damaged, error)
        return None
    finally:
        for file in (scratch, spare):
            _forget(file)


def _between(scratch: Path, spare: Path | None, into: Path, version: int, migrations: Sequence[str]) -> Found:
    """All three libraries at the same version, whose columns are the same; then the rows."""
    with closing(_open(scratch)) as old, closing(_open(spare)) as good, closing(_open(into)) as new:
        if spare is not None:
            version = max(version, good.execute("PRAGMA user_version").fetchone()[0])
            migrate(good, migrations[:version])
        if old.execute("PRAGMA user_version").fetchone()[0] != version:
            migrate(old, migrations[:version])
        migrate(new, migrations[:version])
        old.text_factory = good.text_factory = bytes
        return _Salvage(old, good, new).run(version)


def _open(file: Path | None) -> sqlite3.Connection:
    return sqlite3.connect(":memory:" if file is None else file, isolation_level=None)


def _forget(file: Path) -> None:
    for path in (file, file.with_name(f"{file.name}-journal")):
        path.unlink(missing_ok=True)


class _Salvage:
    """From `old`, completed from `spare`, into `new`."""

    def __init__(self, old: sqlite3.Connection, spare: sqlite3.Connection, new: sqlite3.Connection) -> None:
        self.old, self.spare, self.new = old, spare, new
        self.found = Found()
        self.kept, self.all_kept = self._digests()

    def run(self, version: int) -> Found:
        self.new.execute("PRAGMA foreign_keys = OFF")
        self.new.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            self._table(table)
        self._folders_and_words()
        digests.fill(self.new, version)
        self.new.execute("COMMIT")
        return self.found

    def _digests(self) -> tuple[dict[str, dict[int, int]] | None, bool]:
        """What was written of each row, None where the library has no digests; and whether that is all of them."""
        with suppress(sqlite3.Error):
            if not digests.columns_of(self.old, "digests"):
                return None, False
        kept: dict[str, dict[int, int]] = {table: {} for table in TABLES}
        whole = True
        for order in ("", " DESC"):
            rows, ended = _read(self.old, f"SELECT of, row, digest FROM digests ORDER BY of{order}, row{order}")
            whole = whole and ended
            for of, number, value in rows:
                kept.setdefault(digests.text_of(of), {})[number] = value
        with suppress(sqlite3.Error):
            whole = whole and digests.text_of(self.old.execute("PRAGMA integrity_check(digests)").fetchone()[0]) == "ok"
        return kept, whole

    def _table(self, table: str) -> None:
        columns = digests.columns_of(self.new, table)
        kept = None if self.kept is None else self.kept[table]
        rows, whole = self._rows(self.old, table, columns, kept or {})
        spare, _ = self._rows(self.spare, table, columns, {})
        if kept is None:
            first, last = {n: row for n, row in rows.items() if readable(columns, row[1:])}, dict[int, Row]()
            lost = [n for n in rows if n not in first]
            for number in [n for n in lost if n in spare]:
                first[number] = spare[number]
                lost.remove(number)
                self.found.older[table] += 1
        else:
            first = {n: row for n, row in rows.items() if n in kept and (kept[n] ^ digest(*row)).bit_count() <= 1}  # one: the digest's own bit
            last = {n: row for n, row in rows.items() if n not in kept and readable(columns, row[1:])}
            missing = [n for n in kept if n not in first]
            lost = [n for n in missing if not self._restore(table, columns, n, rows.get(n), spare.get(n), kept[n], first, few=len(missing) <= FEW)]
        if not (whole if kept is None else self.all_kept):
            self.found.unsure = True
            self.found.older[table] += sum(n not in first for n in spare)
            first = {**spare, **first}
        refused = self._insert(table, columns, first) + self._insert(table, columns, last)
        self.found.lost[table] += max(0, len(lost) - len(last)) + refused

    def _restore(
        self, table: str, columns: dict[str, str], number: int, row: Row | None, spare: Row | None, kept: int, first: dict[int, Row], *, few: bool
    ) -> bool:  # fmt: skip
        """Put a row whose digest says that it is not as it was into `first`: as it was, or as it was at the time of the backup."""
        if spare is not None and digest(*spare) == kept:
            first[number] = spare
        elif row is not None and few and (mended := _unflipped(row, kept)) is not None:
            first[number] = mended
        elif spare is not None and (row is None or table == "draft" or _key(table, columns, row) == _key(table, columns, spare)):
            first[number] = spare
            self.found.older[table] += 1
        else:
            return False
        return True

    def _rows(self, source: sqlite3.Connection, table: str, columns: dict[str, str], kept: dict[int, int]) -> tuple[dict[int, Row], bool]:
        """The rows that can be read, by their numbers, and whether no page stood in the way."""
        ask = f"SELECT rowid, {', '.join(columns)} FROM {table}"
        rows, whole = _read(source, ask)
        found = {row[0]: row for row in rows}
        if not whole:  # from the other end, and one by one
            found |= {row[0]: row for row in _read(source, f"{ask} ORDER BY rowid DESC")[0]}
            for number in kept:
                if number not in found:
                    found |= {row[0]: row for row in _read(source, f"{ask} WHERE rowid = ?", number)[0]}
        return {n: row for n, row in found.items() if isinstance(n, int)}, whole

    def _insert(self, table: str, columns: dict[str, str], rows: dict[int, Row]) -> int:
        """Insert rows; how many the table does not take, because they are there or are none."""
        refused = 0
        ask = f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"
        for row in rows.values():
            try:
                values = [v.decode() if kind == "TEXT" and isinstance(v, bytes) else v for v, kind in zip(row[1:], columns.values(), strict=True)]
                self.new.execute(ask, (row[0], *values))
            except (sqlite3.IntegrityError, UnicodeDecodeError):
                refused += 1
        return refused

    def _folders_and_words(self) -> None:
        """What follows from the clips: folders that are missing, and the index of words."""
        for number, path in self.new.execute("SELECT folder, path FROM clips WHERE folder NOT IN (SELECT id FROM folders) GROUP BY folder").fetchall():
            self.new.execute("INSERT OR IGNORE INTO folders (id, path) VALUES (?, ?)", (number, os.path.dirname(path)))  # noqa: PTH120  # bytes
            self.found.lost["folders"] = 0
        for number, request in self.new.execute("SELECT id, request FROM clips").fetchall():
            with suppress(InvalidRequest):
                words = " ".join(words_of(Request.from_json(request).prompt))
                self.new.execute(f"INSERT INTO {WORDS} (rowid, words) VALUES (?, ?)", (number, words))


def _read(source: sqlite3.Connection, ask: str, *values: Value) -> tuple[list[Row], bool]:
    """Rows until a page cannot be read; and whether that was the end."""
    rows = list[Row]()
    try:
        rows.extend(source.execute(ask, values))
    except sqlite3.Error as error:
        if code(error) in OUTSIDE:
            raise
        return rows, False
    return rows, True


def _key(table: str, columns: dict[str, str], row: Row) -> Value:
    key: Value = row[1 + list(columns).index(TABLES[table])]
    return key


def _unflipped(row: Row, kept: int) -> Row | None:
    """The row as it was before one of its bits was flipped, if that is what happened."""
    for place, value in enumerate(row[1:], 1):
        for other in _flips(value):
            if digest(*row[:place], other, *row[place + 1 :]) == kept:
                return *row[:place], other, *row[place + 1 :]
    return None


def _flips(value: Value) -> Iterator[Value]:
    match value:
        case bytes() if len(value) <= PAGE_BYTES:
            for bit in range(8 * len(value)):
                changed = bytearray(value)
                changed[bit // 8] ^= 1 << bit % 8
                yield bytes(changed)
        case int():
            yield from (0, 1)  # which SQLite writes into the row's head
            yield from (value ^ 1 << bit for bit in range(63))
        case float():
            (whole,) = struct.unpack(">q", struct.pack(">d", value))
            for bit in range(63):
                yield from struct.unpack(">d", struct.pack(">q", whole ^ 1 << bit))
        case _:
            return


def _mend_header(file: Path) -> None:
    """Write those bytes that are the same in every library, and how many pages there are."""
    with file.open("rb+") as stream:
        header = bytearray(stream.read(HEADER_BYTES))
        if len(header) < HEADER_BYTES:
            return
        for at, right in HEADER.items():
            header[at : at + len(right)] = right
        header[16:18] = PAGE_BYTES.to_bytes(2, "big")
        header[28:32] = (file.stat().st_size // PAGE_BYTES).to_bytes(4, "big")
        header[92:96] = header[24:28]  # otherwise the number of pages does not count
        stream.seek(0)
        stream.write(header)


def _mend_schema(file: Path, migrations: Sequence[str]) -> int:
    """Write into a damaged file what its tables have to say of themselves; the version that is, 0 where it is none of ours."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")  # also lets through what makes no sense
        connection.text_factory = lambda told: told.decode("utf-8", "replace")
        said = connection.execute("PRAGMA user_version").fetchone()[0]
        found = connection.execute("SELECT rowid, type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid").fetchall()
        alike = {}
        for version in range(1, len(migrations) + 1):
            with closing(sqlite3.connect(":memory:")) as made:
                for script in migrations[:version]:
                    made.executescript(script)
                right = made.execute("SELECT rowid, type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid").fetchall()
            same = len({row[0] for row in found} & {row[0] for row in right}) - abs(len(found) - len(right))
            alike[version] = (len(set(found) & set(right)), same, version == said, version, right)
        *_, version, right = max(alike.values(), key=lambda told: told[:4])
        if not set(found) & set(right):
            return 0
        for number, *told in right:
            if (number, *told) not in found:
                connection.execute("UPDATE sqlite_master SET type = ?, name = ?, tbl_name = ?, sql = ? WHERE rowid = ?", (*told, number))
        connection.execute(f"PRAGMA schema_version = {connection.execute('PRAGMA schema_version').fetchone()[0] + 1}")
        connection.execute(f"PRAGMA user_version = {version}")
    return version
