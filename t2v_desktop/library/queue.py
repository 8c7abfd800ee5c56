"""The queue on disk: all jobs in their order."""

import logging
import os
import time
import uuid
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.job import Job, Pass, State, passes_from_json, passes_to_json
from t2v_desktop.library.database import Database, storable
from t2v_desktop.request import Request

COLUMNS = "id, request, state, attempts, error, created_s, source, passes, clips, output"
NUL = b"\0"  # separates the paths of clips: no file name has one
log = logging.getLogger(__name__)


class Queue:
    """All jobs, including finished ones until they are removed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unreadable: set[str] = set()
        # what was parsed last, by job: the window reads all jobs whenever one changes
        self._parsed: dict[str, tuple[tuple[str, str], tuple[Request, tuple[Pass, ...]]]] = {}

    def transaction(self) -> AbstractContextManager[object]:
        """Commits everything saved inside, or nothing."""
        return self._database.transaction()

    def jobs(self) -> list[Job]:
        """All jobs in their order. Logs and skips a job that can't be read."""
        return self._read(self._database.rows(f"SELECT {COLUMNS} FROM jobs ORDER BY position"))

    def get(self, job_id: str) -> Job | None:
        found = self._read(self._database.rows(f"SELECT {COLUMNS} FROM jobs WHERE id = ?", (job_id,)))
        return found[0] if found else None

    def next_waiting(self) -> Job | None:
        rows = self._database.rows(f"SELECT {COLUMNS} FROM jobs WHERE state = ? ORDER BY position LIMIT 1", (State.WAITING.value,))
        found = self._read(rows)
        if rows and not found:  # unreadable, which is rare: look at all jobs
            found = [job for job in self.jobs() if job.state is State.WAITING]
        return found[0] if found else None

    def add(self, requests: Sequence[Request], passes: Sequence[Sequence[Pass]] = (), source: str = "") -> list[Job]:
        """Add jobs at the end of the queue: all of them, or none if that fails.

        `passes` has the passes after each request, none if left out. `source` is the clip that the requests start from, "" for noise.
        """
        now = time.time()
        pairs = zip(requests, passes or [()] * len(requests), strict=True)
        jobs = [Job(uuid.uuid4().hex, request, created_s=now, source=source, passes=tuple(each)) for request, each in pairs]
        texts = [(job.request.to_json(), passes_to_json(job.passes)) for job in jobs]
        with self._database.transaction() as connection:
            last = connection.execute("SELECT coalesce(max(position), 0) FROM jobs").fetchone()[0]
            connection.executemany(
                f"INSERT INTO jobs ({COLUMNS}, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (j.id, request, j.state.value, j.attempts, j.error, now, os.fsencode(source), passes_text, b"", b"", last + n)
                    for n, (j, (request, passes_text)) in enumerate(zip(jobs, texts, strict=True), 1)
                ),
            )
        self._parsed |= {job.id: (text, (job.request, job.passes)) for job, text in zip(jobs, texts, strict=True)}
        return jobs

    def save(self, job: Job) -> None:
        """Save the job's current state. A removed job stays removed."""
        inputs = job.request.to_json(), os.fsencode(job.source), passes_to_json(job.passes)
        outputs = NUL.join(os.fsencode(path) for path in job.clips), os.fsencode(job.output)
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE jobs SET request = ?, source = ?, passes = ?, clips = ?, output = ?, state = ?, attempts = ?, error = ? WHERE id = ?",
                (*inputs, *outputs, job.state.value, job.attempts, storable(job.error), job.id),
            )

    def move(self, ids: Collection[str], before: str | None) -> None:
        """Move jobs before another one, keeping their order; to the end if `before` is None or was removed."""
        moved = set(ids)
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT id, position FROM jobs ORDER BY position").fetchall()
            order = [job_id for job_id, _ in rows]
            start = order.index(before) if before in order else len(order)
            first = [i for i in order[:start] if i not in moved]
            last = [i for i in order[start:] if i not in moved]
            wanted = first + [i for i in order if i in moved] + last
            changed = [(position, i) for i, (old, position) in zip(wanted, rows, strict=True) if i != old]
            connection.executemany("UPDATE jobs SET position = ? WHERE id = ?", changed)

    def remove(self, ids: Collection[str]) -> None:
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM jobs WHERE id = ?", ((job_id,) for job_id in ids))
        for job_id in ids:
            self._parsed.pop(job_id, None)

    def clear_done(self) -> int:
        """Remove the jobs that are done or cancelled. Returns how many."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM jobs WHERE state IN (?, ?)", (State.DONE.value, State.CANCELLED.value)).rowcount

    def _read(self, rows: list[tuple[Any, ...]]) -> list[Job]:
        jobs = []
        for job_id, request, state, attempts, error, created_s, source, passes, clips, output in rows:
            try:
                first, later = self._parse(job_id, request, passes)
                made = tuple(os.fsdecode(path) for path in clips.split(NUL)) if clips else ()
                jobs.append(Job(job_id, first, State(state), attempts, error, created_s, os.fsdecode(source), later, made, os.fsdecode(output)))
            except (InvalidRequest, ValueError, TypeError) as fault:
                if job_id not in self._unreadable:
                    self._unreadable.add(job_id)
                    log.warning("job %s of the queue can't be read: %s", job_id, fault)
        return jobs

    def _parse(self, job_id: str, request: str, passes: str) -> tuple[Request, tuple[Pass, ...]]:
        texts = request, passes
        parsed_texts, parsed = self._parsed.get(job_id, (None, None))
        if parsed is None or parsed_texts != texts:
            parsed = Request.from_json(request), passes_from_json(passes)
            self._parsed[job_id] = texts, parsed
        return parsed
