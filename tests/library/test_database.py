import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from t2v_desktop.errors import LibraryError, OutputError
from t2v_desktop.job import Job
from t2v_desktop.library import database
from t2v_desktop.library.database import Database, backup_of, open_database, storable
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.schema import FIRST, MIGRATIONS
from t2v_desktop.request import Request

DAY_S = 24 * 3600


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


@pytest.fixture
def opened(file: Path) -> Iterator[Database]:
    library = open_database(file)
    yield library
    library.close()


def fill(file: Path, count: int = 50) -> list[str]:
    """Make a library with some jobs, and its backup. Returns the prompts."""
    library = open_database(file)
    jobs = Queue(library).add([Request(f"cat {n}") for n in range(count)])
    library.close()
    return [job.request.prompt for job in jobs]


def prompts(file: Path) -> tuple[list[str], str]:
    """The prompts of the jobs in the library, and the repair message."""
    library = open_database(file)
    found = [job.request.prompt for job in Queue(library).jobs()]
    library.close()
    return found, library.repair_message


def test_added_jobs_are_there_after_reopening(file: Path) -> None:
    filled = fill(file)
    assert prompts(file) == (filled, "")


def test_a_failed_transaction_leaves_nothing(opened: Database) -> None:
    queue = Queue(opened)
    with pytest.raises(ZeroDivisionError), opened.transaction():
        queue.add([Request("a cat")])
        assert len(queue.jobs()) == 1
        1 / 0  # noqa: B018
    assert queue.jobs() == []


def test_every_commit_is_synced_without_a_write_ahead_log(opened: Database) -> None:
    assert [opened.rows(f"PRAGMA {name}")[0][0] for name in ("synchronous", "journal_mode", "foreign_keys")] == [2, "delete", 1]


CHILD = """
import sys
from pathlib import Path
from t2v_desktop.library.database import open_database
from t2v_desktop.library.queue import Queue
from t2v_desktop.request import Request
library = open_database(Path(sys.argv[1]))
queue = Queue(library)
"""
IN_THE_MIDDLE = """
library.rows("PRAGMA cache_size = 5")  # so that half of it is in the file before it is committed
with library.transaction():
    queue.add([Request(f"half {n}") for n in range(2000)])
    print("now", flush=True)
    sys.stdin.read()
"""
WITHOUT_END = """
while True:
    jobs = queue.add([Request("a cat")] * 3)
    print(" ".join(job.id for job in jobs), flush=True)
"""


