"""Salvages a damaged library: copies every intact row to a new file, and takes the others from the backup."""

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
from t2v_desktop.library import digests, facts, schema_pages
from t2v_desktop.library.check import EXTERNAL_ERRORS, HEADER, HEADER_BYTES, error_code, readable
from t2v_desktop.library.digests import TABLES, Row, Value, digest
from t2v_desktop.library.facts import WORDS
from t2v_desktop.library.schema import migrate
from t2v_desktop.library.schema_pages import PAGE_BYTES
from t2v_desktop.library.search_words import words_of
from t2v_desktop.request import Request

FEW = 8  # up to this many damaged rows, search each for a flipped bit: 0.1 s each
SCHEMA = "SELECT rowid, type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Salvaged:
    """How many rows of each table came from the backup as they were then, and how many are lost."""

    older: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    unsure: bool = False  # some pages could not be read: their content is unknown

    def sentences(self) -> list[str]:
        """What the user has to know."""
        sentences = []
        if older := _listed(self.older):
            sentences.append(f"Restored from the backup, possibly outdated: {older}.")
        if lost := _listed(self.lost):
            sentences.append(f"Lost: {lost}.")
        if self.unsure:
            sentences.append("Newer entries may be lost.")
        if self.lost["clips"] or self.unsure:
            sentences.append("Clips will be restored from the clips folder.")
        return sentences


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{table.replace('_', ' ')} {count}" for table, count in counts.items() if count)


def salvage(damaged: Path, backup: Path | None, into: Path, migrations: Sequence[str]) -> Salvaged | None:
    """Write the intact rows of `damaged` to a new file, completed from a good `backup`. Returns None if nothing can be salvaged.

    Raises OSError or sqlite3.Error if the disk fails.
    """
    scratch, spare = into.with_name(f".{into.name}.scratch"), into.with_name(f".{into.name}.spare")
    try:
        _delete(into)
        version = _copy_repaired(damaged, backup, scratch, spare, migrations)
        if not version:
            return None
        if backup is not None:
            shutil.copyfile(backup, spare)
        return _copy_rows(scratch, spare if backup is not None else None, into, version, migrations)
    except sqlite3.Error as error:
        if error_code(error) in EXTERNAL_ERRORS:
            raise
        log.warning("nothing can be salvaged from %s: %s", damaged, error)
        return None
    finally:
        for file in (scratch, spare):
            _delete(file)


def _copy_repaired(damaged: Path, backup: Path | None, scratch: Path, spare: Path, migrations: Sequence[str]) -> int:
    """Copy the damaged file to `scratch`, where its tables can be reached. Returns its version, 0 if it is not a library of ours.

    If the pages that say where the tables are can't be read, they are taken from the backup, or else from a new library. `spare` is a free name.
    """
    shutil.copyfile(damaged, scratch)
    _repair_header(scratch)
    try:
        if (version := _repair_schema(scratch, migrations)) >= 0:
            return version
    except sqlite3.DatabaseError as error:
        if error_code(error) in EXTERNAL_ERRORS:
            raise
        log.warning("the tables in %s can't be found: %s", damaged, error)
    for donor in (backup, spare):
        if donor is None:
            continue
        if donor == spare:
            _delete(spare)
            with damaged.open("rb") as stream:
                stored = int.from_bytes(stream.read(HEADER_BYTES)[60:64], "big")
            schema_pages.write_new(spare, stored if 0 < stored <= len(migrations) else len(migrations), migrations)
        shutil.copyfile(damaged, scratch)
        if schema_pages.transplant(scratch, donor):
            _repair_header(scratch)
            with suppress(sqlite3.DatabaseError):
                if (version := _repair_schema(scratch, migrations)) > 0 and _has_digests(scratch):
                    return version
    return 0


def _has_digests(file: Path) -> bool:
    """Whether the table of digests is where it should be: then so are the others, and the file is a library."""
    with closing(_open(file)) as connection:
        return connection.execute("SELECT 1 FROM digests").fetchone() is not None


def _copy_rows(scratch: Path, spare: Path | None, into: Path, version: int, migrations: Sequence[str]) -> Salvaged:
    """Migrate all three libraries to the same version, so that their columns match, then copy the rows."""
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


def _delete(file: Path) -> None:
    for path in (file, file.with_name(f"{file.name}-journal")):
        path.unlink(missing_ok=True)


