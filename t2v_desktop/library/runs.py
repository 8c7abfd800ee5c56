"""What finished jobs cost on this machine, for the estimate of the next one."""

import json
import math
from typing import Any

from t2v_desktop.job import Run
from t2v_desktop.library.database import Database, keepable

COLUMNS = "model, device, width, height, num_frames, num_inference_steps, guided, seconds, file_bytes, device_name, dtype, memory"


class Runs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, run: Run) -> None:
        size = run.width, run.height, run.num_frames
        cost = run.num_inference_steps, int(run.guided), json.dumps(run.seconds), run.file_bytes
        values = (keepable(run.model), run.device, *size, *cost, keepable(run.device_name), run.dtype, run.memory)
        with self._database.transaction() as connection:
            connection.execute(f"INSERT INTO runs ({COLUMNS}) VALUES ({', '.join('?' * len(values))})", values)

    def recent(self, model: str, limit: int = 50) -> list[Run]:
        """The last runs of a model, the newest first; one that holds no sense any more is left out."""
        rows = self._database.rows(f"SELECT {COLUMNS} FROM runs WHERE model = ? ORDER BY id DESC LIMIT ?", (keepable(model), limit))
        return [run for row in rows if (run := _run(row)) is not None]


def _run(row: tuple[Any, ...]) -> Run | None:
    model, device, width, height, num_frames, steps, guided, written, file_bytes, device_name, dtype, memory = row
    try:
        seconds = json.loads(written)
    except (ValueError, RecursionError):
        return None
    sensible = isinstance(seconds, dict) and all(isinstance(s, int | float) and 0 <= s < math.inf for s in seconds.values())
    if not sensible or min(width, height, num_frames, steps) < 1:
        return None
    return Run(model, device, width, height, num_frames, steps, bool(guided), seconds, file_bytes, device_name, dtype, memory)
