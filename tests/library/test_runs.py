from dataclasses import replace

from t2v_desktop.job import Run
from t2v_desktop.library.database import Database
from t2v_desktop.library.runs import Runs

RUN = Run("starter", "cpu", 64, 48, 16, 20, True, {"load": 1.25, "text": 0.01, "denoise": 9.5, "decode": 0.7, "write": 0.1}, 41_000)


def test_the_last_runs_of_a_model_come_back_newest_first(library: Database) -> None:
    runs = Runs(library)
    for n in range(4):
        runs.add(replace(RUN, num_frames=n + 1))
        runs.add(replace(RUN, model="other", device="", guided=False))
    assert runs.recent("starter") == [replace(RUN, num_frames=n) for n in (4, 3, 2, 1)]
    assert Runs(library).recent("starter", 2) == [replace(RUN, num_frames=n) for n in (4, 3)]
    assert runs.recent("other")[0] == replace(RUN, model="other", device="", guided=False)
    assert runs.recent("nobody") == []
