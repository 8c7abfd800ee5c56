"""Damage to the library file: intact rows are kept, the others come from the backup, and losses are reported."""

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
from t2v_desktop.job import State
from t2v_desktop.library import check, digests
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import BUSY_S, Database, backup_of, open_database, suspect_marker
from t2v_desktop.library.filters import Filter
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.runs import Run, Runs
from t2v_desktop.library.schema import APPLICATION_ID, DIGESTS, MIGRATIONS
from t2v_desktop.library.schema_pages import INTERIOR, PAGE_BYTES, children_of
from t2v_desktop.request import Request

RUN = Run("starter", "cpu", 64, 64, 16, 40.0, {"denoise": 2.5}, 4000, "a processor", "fp32", "full")  # fmt: skip
STORED = ("jobs", "clips", "prompts", "saved prompts", "draft", "runs")  # each row once
FLIPS = int(os.environ.get("T2V_FLIPS", "15"))


def fill(library: Database, folder: Path, name: str, count: int) -> None:
    """Add some rows of every kind."""
    queue, clips, prompts = Queue(library), Clips(library), Prompts(library)
    jobs = queue.add([Request(f"{name} job {n}", seed=n) for n in range(count)])
    queue.save(jobs[0].advance_to(State.RUNNING).advance_to(State.FAILED, f"{name}: no room"))
    queue.save(jobs[1].advance_to(State.CANCELLED))
    for n in range(count):
        path = folder / f"{name}-{n}.mp4"
        path.touch()
        clips.add(Clip(path, path.with_suffix(".png"), Request(f"{name} clip {n}"), 1000.0 + n))
        prompts.remember(f"{name} prompt {n}")
    ids = clips.ids(Filter(name))
    clips.rate(ids[:2], 4)
    clips.set_favourite(ids[1:3], True)
    clips.add_tags(ids[2:4], [f"{name} tag", "night"])
    prompts.save(f"{name} saved", "blur", "best")
    prompts.save_draft(f'{{"prompt": "{name} draft"}}')
    Runs(library).add(RUN)


def content(library: Database) -> dict[str, list[Any]]:
    """Everything in the library that a user sees."""
    clips, prompts = Clips(library), Prompts(library)
    return {
        "jobs": Queue(library).jobs(),
        "clips": clips.page(999),
        "found clips": clips.page(999, search="clip"),
        "marks": [(listed.clip.path, listed.marks, listed.origin) for listed in clips.by_ids(clips.ids())],
        "clips tagged": list(clips.ids(Filter("tag night"))),
        "prompts": prompts.history(),
        "saved prompts": prompts.saved(),
        "draft": [prompts.draft()],
        "runs": Runs(library).recent("starter"),
    }


def opened(file: Path) -> tuple[dict[str, list[Any]], str]:
    library = open_database(file)
    try:
        return content(library), library.repair_message
    finally:
        library.close()


class Kept:
    """The bytes of a library with two generations of rows, only the first of which is in its backup."""

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
    """The offsets outside of long runs of zeros, which are unused."""
    return [n for n in range(len(whole)) if any(whole[max(n - 8, 0) : n + 8])]