class _Salvage:
    """Copies rows from `old`, completed from `spare`, to `new`."""

    def __init__(self, old: sqlite3.Connection, spare: sqlite3.Connection, new: sqlite3.Connection) -> None:
        self.old, self.spare, self.new = old, spare, new
        self.found = Salvaged()
        self.recorded, self.all_recorded = self._digests()

    def run(self, version: int) -> Salvaged:
        self.new.execute("PRAGMA foreign_keys = OFF")
        self.new.execute("BEGIN IMMEDIATE")
        for table in digests.tables_of(self.new):
            self._table(table)
        self._folders_and_words()
        digests.rebuild(self.new, version)
        self.new.execute("COMMIT")
        return self.found

    def _digests(self) -> tuple[dict[str, dict[int, int]] | None, bool]:
        """The digest of each row, None if the library has no digests; and whether all of them could be read."""
        with suppress(sqlite3.Error):
            if not digests.columns_of(self.old, "digests"):
                return None, False
        recorded: dict[str, dict[int, int]] = {table: {} for table in TABLES}
        whole = True
        for order in ("", " DESC"):
            rows, ended = _read(self.old, f"SELECT of, row, digest FROM digests ORDER BY of{order}, row{order}")
            whole = whole and ended
            for of, number, value in rows:
                recorded.setdefault(digests.text_of(of), {})[number] = value
        with suppress(sqlite3.Error):
            whole = whole and digests.text_of(self.old.execute("PRAGMA integrity_check(digests)").fetchone()[0]) == "ok"
        return recorded, whole

    def _table(self, table: str) -> None:
        columns = digests.columns_of(self.new, table)
        recorded = None if self.recorded is None else self.recorded[table]
        rows, whole = self._rows(self.old, table, columns, recorded or {})
        spare, _ = self._rows(self.spare, table, columns, {})
        if recorded is None:
            right, unknown, lost = self._readable(table, columns, rows, spare), dict[int, Row](), len(rows)
            lost -= len(right)
        else:
            right = {n: row for n, row in rows.items() if n in recorded and (recorded[n] ^ digest(*row)).bit_count() <= 1}  # 1: a bit of the digest
            unknown = {n: row for n, row in rows.items() if n not in recorded and readable(columns, row[1:])}
            wrong = [n for n in recorded if n not in right]
            few = len(wrong) <= FEW
            restored = [self._restore(table, columns, n, rows.get(n), spare.get(n), recorded[n], right, few=few) for n in wrong]
            known = {recorded[n] for n in wrong}
            lost = max(0, restored.count(False) - sum(digest(*row) in known for row in unknown.values()))  # only the rowid of the digest changed
        if not (whole if recorded is None else self.all_recorded):
            self.found.unsure = True
            self.found.older[table] += sum(n not in right for n in spare)
            right = {**spare, **right}
        self.found.lost[table] += lost + self._insert(table, columns, right) + self._insert(table, columns, unknown)

    def _readable(self, table: str, columns: dict[str, str], rows: dict[int, Row], spare: dict[int, Row]) -> dict[int, Row]:
        """Without digests: the valid rows, and those of the backup in place of the others."""
        right = {n: row for n, row in rows.items() if readable(columns, row[1:])}
        older = {n: spare[n] for n in rows if n not in right and n in spare}
        self.found.older[table] += len(older)
        return right | older

    def _restore(
        self, table: str, columns: dict[str, str], number: int, row: Row | None, spare: Row | None, recorded: int, first: dict[int, Row], *, few: bool
    ) -> bool:  # fmt: skip
        """Restore a changed row into `first`: as it was written, or as it was in the backup. Returns False if neither is possible."""
        if spare is not None and digest(*spare) == recorded:
            first[number] = spare
        elif row is not None and few and (repaired := _unflipped(row, recorded)) is not None:
            first[number] = repaired
        elif spare is not None and (row is None or table == "draft" or _key(table, columns, row) == _key(table, columns, spare)):
            first[number] = spare
            self.found.older[table] += 1
        else:
            return False
        return True

    def _rows(self, source: sqlite3.Connection, table: str, columns: dict[str, str], recorded: dict[int, int]) -> tuple[dict[int, Row], bool]:
        """The rows that can be read, by rowid, and whether that was all of them."""
        query = f"SELECT rowid, {', '.join(columns)} FROM {table}"
        rows, whole = _read(source, query)
        found = {row[0]: row for row in rows}
        if not whole:  # try from the other end, then one by one
            found |= {row[0]: row for row in _read(source, f"{query} ORDER BY rowid DESC")[0]}
            for number in recorded:
                if number not in found:
                    found |= {row[0]: row for row in _read(source, f"{query} WHERE rowid = ?", number)[0]}
        return {n: row for n, row in found.items() if isinstance(n, int)}, whole

    def _insert(self, table: str, columns: dict[str, str], rows: dict[int, Row]) -> int:
        """Insert rows. Returns how many the table rejects, as duplicate or invalid."""
        rejected = 0
        query = f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"
        for row in rows.values():
            try:
                values = [v.decode() if kind == "TEXT" and isinstance(v, bytes) else v for v, kind in zip(row[1:], columns.values(), strict=True)]
                self.new.execute(query, (row[0], *values))
            except (sqlite3.IntegrityError, UnicodeDecodeError):
                rejected += 1
        return rejected

    def _folders_and_words(self) -> None:
        """Rebuild what can be derived from the clips: missing folders, and the search index."""
        for number, path in self.new.execute("SELECT folder, path FROM clips WHERE folder NOT IN (SELECT id FROM folders) GROUP BY folder").fetchall():
            self.new.execute("INSERT OR IGNORE INTO folders (id, path) VALUES (?, ?)", (number, os.path.dirname(path)))  # noqa: PTH120  # bytes
            self.found.lost["folders"] = 0
        if facts.COLUMNS[0] in digests.columns_of(self.new, "clips"):
            facts.fill_words(self.new)
            return
        for number, request in self.new.execute("SELECT id, request FROM clips").fetchall():
            with suppress(InvalidRequest):
                words = " ".join(words_of(Request.from_json(request).prompt))
                self.new.execute(f"INSERT INTO {WORDS} (rowid, words) VALUES (?, ?)", (number, words))


