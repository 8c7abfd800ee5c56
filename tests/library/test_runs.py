import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from t2v_desktop.library.database import APPLICATION_ID, Database, open_database
from t2v_desktop.library.runs import Run, Runs
from t2v_desktop.library.schema import EVALUATIONS, FIRST, MIGRATIONS, SECOND

RUN = Run(
    "starter", "cpu", 64, 48, 16, 28.12, {"load": 1.25, "text": 0.01, "denoise": 9.5, "decode": 0.7, "write": 0.1}, 41_000, "x86_64, 2 cores", "fp32", "full"
)


def test_the_last_runs_of_a_model_are_listed_newest_first(library: Database) -> None:
    runs = Runs(library)
    for n in range(4):
        runs.add(replace(RUN, num_frames=n + 1))
        runs.add(replace(RUN, model="other", device="", evaluations=20.0))
    assert runs.recent("starter") == [replace(RUN, num_frames=n) for n in (4, 3, 2, 1)]
    assert Runs(library).recent("starter", 2) == [replace(RUN, num_frames=n) for n in (4, 3)]
    assert runs.recent("other")[0] == replace(RUN, model="other", device="", evaluations=20.0)
    assert runs.recent("nobody") == []


NONSENSE = ("not JSON", "[1]", "3", '{"denoise": "long"}', '{"denoise": -1}', '{"denoise": NaN}', '{"denoise": 1e999}', "[" * 50_000)
INVALID = [*(("seconds", text) for text in NONSENSE), ("width", 0), ("num_frames", -4), *(("evaluations", number) for number in (0, -1, float("inf")))]


@pytest.mark.parametrize(("column", "value"), INVALID, ids=lambda v: str(v)[:20])
def test_an_invalid_run_is_skipped(library: Database, column: str, value: object) -> None:
    runs = Runs(library)
    runs.add(RUN)
    with library.transaction() as connection:
        connection.execute(f"UPDATE runs SET {column} = ?", (value,))
    runs.add(replace(RUN, width=32))
    assert runs.recent("starter") == [replace(RUN, width=32)]


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Database]:
    """A library of the second version, which stored the requested device of a run, its steps and whether they were guided."""
    file = tmp_path / "older" / "library.db"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(FIRST + SECOND)
        columns = "model, device, width, height, num_frames, num_inference_steps, guided, seconds, file_bytes"
        for device, guided in (("auto", 1), ("cpu", 0), ("cuda", 1)):
            connection.execute(f"INSERT INTO runs ({columns}) VALUES ('starter', ?, 64, 48, 16, 20, ?, '{{\"denoise\": 9.5}}', 41000)", (device, guided))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 2")
        connection.commit()
    opened = open_database(file)
    yield opened
    opened.close()


def test_older_runs_have_no_device_precision_or_plan_and_keep_file_sizes_and_passes(older: Database) -> None:
    assert older.repair_message == ""
    kept = Runs(older).recent("starter")
    assert kept == [Run("starter", "", 64, 48, 16, passes, {"denoise": 9.5}, 41_000) for passes in (40.0, 20.0, 40.0)]
    Runs(older).add(RUN)
    assert Runs(older).recent("starter")[0] == RUN


def test_runs_that_stored_steps_and_guidance_keep_predicting(tmp_path: Path) -> None:
    file = tmp_path / "older" / "library.db"
    file.parent.mkdir()
    before = MIGRATIONS[: MIGRATIONS.index(EVALUATIONS)]
    columns = "model, device, width, height, num_frames, num_inference_steps, guided, seconds, file_bytes, device_name, dtype, memory"
    with closing(open_database(file, before)) as library, library.transaction() as connection:
        for guided in (0, 1):
            values = ("starter", "cpu", 64, 48, 16, 20, guided, '{"denoise": 9.5}', 41_000, "a CPU", "fp32", "full")
            connection.execute(f"INSERT INTO runs ({columns}) VALUES ({', '.join('?' * len(values))})", values)
    with closing(open_database(file)) as library:
        assert library.repair_message == ""
        seconds = {"denoise": 9.5}
        assert Runs(library).recent("starter") == [Run("starter", "cpu", 64, 48, 16, n, seconds, 41_000, "a CPU", "fp32", "full") for n in (40.0, 20.0)]