def losses(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    return [f"{name}: {[x for x in before[name] if x not in after[name]]!r:.200}" for name in before if before[name] != after[name]]


def test_flipped_bits_lose_nothing_that_is_in_the_backup(kept: Kept) -> None:
    chance, places = random.Random(14), in_use(kept.bytes)
    for _ in range(FLIPS):
        bit = chance.choice(places) * 8 + chance.randrange(8)
        kept.put(flipped(kept.bytes, bit), kept.new_backup)
        after, message = opened(kept.file)
        assert losses(kept.second, after) == [], (bit, message)


@pytest.mark.parametrize("backup", ["older", "none"])
def test_flipped_bits_lose_nothing_silently_without_a_current_backup(backup: str, kept: Kept) -> None:
    chance, places = random.Random(41), in_use(kept.bytes)
    reported = 0
    for _ in range(FLIPS):
        bit = chance.choice(places) * 8 + chance.randrange(8)
        kept.put(flipped(kept.bytes, bit), kept.backup if backup == "older" else None)
        after, message = opened(kept.file)
        lost = losses(kept.second, after)
        assert not lost or "lost" in message.lower() or "Restored from the backup" in message, (bit, lost, message)
        assert sum(len(kept.second[name]) - len(after[name]) for name in STORED) <= 3, (bit, lost, message)
        reported += bool(lost)
    assert reported <= FLIPS // 5


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


THIRD = "(SELECT position FROM jobs ORDER BY position LIMIT 1 OFFSET 2)"
REQUEST = f"UPDATE jobs SET request = {{}} WHERE position = {THIRD}"
DAMAGES: dict[str, Callable[[Path], None]] = {
    "magic": at(3, 0),
    "page size": at(16, 0, 0),
    "write format": at(18, 3),
    "reserved bytes": at(20, 1),
    "fractions": at(21, 1, 2, 3),
    "number of pages": at(28, 0, 0, 1, 0),
    "schema format": at(47, 7),
    "encoding": at(59, 2),
    "application id": sql("PRAGMA application_id = 7"),
    **{f"version {n}": sql(f"PRAGMA user_version = {n}") for n in (-1, 0, 1, 2, len(MIGRATIONS) + 1, 99)},
    "schema that is not SQL": text(b"CREATE TABLE jobs", b"CRDATE TABLE jobs"),
    "schema with another column": text(b"attempts INTEGER", b"attemptz INTEGER"),
    "schema with another type": text(b"created_s REAL", b"created_s TEXT"),
    "schema with another option": text(b") STRICT", b") STRIKT"),
    "schema that is not text": text(b"CREATE INDEX jobs_in_order", b"CREATE INDEX job\xff_in_order"),
    "schema of the search index": text(b"prefix = '1 2 3'", b"prefix = '1 2 9'"),
    "schema inside the search index": text(b"(id INTEGER PRIMARY KEY, c0)", b"(id INTEGER PRIMARY KEY, c1)"),
    **{f"no {table}": sql(f"DROP TABLE {table}") for table in (*digests.TABLES, "digests", "clip_words")},
    "no index": sql("DROP INDEX jobs_by_state"),
    "an extra table": sql("CREATE TABLE more (n)"),
    "request that is not JSON": sql(REQUEST.format("'{'")),
    "request that is not text": sql(REQUEST.format("CAST(x'7bff7d' AS TEXT)")),
    "empty request": sql(REQUEST.format("''")),
    "error that is not text": sql("UPDATE jobs SET error = CAST(x'ff' AS TEXT)"),
    "unknown state": sql("UPDATE jobs SET state = 'sleeping'"),
    "another order": sql("UPDATE jobs SET position = 100 - position"),
    "clips' requests": sql("UPDATE clips SET request = 'a'"),
    "a clip's path": sql("UPDATE clips SET path = x'00' WHERE id = (SELECT min(id) FROM clips)"),
    "draft that is not text": sql("UPDATE draft SET content = CAST(x'ff' AS TEXT)"),
    "a run's seconds": sql("UPDATE runs SET seconds = '{'"),
    "missing rows": sql(f"DELETE FROM jobs WHERE position <= {THIRD}", "DELETE FROM prompts", "DELETE FROM clips"),
    "no search words": sql("DELETE FROM clip_words"),
    "missing digests": sql("DELETE FROM digests WHERE of = 'jobs'"),
    "wrong digests": sql("UPDATE digests SET digest = digest + 7"),
    "a digest of an unknown table": sql("INSERT INTO digests VALUES ('jobz', 1, 1)"),
    "half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "header of zeros": at(0, *bytes(100)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_reported_and_repaired(damage: Callable[[Path], None], kept: Kept) -> None:
    kept.put(kept.bytes, kept.new_backup)
    damage(kept.file)
    damaged = kept.file.read_bytes()
    after, message = opened(kept.file)
    assert losses(kept.second, after) == []
    assert message.startswith("The library was damaged (") and "library.damaged-1.db" in message
    assert len(kept.file.with_name("library.damaged-1.db").read_bytes()) == len(damaged)
    assert opened(kept.file) == (after, "")


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_without_a_backup_loses_only_damaged_rows(damage: Callable[[Path], None], kept: Kept) -> None:
    kept.put(kept.bytes, None)
    damage(kept.file)
    after, message = opened(kept.file)
    assert message
    if losses(kept.second, after):
        assert "lost" in message.lower() or "starts empty" in message
    with closing(check.connect(kept.file, BUSY_S)) as connection:
        connection.text_factory = bytes
        assert digests.find_changed_rows(connection) == ""
    assert opened(kept.file) == (after, "")


@pytest.mark.parametrize("bytes_", [(1, 2), (2, 2)])
def test_a_header_for_a_write_ahead_log_is_corrected(bytes_: tuple[int, int], kept: Kept) -> None:
    kept.put(kept.bytes, None)
    at(18, *bytes_)(kept.file)
    assert opened(kept.file) == (kept.second, "")
    assert kept.file.read_bytes()[18:20] == b"\1\1"


def old_library(file: Path, version: int) -> None:
    """Write a library as a version before the digests did."""
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as old:
        for script in MIGRATIONS[:version]:
            old.executescript(script)
        old.execute("INSERT INTO folders VALUES (1, x'2f')")
        old.execute("INSERT INTO clips VALUES (1000000000, CAST(? AS BLOB), 1, x'', ?)", (os.fsencode(file.parent.parent), Request("a clip").to_json()))
        old.execute("INSERT INTO clip_words (rowid, words) VALUES (1000000000, 'a clip')")
        columns = "id, position, state, attempts, error, created_s, request"
        for n, prompt in enumerate(("a job", "another"), 1):
            old.execute(f"INSERT INTO jobs ({columns}) VALUES (?, ?, 'waiting', 0, '', 5.0, ?)", (str(n), n, Request(prompt).to_json()))
        old.execute("INSERT INTO prompts VALUES ('a prompt', '', 1)")
        old.execute("INSERT INTO saved_prompts VALUES (1, 'saved', '', 'best')")
        old.execute("INSERT INTO draft VALUES (1, 'draft')")
        run = "model, device, width, height, num_frames, num_inference_steps, guided, seconds, file_bytes"
        old.execute(f"INSERT INTO runs ({run}) VALUES ('starter', 'auto', 64, 64, 16, 20, 1, '{{}}', 4000)")
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute(f"PRAGMA user_version = {version}")
        old.commit()


@pytest.mark.parametrize("version", range(1, MIGRATIONS.index(DIGESTS) + 1))
def test_a_library_without_digests_loses_nothing(version: int, tmp_path: Path) -> None:
    file = tmp_path / "data" / "library.db"
    old_library(file, version)
    after, message = opened(file)
    assert message == ""
    assert [job.request.prompt for job in after["jobs"]] == ["a job", "another"]
    assert [clip.request.prompt for clip in after["clips"]] == ["a clip"] == [clip.request.prompt for clip in after["found clips"]]
    assert [len(after[name]) for name in ("prompts", "saved prompts", "runs")] == [1, 1, 1] and after["draft"] == ["draft"]
    with closing(check.connect(file, BUSY_S)) as connection:
        connection.text_factory = bytes
        assert digests.find_changed_rows(connection) == ""


@pytest.mark.parametrize("value", ["CAST(x'7bff7d' AS TEXT)", "'{'"])
def test_an_unreadable_row_without_a_digest_is_reported(value: str, tmp_path: Path) -> None:
    file = tmp_path / "data" / "library.db"
    old_library(file, 1)
    sql(f"UPDATE jobs SET request = {value} WHERE id = '1'")(file)
    after, message = opened(file)
    assert "Lost: jobs 1" in message and "library.damaged-1.db" in message
    assert [job.request.prompt for job in after["jobs"]] == ["another"] and len(after["clips"]) == 1


def test_a_library_of_this_version_is_repaired_from_an_older_backup(kept: Kept, tmp_path: Path) -> None:
    old_library(file := tmp_path / "data" / "library.db", 1)
    kept.put(kept.bytes, file.read_bytes())
    sql(f"UPDATE jobs SET state = 'sleeping' WHERE position = {THIRD}")(kept.file)
    after, message = opened(kept.file)
    assert "backup of 20" in message and losses(kept.second, after) != []
    assert len(after["jobs"]) == len(kept.second["jobs"]) - 1 and "Lost: jobs 1" in message


def test_every_kind_of_write_is_digested(kept: Kept) -> None:
    kept.put(kept.bytes, None)
    library = open_database(kept.file)
    queue, clips, prompts = Queue(library), Clips(library), Prompts(library)
    jobs = queue.jobs()
    queue.move([jobs[5].id], jobs[0].id)
    queue.remove([jobs[2].id])
    queue.restore([((7, 999), jobs[2])])
    queue.replace(jobs[3].id, [jobs[3].request])
    clips.restore(clips.remove([clips.page(1)[0].path]))
    clips.remove([clips.page(1)[0].path])
    some = clips.ids()[2:5]
    clips.rate(some, 5)
    clips.set_favourite(some, True)
    clips.add_tags(some, ["new"])
    clips.remove_tags(some[:1], ["new", "night"])
    prompts.remember("first prompt 1")
    prompts.save("first saved", "blur", "renamed")
    prompts.unsave("second saved", "blur")
    prompts.save_draft("new")
    with pytest.raises(ZeroDivisionError), library.transaction():
        queue.add([Request("never")])
        1 / 0  # noqa: B018
    before = content(library)
    library.close()
    assert opened(kept.file) == (before, "")


def test_a_damaged_library_does_not_replace_a_good_backup(kept: Kept) -> None:
    kept.put(kept.bytes, kept.new_backup)
    library = open_database(kept.file)
    sql("UPDATE clips SET poster = x'11'")(kept.file)
    Prompts(library).save_draft("changed")
    library.close()
    assert backup_of(kept.file).read_bytes() == kept.new_backup and suspect_marker(kept.file).exists()
    after, message = opened(kept.file)
    assert message and losses(kept.second | {"draft": ["changed"]}, after) == []


@pytest.mark.parametrize("backup", ["current", "older", "none"])
@pytest.mark.parametrize("damage", ["zeros", "page type", "number of rows"])
def test_damaged_pages_that_say_where_the_tables_are_lose_nothing(damage: str, backup: str, kept: Kept) -> None:
    first = bytearray(kept.bytes[:PAGE_BYTES])
    pages = [int.from_bytes(first[at : at + 4], "big") for at in children_of(first)]
    assert first[100] == INTERIOR and len(pages) > 1
    for page in pages:
        whole, start = bytearray(kept.bytes), (page - 1) * PAGE_BYTES
        match damage:
            case "zeros":
                whole[start : start + PAGE_BYTES] = bytes(PAGE_BYTES)
            case "page type":
                whole[start] = 9
            case _:
                whole[start + 4] -= 1
        kept.put(bytes(whole), {"current": kept.new_backup, "older": kept.backup, "none": None}[backup])
        after, message = opened(kept.file)
        assert losses(kept.second, after) == [] and "damaged" in message, message
