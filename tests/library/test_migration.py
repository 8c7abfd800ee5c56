"""Libraries written by earlier versions (as SQL) open without losses."""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from t2v_desktop.clip import Origin
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.library import check, digests
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import BUSY_S, backup_of, open_database
from t2v_desktop.library.filters import Filter, Missing, Sort
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.runs import Runs
from t2v_desktop.library.schema import MIGRATIONS, PASSES
from t2v_desktop.request import Request

WRITTEN_BY = Path(__file__).parent / "written_by"
VERSION_0_1, BEFORE_PASSES, BEFORE_MARKS = "version_0_1", "version_before_passes", "version_before_marks"
ADDED_S = 1_780_000_000.5
SMALL = {"width": 64, "height": 64}  # what those versions asked for
CAT = Request("a cat", seed=1, **SMALL)


def dog(number: int) -> Request:
    return Request(f'a dog "no. {number}" 熊', seed=number, model="text-to-video-ms-1.7b", **SMALL)


def hd(request: Request) -> Request:
    return replace(request, width=128, height=128, strength=0.7)


def linked(name: str, number: int, state: State, attempts: int = 0, output: str = "") -> Job:
    """A job in or before its first pass."""
    return Job(name, dog(number), state, attempts, created_s=ADDED_S, passes=(Pass(hd(dog(number))),), output=output)


def second(name: str, number: int, state: State, attempts: int, error: str = "") -> Job:
    """A job whose first clip is finished. Its first request was not stored: the second pass is the job's own, with that clip as source."""
    return Job(name, hd(dog(number)), state, attempts, error, ADDED_S, source=f"/clips/a-dog-{number}.mp4")


def expected(written_by: str) -> list[Job]:
    newer = written_by == BEFORE_PASSES
    by_0_1 = [Job("done by 0.1", CAT, State.DONE, 1, created_s=ADDED_S, clips=("/clips/a-cat-1-0.mp4",))]
    return [
        *(by_0_1 if newer else []),
        Job("done", CAT, State.DONE, 1, created_s=ADDED_S, clips=("/clips/a-cat-1.mp4",)),
        Job("done again", CAT, State.DONE, 1, created_s=ADDED_S, clips=("/clips/a-cat-1-2.mp4",)),
        replace(second("both passes done", 2, State.DONE, 1), clips=("/clips/a-dog-2-2.mp4",)),
        second("waits for its second pass", 3, State.WAITING, 0),
        replace(second("in its second pass", 4, State.RUNNING, 1), output="/clips/a-dog-4-2.mp4" if newer else ""),
        linked("in its first pass", 5, State.RUNNING, 1, "/clips/a-dog-5.mp4" if newer else ""),
        second("interrupted in its second pass", 6, State.INTERRUPTED, 2, "the engine was killed"),
        second("failed in its second pass", 7, State.FAILED, 1, "out of memory"),
        linked("cancelled", 8, State.CANCELLED),
        linked("waits for its first pass", 9, State.WAITING),
        Job("waits over a clip", hd(CAT), created_s=ADDED_S, source="/clips/no \udce9 text.mp4"),
        linked("being cancelled", 10, State.CANCELLING, 1, "/clips/a-dog-10.mp4" if newer else ""),
        Job("waits", Request("a bird", seed=11, **SMALL), created_s=ADDED_S),
    ]