def _read(source: sqlite3.Connection, query: str, *values: Value) -> tuple[list[Row], bool]:
    """The rows up to the first page that can't be read, and whether that was all of them."""
    rows = list[Row]()
    try:
        rows.extend(source.execute(query, values))
    except sqlite3.Error as error:
        if error_code(error) in EXTERNAL_ERRORS:
            raise
        return rows, False
    return rows, True


def _key(table: str, columns: dict[str, str], row: Row) -> Value:
    key: Value = row[1 + list(columns).index(TABLES[table])]
    return key


def _unflipped(row: Row, recorded: int) -> Row | None:
    """The row before one of its bits was flipped; None if that is not what happened."""
    for place, value in enumerate(row[1:], 1):
        for other in _flips(value):
            if digest(*row[:place], other, *row[place + 1 :]) == recorded:
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
            yield from (0, 1)  # which SQLite stores in the row's header
            yield from (value ^ 1 << bit for bit in range(63))
        case float():
            (whole,) = struct.unpack(">q", struct.pack(">d", value))
            for bit in range(63):
                yield from struct.unpack(">d", struct.pack(">q", whole ^ 1 << bit))
        case _:
            return


def _repair_header(file: Path) -> None:
    """Write the bytes that are the same in every library, and the number of pages."""
    with file.open("rb+") as stream:
        header = bytearray(stream.read(HEADER_BYTES))
        if len(header) < HEADER_BYTES:
            return
        for at, right in HEADER.items():
            header[at : at + len(right)] = right
        header[16:18] = PAGE_BYTES.to_bytes(2, "big")
        header[28:32] = (file.stat().st_size // PAGE_BYTES).to_bytes(4, "big")
        header[92:96] = header[24:28]  # otherwise SQLite ignores the number of pages
        stream.seek(0)
        stream.write(header)


def _repair_schema(file: Path, migrations: Sequence[str]) -> int:
    """Restore the schema of a damaged file. Returns its version, 0 if it is not a library of ours, -1 if it has lost tables."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")  # also accepts an invalid schema
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        stored = connection.execute("PRAGMA user_version").fetchone()[0]
        found = connection.execute(SCHEMA).fetchall()
        version, right = _closest_schema(found, stored, migrations)
        if not version:
            return 0
        if {row[0] for row in right} - {row[0] for row in found}:
            return -1
        for number, *entry in right:
            if (number, *entry) not in found:
                connection.execute("UPDATE sqlite_master SET type = ?, name = ?, tbl_name = ?, sql = ? WHERE rowid = ?", (*entry, number))
        connection.execute(f"PRAGMA schema_version = {connection.execute('PRAGMA schema_version').fetchone()[0] + 1}")
        connection.execute(f"PRAGMA user_version = {version}")
    return version


def _closest_schema(found: list[Row], stored: int, migrations: Sequence[str]) -> tuple[int, list[Row]]:
    """The version whose schema is closest to the one found, and that schema; 0 if none is similar."""
    best, chosen = (0, 0, False, 0), list[Row]()
    for version in range(1, len(migrations) + 1):
        with closing(sqlite3.connect(":memory:")) as made:
            for script in migrations[:version]:
                made.executescript(script)
            right = made.execute(SCHEMA).fetchall()
        places = len({row[0] for row in found} & {row[0] for row in right}) - abs(len(found) - len(right))
        alike = len(set(found) & set(right)), places, version == stored, version
        if alike[0] and alike > best:
            best, chosen = alike, right
    return best[3], chosen
