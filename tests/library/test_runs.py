import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from t2v_desktop.library.database import APPLICATION_ID, Database, open_database
from t2v_desktop.library.runs import Run, Runs
from t2v_desktop.library.schema import FIRST, SECOND

RUN = Run(
    "starter", "cpu", 64, 48, 16, 20, True, {"load": 1.25, "text": 0.01, "denoise": 9.5, "decode": 0.7, "write": 0.1}, 41_000, "x86_64, 2 cores", "fp32", "full"
)


def test_the_last_runs_of_a_model_are_listed_newest_first(library: Database) -> None:
    runs = Runs(library)
    for n in range(4):
        runs.add(replace(RUN, num_frames=n + 1))
        runs.add(replace(RUN, model="other", device="", guided=False))
    assert runs.recent("starter") == [replace(RUN, num_frames=n) for n in (4, 3, 2, 1)]
    assert Runs(library).recent("starter", 2) == [replace(RUN, num_frames=n) for n in (4, 3)]
    assert runs.recent("other")[0] == replace(RUN, model="other", device="", guided=False)
    assert runs.recent("nobody") == []


NONSENSE = ("not JSON", "[1]", "3", '{"denoise": "long"}', '{"denoise": -1}', '{"denoise": NaN}', '{"denoise": 1e999}', "[" * 50_000)


@pytest.mark.parametrize(
    ("column", "value"), [*(("seconds", text) for text in NONSENSE), ("width", 0), ("num_frames", -4), ("num_inference_steps", 0)], ids=lambda v: str(v)[:20]
)
def test_an_invalid_run_is_skipped(library: Database, column: str, value: object) -> None:
    runs = Runs(library)
    runs.add(RUN)
    with library.transaction() as connection:
        connection.execute(f"UPDATE runs SET {column} = ?", (value,))
    runs.add(replace(RUN, width=32))
    assert runs.recent("starter") == [replace(RUN, width=32)]


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Database]:
    """A library of the second version, which stored the requested device of a run."""
    file = tmp_path / "older" / "library.db"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(FIRST + SECOND)
        columns = "model, device, width, height, num_frames, num_inference_steps, guided, seconds, file_bytes"
        for device in ("auto", "cpu", "cuda"):
            connection.execute(f"INSERT INTO runs ({columns}) VALUES ('starter', ?, 64, 48, 16, 20, 1, '{{\"denoise\": 9.5}}', 41000)", (device,))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 2")
        connection.commit()
    opened = open_database(file)
    yield opened
    opened.close()


def test_older_runs_have_no_device_precision_or_plan_and_keep_their_file_sizes(older: Database) -> None:
    assert older.repair_message == ""
    kept = Runs(older).recent("starter")
    assert kept == [Run("starter", "", 64, 48, 16, 20, True, {"denoise": 9.5}, 41_000)] * 3
    Runs(older).add(RUN)
    assert Runs(older).recent("starter")[0] == RUN
