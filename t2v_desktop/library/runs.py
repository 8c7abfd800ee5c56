"""What finished jobs cost on this machine, for the estimate of the next one."""

import json
from typing import Any

from t2v_desktop.job import Run
from t2v_desktop.library.database import Database, keepable

COLUMNS = "model, device, width, height, num_frames, num_inference_steps, guided, seconds, file_bytes"


class Runs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, run: Run) -> None:
        size = run.width, run.height, run.num_frames
        values = (keepable(run.model), run.device, *size, run.num_inference_steps, int(run.guided), json.dumps(run.seconds), run.file_bytes)
        with self._database.transaction() as connection:
            connection.execute(f"INSERT INTO runs ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def recent(self, model: str, limit: int = 50) -> list[Run]:
        """The last runs of a model, the newest first."""
        rows = self._database.rows(f"SELECT {COLUMNS} FROM runs WHERE model = ? ORDER BY id DESC LIMIT ?", (keepable(model), limit))
        return [_run(row) for row in rows]


def _run(row: tuple[Any, ...]) -> Run:
    model, device, width, height, num_frames, steps, guided, seconds, file_bytes = row
    return Run(model, device, width, height, num_frames, steps, bool(guided), json.loads(seconds), file_bytes)
