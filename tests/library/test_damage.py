"""Damage to the library's file: what can be told is kept, the rest comes from the backup, and whatever is lost is said."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from t2v_desktop.clip import Clip
from t2v_desktop.job import Run, State
from t2v_desktop.library import check, digests
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import BUSY_S, Database, backup_of, open_database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.runs import Runs
from t2v_desktop.library.schema import MIGRATIONS
from t2v_desktop.request import Request

RUN = Run("starter", "cpu", 64, 64, 16, 20, True, {"denoise": 2.5}, 4000, "a processor", "fp32", "full")  # fmt: skip
FLIPS = int(os.environ.get("T2V_FLIPS", "25"))


def fill(library: Database, folder: Path, name: str, count: int) -> None:
    """Some of everything."""
    queue, clips, prompts = Queue(library), Clips(library), Prompts(library)
    jobs = queue.add([Request(f"{name} job {n}", seed=n) for n in range(count)])
    queue.save(jobs[0].turn(State.RUNNING).turn(State.FAILED, f"{name}: no room"))
    queue.save(jobs[1].turn(State.CANCELLED))
    for n in range(count):
        path = folder / f"{name}-{n}.mp4"
        path.touch()
        clips.add(Clip(path, path.with_suffix(".png"), Request(f"{name} clip {n}"), 1000.0 + n))
        prompts.remember(f"{name} prompt {n}")
    prompts.save(f"{name} saved", "blur", "best")
    prompts.keep_draft(f'{{"prompt": "{name} draft"}}')
    Runs(library).add(RUN)


def content(library: Database) -> dict[str, list[Any]]:
    """All that a user could miss."""
    clips, prompts = Clips(library), Prompts(library)
    return {
        "jobs": Queue(library).jobs(),
        "clips": clips.page(999),
        "found clips": clips.page(999, search="clip"),
        "prompts": prompts.history(),
        "saved prompts": prompts.saved(),
        "draft": [prompts.draft()],
        "runs": Runs(library).recent("starter"),
    }


def opened(file: Path) -> tuple[dict[str, list[Any]], str]:
    library = open_database(file)
    try:
        return content(library), library.mended
    finally:
        library.close()


class Kept:
    """A library with two generations of rows, the second of which its backup does not hold, as bytes to damage again and again."""

    def __init__(self, place: Path) -> None:
        self.file = place / "data" / "library.db"
        library = open_database(self.file)
        fill(library, place, "first", 8)
        self.first = content(library)
        library.close()
        self.backup = backup_of(self.file).read_bytes()
        library = open_database(self.file)
        fill(library, place, "second", 3)
        self.second = content(library)
        library.close()
        self.bytes, self.new_backup = self.file.read_bytes(), backup_of(self.file).read_bytes()

    def put(self, content: bytes | None, backup: bytes | None) -> None:
        shutil.rmtree(self.file.parent)
        self.file.parent.mkdir()
        for file, bytes_ in ((self.file, content), (backup_of(self.file), backup)):
            if bytes_ is not None:
                file.write_bytes(bytes_)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    yield Kept(tmp_path_factory.mktemp("kept"))


def flipped(whole: bytes, bit: int) -> bytes:
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def in_use(whole: bytes) -> list[int]:
    """The bytes that are not in a long run of zeros, where nothing is kept."""
    return [n for n in range(len(whole)) if any(whole[max(n - 8, 0) : n + 8])]


def losses(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    return [f"{name}: {[x for x in before[name] if x not in after[name]]!r:.200}" for name in before if before[name] != after[name]]


def test_flipped_bits_lose_nothing_that_the_backup_holds(kept: Kept) -> None:
    chance, places = random.Random(14), in_use(kept.bytes)
    for _ in range(FLIPS):
        bit = chance.choice(places) * 8 + chance.randrange(8)
        kept.put(flipped(kept.bytes, bit), kept.new_backup)
        after, mended = opened(kept.file)
        assert losses(kept.second, after) == [], (bit, mended)


@pytest.mark.parametrize("backup", ["older", "none"])
def test_flipped_bits_lose_nothing_in_silence_without_a_backup_of_today(backup: str, kept: Kept) -> None:
    chance, places = random.Random(41), in_use(kept.bytes)
    said = 0
    for _ in range(FLIPS):
        bit = chance.choice(places) * 8 + chance.randrange(8)
        kept.put(flipped(kept.bytes, bit), kept.backup if backup == "older" else None)
        after, mended = opened(kept.file)
        lost = losses(kept.second, after)
        assert not lost or "lost" in mended.lower() or "As in the backup" in mended, (bit, lost, mended)
        assert sum(len(rows) for rows in kept.second.values()) - sum(len(rows) for rows in after.values()) <= 3, (bit, lost, mended)
        said += bool(lost)
    assert said <= FLIPS // 10


def sql(*commands: str) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            for command in commands:
                other.execute(command)

    return damage


def at(place: int, *values: int) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        with file.open("rb+") as stream:
            stream.seek(place)
            stream.write(bytes(values))

    return damage


def text(old: bytes, new: bytes) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        whole = file.read_bytes()
        assert old in whole and len(old) == len(new)
        file.write_bytes(whole.replace(old, new, 1))

    return damage


REQUEST = "UPDATE jobs SET request = {} WHERE position = 3"
DAMAGES: dict[str, Callable[[Path], None]] = {
    "magic": at(3, 0),
    "page size": at(16, 0, 0),
    "write format": at(18, 3),
    "reserved bytes": at(20, 1),
    "fractions": at(21, 1, 2, 3),
    "number of pages": at(28, 0, 0, 1, 0),
    "schema format": at(47, 7),
    "encoding": at(59, 2),
    "mark": sql("PRAGMA application_id = 7"),
    **{f"version {n}": sql(f"PRAGMA user_version = {n}") for n in (-1, 0, 1, 2, len(MIGRATIONS) + 1, 99)},
    "schema that is no SQL": text(b"CREATE TABLE jobs", b"CRDATE TABLE jobs"),
    "schema with another column": text(b"attempts INTEGER", b"attemptz INTEGER"),
    "schema with another type": text(b"created_s REAL", b"created_s TEXT"),
    "schema with another option": text(b") STRICT", b") STRIKT"),
    "schema that is no text": text(b"CREATE INDEX jobs_in_order", b"CREATE INDEX job\xff_in_order"),
    "schema of the words": text(b"prefix = '1 2 3'", b"prefix = '1 2 9'"),
    "words' own schema": text(b"(id INTEGER PRIMARY KEY, c0)", b"(id INTEGER PRIMARY KEY, c1)"),
    **{f"no {table}": sql(f"DROP TABLE {table}") for table in (*digests.TABLES, "digests", "clip_words")},
    "no index": sql("DROP INDEX jobs_by_state"),
    "a table too many": sql("CREATE TABLE more (n)"),
    "request that is no JSON": sql(REQUEST.format("'{'")),
    "request that is no text": sql(REQUEST.format("CAST(x'7bff7d' AS TEXT)")),
    "request of nothing": sql(REQUEST.format("''")),
    "error that is no text": sql("UPDATE jobs SET error = CAST(x'ff' AS TEXT)"),
    "state that is none": sql("UPDATE jobs SET state = 'sleeping'"),
    "another order": sql("UPDATE jobs SET position = 100 - position"),
    "clips' requests": sql("UPDATE clips SET request = 'a'"),
    "a clip's place": sql("UPDATE clips SET path = x'00' WHERE id = (SELECT min(id) FROM clips)"),
    "draft that is no text": sql("UPDATE draft SET content = CAST(x'ff' AS TEXT)"),
    "a run's seconds": sql("UPDATE runs SET seconds = '{'"),
    "rows that vanished": sql("DELETE FROM jobs WHERE position < 4", "DELETE FROM prompts", "DELETE FROM clips"),
    "no words": sql("DELETE FROM clip_words"),
    "digests that vanished": sql("DELETE FROM digests WHERE of = 'jobs'"),
    "digests of others": sql("UPDATE digests SET digest = digest + 7"),
    "a digest of no table": sql("INSERT INTO digests VALUES ('jobz', 1, 1)"),
    "half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "header of zeros": at(0, *bytes(100)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_said_and_mended(damage: Callable[[Path], None], kept: Kept) -> None:
    kept.put(kept.bytes, kept.new_backup)
    damage(kept.file)
    spoiled = kept.file.read_bytes()
    after, mended = opened(kept.file)
    assert losses(kept.second, after) == []
    assert mended.startswith("The library was damaged (") and "library.damaged-1.db" in mended
    assert len(kept.file.with_name("library.damaged-1.db").read_bytes()) == len(spoiled)
    assert opened(kept.file) == (after, "")


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_without_a_backup_loses_only_what_is_damaged(damage: Callable[[Path], None], kept: Kept) -> None:
    kept.put(kept.bytes, None)
    damage(kept.file)
    after, mended = opened(kept.file)
    assert mended
    if losses(kept.second, after):
        assert "lost" in mended.lower() or "starts empty" in mended
    with closing(check.connect(kept.file, BUSY_S)) as connection:
        connection.text_factory = bytes
        assert digests.wrong(connection) == ""
    assert opened(kept.file) == (after, "")


@pytest.mark.parametrize("bytes_", [(1, 2), (2, 2)])
def test_a_header_of_a_write_ahead_log_is_set_right(bytes_: tuple[int, int], kept: Kept) -> None:
    kept.put(kept.bytes, None)
    at(18, *bytes_)(kept.file)
    assert opened(kept.file) == (kept.second, "")
    assert kept.file.read_bytes()[18:20] == b"\1\1"
