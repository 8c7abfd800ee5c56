"""The queue on disk: jobs in their order."""

import logging
import os
import time
import uuid
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.job import Job, State
from t2v_desktop.library.database import Database, keepable
from t2v_desktop.request import Request

COLUMNS = "id, request, state, attempts, error, created_s, source, second, output"
log = logging.getLogger(__name__)


class Queue:
    """Every job there is, done ones too, until it is removed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unreadable: set[str] = set()
        self._requests: dict[str, tuple[str, Request]] = {}  # as read last: the window asks for all jobs at every turn of one

    def transaction(self) -> AbstractContextManager[object]:
        """All that is saved in here is kept, or nothing is."""
        return self._database.transaction()

    def jobs(self) -> list[Job]:
        """All jobs in their order. One that cannot be read is logged and left where it is."""
        return self._read(self._database.rows(f"SELECT {COLUMNS} FROM jobs ORDER BY position"))

    def get(self, job_id: str) -> Job | None:
        found = self._read(self._database.rows(f"SELECT {COLUMNS} FROM jobs WHERE id = ?", (job_id,)))
        return found[0] if found else None

    def next_waiting(self) -> Job | None:
        rows = self._database.rows(f"SELECT {COLUMNS} FROM jobs WHERE state = ? ORDER BY position LIMIT 1", (State.WAITING.value,))
        found = self._read(rows)
        if rows and not found:  # unreadable, which is rare: look through all
            found = [job for job in self.jobs() if job.state is State.WAITING]
        return found[0] if found else None

    def add(self, requests: Sequence[Request], seconds: Sequence[Request] = (), source: str = "") -> list[Job]:
        """New jobs at the end of the queue: all of them, or none where it fails.

        `seconds` are the second passes that follow the requests, one each; `source` is the clip that the requests begin with.
        """
        now = time.time()
        jobs = [Job(uuid.uuid4().hex, request, created_s=now, source=source) for request in requests]
        if seconds:
            jobs = [replace(job, second=second) for job, second in zip(jobs, seconds, strict=True)]
        texts = [request.to_json() for request in requests]
        with self._database.transaction() as connection:
            last = connection.execute("SELECT coalesce(max(position), 0) FROM jobs").fetchone()[0]
            connection.executemany(
                f"INSERT INTO jobs ({COLUMNS}, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (j.id, text, j.state.value, j.attempts, j.error, now, os.fsencode(j.source), _told(j.second), os.fsencode(j.output), last + n)
                    for n, (j, text) in enumerate(zip(jobs, texts, strict=True), 1)
                ),
            )
        self._requests |= {job.id: (text, job.request) for job, text in zip(jobs, texts, strict=True)}
        return jobs

    def save(self, job: Job) -> None:
        """Keep the job as it is now. One that was removed stays removed."""
        with self._database.transaction() as connection:
            passes = job.request.to_json(), os.fsencode(job.source), _told(job.second), os.fsencode(job.output)
            values = (*passes, job.state.value, job.attempts, keepable(job.error), job.id)
            connection.execute("UPDATE jobs SET request = ?, source = ?, second = ?, output = ?, state = ?, attempts = ?, error = ? WHERE id = ?", values)

    def move(self, ids: Collection[str], before: str | None) -> None:
        """Put jobs, in the order they have, before another one; at the end for None or one that is gone."""
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
            self._requests.pop(job_id, None)

    def clear_done(self) -> int:
        """Remove what is done or cancelled; how many jobs that were."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM jobs WHERE state IN (?, ?)", (State.DONE.value, State.CANCELLED.value)).rowcount

    def _read(self, rows: list[tuple[Any, ...]]) -> list[Job]:
        jobs = []
        for job_id, request, state, attempts, error, created_s, source, second, output in rows:
            try:
                passes = os.fsdecode(source), Request.from_json(second) if second else None, os.fsdecode(output)
                jobs.append(Job(job_id, self._request(job_id, request), State(state), attempts, error, created_s, *passes))
            except (InvalidRequest, ValueError, TypeError) as fault:
                if job_id not in self._unreadable:
                    self._unreadable.add(job_id)
                    log.warning("job %s of the queue cannot be read: %s", job_id, fault)
        return jobs

    def _request(self, job_id: str, text: str) -> Request:
        read, request = self._requests.get(job_id, ("", None))
        if request is None or read != text:
            request = Request.from_json(text)
            self._requests[job_id] = text, request
        return request


def _told(request: Request | None) -> str:
    return "" if request is None else request.to_json()