def write(file: Path, written_by: str, *more: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((WRITTEN_BY / f"{written_by}.sql").read_text(encoding="utf-8"))
        for command in more:
            connection.execute(command)
        connection.commit()
    return file


def opened(file: Path) -> tuple[list[Job], str]:
    """Open a library and check its digests. Returns its jobs and the repair message."""
    library = open_database(file)
    jobs = Queue(library).jobs()
    library.close()
    assert check.find_fault(file, MIGRATIONS, BUSY_S) == ""
    with closing(sqlite3.connect(file)) as connection:
        connection.text_factory = bytes
        assert digests.find_changed_rows(connection) == ""
        assert connection.execute("SELECT count(*) FROM digests WHERE of = 'jobs'").fetchone() == (len(jobs),)
    return jobs, library.repair_message


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


@pytest.mark.parametrize("written_by", [VERSION_0_1, BEFORE_PASSES])
def test_a_library_of_an_earlier_version_opens_with_its_queue(written_by: str, file: Path) -> None:
    write(file, written_by)
    assert opened(file) == (expected(written_by), "")
    assert opened(file) == (expected(written_by), "")
    assert opened(backup_of(file)) == (expected(written_by), "")


@pytest.mark.parametrize("written_by", [VERSION_0_1, BEFORE_PASSES])
def test_a_library_of_an_earlier_version_opens_with_everything_else(written_by: str, file: Path) -> None:
    library = open_database(write(file, written_by))
    prompts = Prompts(library)
    assert [p.prompt for p in prompts.history()] == ["a cat"] and [p.name for p in prompts.saved()] == ["best"] and prompts.draft() == "draft"
    count = 9 if written_by == BEFORE_PASSES else 8
    assert len(Clips(library).known_paths()) == count and library.rows("SELECT count(*) FROM clip_words WHERE clip_words MATCH 'a'") == [(count,)]
    assert [(run.seconds, run.file_bytes) for run in Runs(library).recent("starter")] == [({"denoise": 2.5}, 4000)]
    library.close()


def test_a_job_continues_where_the_earlier_version_stopped(file: Path) -> None:
    library = open_database(write(file, BEFORE_PASSES))
    queue = Queue(library)
    for name, number in (("waits for its second pass", 3), ("waits for its first pass", 9)):
        job = queue.get(name)
        assert job is not None
        made = [job := job.advance_to(State.RUNNING).finished(f"/clips/{n}.mp4") for n in range(1 + len(job.passes))][-1]
        queue.save(made)
        assert queue.get(name) == made and (made.state, made.current) == (State.DONE, hd(dog(number)))
    library.close()
    assert opened(file)[1] == ""


def test_each_finished_job_of_version_0_1_gets_its_own_clip_newest_first(file: Path) -> None:
    write(file, VERSION_0_1, "DELETE FROM clips WHERE path = CAST('/clips/a-cat-1-2.mp4' AS BLOB)", "DELETE FROM clip_words WHERE rowid = 1780000002000000")
    jobs, message = opened(file)
    assert [job.clips for job in jobs[:2]] == [(), ("/clips/a-cat-1.mp4",)] and message == ""


def test_clips_of_the_version_before_marks_are_filtered_and_searched_by_their_settings(file: Path) -> None:
    clips = Clips(library := open_database(write(file, BEFORE_MARKS)))

    def found(**wanted: Any) -> list[int]:
        return [number // 10**6 - 1_780_000_000 for number in clips.ids(Filter(missing=Missing.SHOWN, **wanted))]

    assert found() == [5, 4, 3, 2, 1] and found(sort=Sort.PROMPT) == [5, 3, 1, 4, 2]  # the damaged row has no prompt
    assert found(model="wan2.1-t2v-1.3b") == [2] and found(size=(64, 64)) == [4, 1] and found(model="starter") == [4, 3, 1]
    assert (found(origin=Origin.SECOND_PASS), found(origin=Origin.CONTINUED)) == ([3], [4])
    for search, numbers in {"cat": [3, 1], "832x480": [2], "wan2 unipc": [2], "film gr": [2], "7 waves": [2], "小熊": [4], "models": []}.items():
        assert found(search=search) == numbers, search
    library.close()
    jobs, message = opened(file)
    assert [job.clips for job in jobs] == [("/clips/1.mp4",), ()] and message == ""


def test_a_damaged_library_with_marks_is_repaired_from_a_backup_without(file: Path) -> None:
    write(file, BEFORE_MARKS)
    shutil.copyfile(file, earlier := file.with_name("earlier.db"))
    library = open_database(file)
    clips = Clips(library)
    clips.rate(clips.ids(Filter(missing=Missing.SHOWN)), 3)
    library.close()
    shutil.copyfile(earlier, backup_of(file))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE clips SET stars = 1 WHERE id = 1780000002000000")
        connection.commit()
    library = open_database(file)
    clips = Clips(library)
    marks = [listed.marks.stars for listed in clips.by_ids(clips.ids(Filter(missing=Missing.SHOWN, sort=Sort.OLDEST)))]
    assert "rows have changed" in library.repair_message and marks == [3, 3, 3, 3]  # one bit had changed; the fifth row never had a request
    assert list(clips.ids(Filter("832x480", missing=Missing.SHOWN))) == [1780000002000000]
    library.close()


def state_of(file: Path) -> tuple[int, list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What a version without passes reads from its library."""
    with closing(sqlite3.connect(file)) as connection:
        columns = "id, request, state, attempts, error, created_s, source, second, output"
        jobs = connection.execute(f"SELECT {columns}, position FROM jobs ORDER BY position").fetchall()
        return connection.execute("PRAGMA user_version").fetchone()[0], jobs, connection.execute("SELECT * FROM digests").fetchall()


JOBS = """CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL,
    created_s REAL NOT NULL,
    request TEXT NOT NULL
, source BLOB NOT NULL DEFAULT x'', output BLOB NOT NULL DEFAULT x'', passes TEXT NOT NULL DEFAULT '[]', clips BLOB NOT NULL DEFAULT x'') STRICT"""


def test_every_sqlite_stores_the_same_schema_text(file: Path) -> None:
    """It is compared at every opening, and another version of SQLite may have migrated the library."""
    library = open_database(write(file, BEFORE_PASSES))
    assert library.rows("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'jobs'") == [(JOBS,)]
    library.close()


def test_a_migration_that_fails_at_the_end_keeps_the_earlier_library(file: Path) -> None:
    write(file, BEFORE_PASSES)
    before, content = state_of(file), file.read_bytes()
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_database(file, (*MIGRATIONS[: MIGRATIONS.index(PASSES)], PASSES + "INSERT INTO nowhere VALUES (1);"))
    assert file.read_bytes() == content and state_of(file) == before
    assert opened(file) == (expected(BEFORE_PASSES), "")


CHILD = """
import sys
from pathlib import Path
from t2v_desktop.library.database import open_database
from t2v_desktop.library.schema import MIGRATIONS, PASSES
slow = "PRAGMA cache_size = 1;" + PASSES + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;"
open_database(Path(sys.argv[1]), (*MIGRATIONS[: MIGRATIONS.index(PASSES)], slow))
"""


def test_a_kill_during_a_migration_keeps_the_earlier_library(file: Path) -> None:
    write(file, BEFORE_PASSES)
    before, content = state_of(file), file.read_bytes()
    process = subprocess.Popen([sys.executable, "-c", CHILD, str(file)], cwd=Path.cwd())
    end = time.monotonic() + 60
    while file.read_bytes() == content and time.monotonic() < end:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert file.read_bytes() != content and file.with_name("library.db-journal").exists()  # it was interrupted
    copy = Path(shutil.copytree(file.parent, file.parent.with_name("copy"))) / file.name
    assert state_of(copy) == before
    assert opened(file) == (expected(BEFORE_PASSES), "")


def test_an_unreadable_row_does_not_stop_a_migration(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(file, BEFORE_PASSES, "UPDATE jobs SET second = '{' WHERE id = 'cancelled'")
    with closing(sqlite3.connect(file)) as connection:
        row = connection.execute("SELECT rowid, * FROM jobs WHERE id = 'cancelled'").fetchone()
        connection.execute("UPDATE digests SET digest = ? WHERE of = 'jobs' AND row = ?", (digests.digest(*row), row[0]))
        connection.commit()
    library = open_database(file)
    assert Queue(library).jobs() == [job for job in expected(BEFORE_PASSES) if job.id != "cancelled"]
    library.close()
    assert "job cancelled of the queue can't be read" in caplog.text


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a row": lambda f: write_over(f, b"a bird", b"a birk"),
    "header": lambda f: write_over(f, b"SQLite format 3", b"SQLite garbage!"),
    "missing": lambda f: f.unlink(),
}


def write_over(file: Path, old: bytes, new: bytes) -> None:
    whole = file.read_bytes()
    assert old in whole
    file.write_bytes(whole.replace(old, new, 1))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_library_of_an_earlier_version_is_repaired_from_its_backup_and_migrated(damage: Callable[[Path], object], file: Path) -> None:
    write(file, BEFORE_PASSES)
    shutil.copyfile(file, backup_of(file))
    damage(file)
    jobs, message = opened(file)
    assert jobs == expected(BEFORE_PASSES) and message.startswith("The library was damaged")


def test_a_damaged_library_of_this_version_is_repaired_from_a_backup_of_an_earlier_one(file: Path) -> None:
    write(file, BEFORE_PASSES)
    shutil.copyfile(file, earlier := file.with_name("earlier.db"))
    opened(file)
    shutil.copyfile(earlier, backup_of(file))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE jobs SET passes = '[]' WHERE id = 'waits for its first pass'")
        connection.execute("UPDATE jobs SET clips = x'00' WHERE id = 'done'")
        connection.commit()
    jobs, message = opened(file)
    assert jobs == expected(BEFORE_PASSES) and "rows have changed" in message
