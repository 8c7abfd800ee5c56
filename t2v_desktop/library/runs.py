"""Past runs: what finished jobs cost on this machine, for the estimate of the next one."""

import json
import math
from dataclasses import dataclass
from typing import Any

from t2v_desktop.library.database import Database, storable

COLUMNS = "model, device, width, height, num_frames, evaluations, seconds, file_bytes, device_name, dtype, memory"


@dataclass(frozen=True, slots=True)
class Run:
    """What a finished job cost.

    `evaluations` is how often the denoiser was computed for one prompt: `Request.evaluations` with the family's `cached_share`. `seconds` has the phases
    of events.Done, and `start` if the engine had to be started first. `device`, `device_name`, `dtype` and `memory` are what the engine used
    (events.Setup), empty if it did not report them.
    """

    model: str
    device: str
    width: int
    height: int
    num_frames: int
    evaluations: float
    seconds: dict[str, float]
    file_bytes: int
    device_name: str = ""
    dtype: str = ""
    memory: str = ""


class Runs:
    """The runs in the library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, run: Run) -> None:
        size = run.width, run.height, run.num_frames
        cost = float(run.evaluations), json.dumps(run.seconds), run.file_bytes
        values = (storable(run.model), run.device, *size, *cost, storable(run.device_name), run.dtype, run.memory)
        with self._database.transaction() as connection:
            connection.execute(f"INSERT INTO runs ({COLUMNS}) VALUES ({', '.join('?' * len(values))})", values)

    def recent(self, model: str, limit: int = 50) -> list[Run]:
        """The last runs of a model, newest first. Skips rows with invalid values."""
        rows = self._database.rows(f"SELECT {COLUMNS} FROM runs WHERE model = ? ORDER BY id DESC LIMIT ?", (storable(model), limit))
        return [run for row in rows if (run := _run_of(row)) is not None]


def _run_of(row: tuple[Any, ...]) -> Run | None:
    model, device, width, height, num_frames, evaluations, written, file_bytes, device_name, dtype, memory = row
    try:
        seconds = json.loads(written)
    except (ValueError, RecursionError):
        return None
    valid = isinstance(seconds, dict) and all(isinstance(s, int | float) and 0 <= s < math.inf for s in seconds.values())
    if not valid or min(width, height, num_frames) < 1 or not 0 < evaluations < math.inf:
        return None
    return Run(model, device, width, height, num_frames, evaluations, seconds, file_bytes, device_name, dtype, memory)