def child(file: Path, code: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", CHILD + code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())


def kill(process: "subprocess.Popen[str]") -> str:
    process.kill()
    output, _ = process.communicate()
    return output


def test_a_kill_during_a_transaction_undoes_it(file: Path) -> None:
    filled = fill(file)
    process = child(file, IN_THE_MIDDLE)
    assert process.stdout is not None and process.stdout.readline() == "now\n"
    kill(process)
    assert file.with_name("library.db-journal").stat().st_size > 0  # there was something to undo
    assert prompts(file) == (filled, "")


def test_kills_at_any_moment_lose_no_reported_job(file: Path) -> None:
    reported: list[str] = []
    for after_s in (0.0, 0.05, 0.13):
        process = child(file, WITHOUT_END)
        assert process.stdout is not None
        reported += process.stdout.readline().split()
        time.sleep(after_s)
        whole = kill(process).rpartition("\n")[0]
        reported += whole.split()
    library = open_database(file)
    ids = [job.id for job in Queue(library).jobs()]
    library.close()
    assert library.repair_message == ""
    assert set(reported) <= set(ids) and len(reported) >= 9
    assert len(ids) % 3 == 0  # all three, or none


def cut(file: Path, size: int) -> None:
    os.truncate(file, size)


def overwrite(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def replace_by_foreign(file: Path) -> None:
    file.unlink()
    foreign = sqlite3.connect(file)
    foreign.execute("CREATE TABLE songs (title TEXT)")
    foreign.close()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "empty": lambda f: cut(f, 0),
    "one byte": lambda f: cut(f, 1),
    "one page": lambda f: cut(f, 4096),
    "half": lambda f: cut(f, f.stat().st_size // 2),
    "without its last page": lambda f: cut(f, f.stat().st_size - 4096),
    "zeros": lambda f: overwrite(f, bytes(f.stat().st_size)),
    "garbage": lambda f: overwrite(f, b"\xa7\x01 garbage" * 5000),
    "garbage behind the header": lambda f: overwrite(f, f.read_bytes()[:100] + b"\xff" * (f.stat().st_size - 100)),
    "another program's": replace_by_foreign,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_library_is_kept_and_its_backup_restored(damage: Callable[[Path], None], file: Path) -> None:
    filled = fill(file)
    damage(file)
    damaged = file.read_bytes()
    found, message = prompts(file)
    assert found == filled
    assert "library.damaged-1.db" in message and "backup of 20" in message
    assert file.with_name("library.damaged-1.db").read_bytes() == damaged
    assert prompts(file) == (filled, "")


def test_without_a_good_backup_the_library_starts_empty_with_a_message(file: Path) -> None:
    fill(file)
    file.write_bytes(b"garbage" * 1000)
    backup_of(file).write_bytes(b"garbage too")
    found, message = prompts(file)
    assert found == [] and "starts empty" in message
    assert file.with_name("library.backup.damaged-1.db").read_bytes() == b"garbage too"
    Queue(library := open_database(file)).add([Request("a dog")])
    library.close()
    assert prompts(file) == (["a dog"], "")


def test_each_damaged_library_is_kept(file: Path) -> None:
    for number in (1, 2):
        fill(file, 1)
        file.write_bytes(b"garbage %d" % number)
        assert f"library.damaged-{number}.db" in prompts(file)[1]
    assert [file.with_name(f"library.damaged-{n}.db").read_bytes() for n in (1, 2)] == [b"garbage 1", b"garbage 2"]


def test_a_journal_is_kept_with_its_damaged_library(file: Path) -> None:
    filled = fill(file)
    process = child(file, IN_THE_MIDDLE)
    assert process.stdout is not None and process.stdout.readline() == "now\n"
    kill(process)
    journal = file.with_name("library.db-journal")
    torn = journal.read_bytes()
    file.write_bytes(b"garbage" * 1000)
    journal.write_bytes(torn[:600])  # can't repair it either
    assert prompts(file)[0] == filled
    assert file.with_name("library.damaged-1.db").is_file()


def test_a_missing_library_is_restored_from_its_backup(file: Path) -> None:
    filled = fill(file)
    file.unlink()
    found, message = prompts(file)
    assert found == filled and "the file is missing" in message


def test_a_library_of_a_newer_version_is_left_alone(file: Path) -> None:
    fill(file)
    open_database(file, (*MIGRATIONS, "CREATE TABLE stars (n INTEGER);")).close()
    before = file.read_bytes()
    with pytest.raises(LibraryError, match="newer version"):
        open_database(file)
    assert file.read_bytes() == before


def test_a_library_of_a_newer_version_without_digests_is_left_alone(file: Path) -> None:
    """The same for a newer version that has no digests."""
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as newer:
        newer.executescript(f"CREATE TABLE stars (n INTEGER); PRAGMA application_id = {database.APPLICATION_ID}; PRAGMA user_version = 99;")
    before = file.read_bytes()
    with pytest.raises(LibraryError, match="newer version"):
        open_database(file)
    assert file.read_bytes() == before


def test_a_library_of_the_first_version_keeps_its_queue(file: Path) -> None:
    file.parent.mkdir(parents=True)
    first = sqlite3.connect(file)
    first.executescript(FIRST)
    columns = "id, position, state, attempts, error, created_s, request"
    first.execute(f"INSERT INTO jobs ({columns}) VALUES ('a', 1, 'waiting', 0, '', 5.0, ?)", (Request("cat").to_json(),))
    first.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    first.execute("PRAGMA user_version = 1")
    first.commit()
    first.close()
    library = open_database(file)
    assert Queue(library).jobs() == [Job("a", Request("cat"), created_s=5.0)]
    library.close()
    assert library.repair_message == ""


def test_a_migration_is_done_completely_or_not_at_all(file: Path) -> None:
    filled = fill(file)
    with pytest.raises(sqlite3.OperationalError, match="no such table: nowhere"):
        open_database(file, (*MIGRATIONS, "CREATE TABLE stars (n INTEGER); INSERT INTO nowhere VALUES (1);"))
    assert prompts(file) == (filled, "")
    library = open_database(file, (*MIGRATIONS, "CREATE TABLE stars (n INTEGER);", "INSERT INTO stars VALUES (7);"))
    assert library.rows("SELECT n FROM stars") == [(7,)] and library.rows("PRAGMA user_version") == [(len(MIGRATIONS) + 2,)]
    assert [job.request.prompt for job in Queue(library).jobs()] == filled
    library.close()


def test_a_full_disk_is_reported_and_leaves_nothing_half_done(opened: Database) -> None:
    queue = Queue(opened)
    queue.add([Request("a cat")])
    opened.rows(f"PRAGMA max_page_count = {opened.rows('PRAGMA page_count')[0][0] + 2}")
    with pytest.raises(OutputError, match=r"disk full: .* has no space left"):
        queue.add([Request("a dog")] * 1000)
    opened.rows("PRAGMA max_page_count = 1000000")
    queue.add([Request("a bird")])
    assert [job.request.prompt for job in queue.jobs()] == ["a cat", "a bird"]


def test_a_read_only_library_is_reported(opened: Database) -> None:
    opened.rows("PRAGMA query_only = ON")
    with pytest.raises(OutputError, match="is read-only"):
        Queue(opened).add([Request("a cat")])


def test_damage_while_the_library_is_open_is_reported(opened: Database) -> None:
    queue = Queue(opened)
    queue.add([Request("a cat")] * 500)
    content = opened.file.read_bytes()
    opened.file.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    opened.rows("PRAGMA cache_size = 0")
    with pytest.raises(LibraryError, match="restart the app"):
        for _ in range(2):  # the first time may still read from the cache
            opened.rows("PRAGMA shrink_memory")
            with opened.transaction() as connection:
                connection.execute("UPDATE jobs SET attempts = attempts + 1")
    opened.file.write_bytes(content)


def test_a_folder_that_cannot_hold_a_library_is_reported(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(OutputError, match="can't be read or written"):
        open_database(tmp_path / "taken" / "library.db")
    (tmp_path / "library.db").mkdir()
    with pytest.raises(OutputError, match="can't be read or written"):
        open_database(tmp_path / "library.db")


def test_a_locked_library_is_not_mistaken_for_a_damaged_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled = fill(file)
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LibraryError, match="another program"):
        open_database(file)
    other.close()
    assert prompts(file) == (filled, "")


def test_closing_makes_a_backup_only_after_changes(file: Path) -> None:
    fill(file)
    backup = backup_of(file)
    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT count(*) FROM jobs").fetchone() == (50,)
    copy.close()
    made = backup.stat().st_mtime_ns
    prompts(file)
    assert backup.stat().st_mtime_ns == made


@pytest.mark.parametrize("age_s", [2 * DAY_S, -DAY_S])
def test_opening_renews_a_backup_that_is_a_day_old_or_from_the_future(age_s: int, file: Path) -> None:
    fill(file)
    os.utime(backup_of(file), (time.time() - age_s,) * 2)
    prompts(file)
    assert abs(time.time() - backup_of(file).stat().st_mtime) < 60


def test_a_failed_backup_is_logged_and_the_good_one_stays(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    fill(file)
    good = backup_of(file).read_bytes()
    library = open_database(file)
    Queue(library).add([Request("a dog")] * 500)
    with file.open("rb+") as stream:  # the disk goes bad while the library is open
        stream.seek(4096)
        stream.write(b"\xff" * 4096 * 4)
    library.rows("PRAGMA shrink_memory")
    library.back_up()
    library.close()
    assert "could not be backed up" in caplog.text
    assert backup_of(file).read_bytes() == good
    assert [p.name for p in file.parent.iterdir() if p.name.endswith(".part")] == []


def test_lone_surrogates_are_replaced_before_saving() -> None:
    assert storable("a\udce9b 熊 🐻") == "a?b 熊 🐻"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_the_library_can_be_in_a_folder_whose_name_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9") / "library.db"
    filled = fill(file)
    assert prompts(file) == (filled, "")


@pytest.mark.parametrize("size", [0, 1])
def test_an_interrupted_first_start_is_a_first_start_again(size: int, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"S" * size)
    assert prompts(file) == ([], "")
