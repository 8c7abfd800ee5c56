"""The queue on disk: all jobs in their order."""

import logging
import os
import time
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import TypeAlias

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.job import Job, Pass, State, passes_from_json, passes_to_json
from t2v_desktop.library.database import LISTED, Database, json_list, storable
from t2v_desktop.request import Request

COLUMNS = "id, request, state, attempts, error, created_s, source, passes, clips, output"
GAP = 2**20  # between the positions of two jobs, so that a job moved between them changes no other row; also in schema.SPREAD
NUL = b"\0"  # separates the paths of clips: no file name has one
log = logging.getLogger(__name__)

Place: TypeAlias = tuple[int, int]  # where a job is in the queue: its position and its row number, which decides between equal positions


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed in the queue: `jobs` that were added, moved or changed, in their order, and the ids of those `removed`."""

    jobs: tuple[tuple[Place, Job], ...] = ()
    removed: tuple[str, ...] = ()


class Queue:
    """All jobs, including finished ones until they are removed. Only `jobs` and the first `changes` read all of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unreadable: set[str] = set()
        self._touched: set[str] | None = None  # ids of the jobs written since `changes` was last called; None before its first call
        # what was parsed last, by job: a row is read again whenever its state changes, its request seldom does
        self._parsed: dict[str, tuple[tuple[str, str], tuple[Request, tuple[Pass, ...]]]] = {}

    def transaction(self) -> AbstractContextManager[object]:
        """Commits everything saved inside, or nothing."""
        return self._database.transaction()

    def jobs(self) -> list[Job]:
        """All jobs in their order. Logs and skips a job that can't be read."""
        return [job for _, job in self._read("ORDER BY position, rowid")]

    def changes(self) -> Changes:
        """What was written since the last call, as it is stored now; all jobs at the first call. If it raises, nothing is missed: call it again."""
        if self._touched is None:
            every = Changes(tuple(self._read("ORDER BY position, rowid")))
            self._touched = set()
            return every
        if not self._touched:
            return Changes()
        found = sorted(self._read(f"WHERE id IN {LISTED}", json_list(self._touched)), key=lambda placed: placed[0])
        gone = self._touched - {job.id for _, job in found}
        for job_id in gone:
            self._parsed.pop(job_id, None)
        self._touched = set()
        return Changes(tuple(found), tuple(gone))

    def get(self, job_id: str) -> Job | None:
        found = self._read("WHERE id = ?", job_id)
        return found[0][1] if found else None

    def in_states(self, *states: State) -> list[Job]:
        """The jobs in one of these states, in their order."""
        found = self._read(f"WHERE state IN {LISTED}", json_list(state.value for state in states))
        return [job for _, job in sorted(found, key=lambda placed: placed[0])]

    def next_waiting(self, held: str = "") -> Job | None:
        """The first waiting job but for the one whose id is `held`."""
        readable = f"state = ? AND id NOT IN {LISTED}"
        while first := self._database.rows(
            f"SELECT id FROM jobs WHERE {readable} ORDER BY position LIMIT 1", (State.WAITING.value, json_list({held, *self._unreadable}))
        ):  # fmt: skip
            if found := self.get(first[0][0]):
                return found
            self._unreadable.add(first[0][0])
        return None

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
                    (j.id, request, j.state.value, j.attempts, j.error, now, os.fsencode(source), passes_text, b"", b"", last + n * GAP)
                    for n, (j, (request, passes_text)) in enumerate(zip(jobs, texts, strict=True), 1)
                ),
            )
        self._parsed |= {job.id: (text, (job.request, job.passes)) for job, text in zip(jobs, texts, strict=True)}
        self._touch(job.id for job in jobs)
        return jobs

    def save(self, job: Job) -> None:
        """Save the job's current state. A removed job stays removed."""
        inputs = job.request.to_json(), os.fsencode(job.source), passes_to_json(job.passes)
        outputs = _paths(job.clips), os.fsencode(job.output)
        self._touch([job.id])
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE jobs SET request = ?, source = ?, passes = ?, clips = ?, output = ?, state = ?, attempts = ?, error = ? WHERE id = ?",
                (*inputs, *outputs, job.state.value, job.attempts, storable(job.error), job.id),
            )

    def move(self, ids: Collection[str], before: str | None) -> None:
        """Move jobs before another one, keeping their order; to the end if `before` is None or was removed."""
        with self._database.transaction() as connection:
            find = f"SELECT id FROM jobs WHERE id IN {LISTED} ORDER BY +position"  # +: found by their ids, then sorted
            moved = [job_id for (job_id,) in connection.execute(find, (json_list(ids),))]
            target = connection.execute("SELECT position FROM jobs WHERE id = ?", (before,)).fetchone()
            lower, following = _around(connection, target[0] if target else None, set(moved))
            changed = _placed_between(lower, moved, following)
            connection.executemany("UPDATE jobs SET position = ? WHERE id = ?", changed)
        self._touch(job_id for _, job_id in changed)

    def follow_clips(self, moved: Mapping[Path, Path]) -> None:
        """Have jobs refer to clips by their new paths."""
        names = {os.fsencode(old): os.fsencode(new) for old, new in moved.items()}
        changed = []
        with self._database.transaction() as connection:
            for job_id, *before in connection.execute("SELECT id, source, clips, output FROM jobs WHERE source <> x'' OR clips <> x'' OR output <> x''"):
                after = [NUL.join(names.get(path, path) for path in stored.split(NUL)) for stored in before]
                if after != before:
                    changed.append((*after, job_id))
            connection.executemany("UPDATE jobs SET source = ?, clips = ?, output = ? WHERE id = ?", changed)
        self._touch(job_id for *_, job_id in changed)

    def remove(self, ids: Collection[str]) -> None:
        self._touch(ids)
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM jobs WHERE id = ?", ((job_id,) for job_id in ids))

    def restore(self, removed: Sequence[tuple[Place, Job]]) -> None:
        """Put removed jobs back at their places, as they were."""
        rows = [_row_of(job) for _, job in removed]
        self._parsed |= {job.id: ((row[1], row[7]), (job.request, job.passes)) for (_, job), row in zip(removed, rows, strict=True)}
        self._touch(job.id for _, job in removed)
        free = "(SELECT ? WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE rowid = ?))"  # the row number may have been given to a newer job
        with self._database.transaction() as connection:
            connection.executemany(
                f"INSERT INTO jobs (rowid, position, {COLUMNS}) VALUES ({free}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((rowid, rowid, position, *row) for ((position, rowid), _), row in zip(removed, rows, strict=True)),
            )

    def replace(self, job_id: str, requests: Sequence[Request], passes: Sequence[Sequence[Pass]] = (), source: str = "") -> list[Job]:
        """Put new jobs in the place of another one, which is removed. Arguments as in `add`."""
        with self._database.transaction():
            jobs = self.add(requests, passes, source)
            if self.get(job_id) is not None:
                self.move([job.id for job in jobs], job_id)
                self.remove([job_id])
        return jobs

    def _touch(self, ids: Iterable[str]) -> None:
        """Have `changes` read these jobs again. A change that is rolled back only costs that."""
        if self._touched is not None:
            self._touched.update(ids)

    def _read(self, which: str, *values: object) -> list[tuple[Place, Job]]:
        jobs = []
        rows = self._database.rows(f"SELECT position, rowid, {COLUMNS} FROM jobs {which}", values)
        for position, rowid, job_id, request, state, attempts, error, created_s, source, passes, clips, output in rows:
            try:
                first, later = self._parse(job_id, request, passes)
                made = tuple(os.fsdecode(path) for path in clips.split(NUL)) if clips else ()
                job = Job(job_id, first, State(state), attempts, error, created_s, os.fsdecode(source), later, made, os.fsdecode(output))
                jobs.append(((position, rowid), job))
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


def _row_of(job: Job) -> tuple[str, str, str, int, str, float, bytes, str, bytes, bytes]:
    """The values of COLUMNS."""
    request, passes, outputs = job.request.to_json(), passes_to_json(job.passes), (_paths(job.clips), os.fsencode(job.output))
    return job.id, request, job.state.value, job.attempts, storable(job.error), job.created_s, os.fsencode(job.source), passes, *outputs


def _paths(paths: Iterable[str]) -> bytes:
    return NUL.join(os.fsencode(path) for path in paths)


Following: TypeAlias = Iterable[tuple[int, str]]  # positions and ids


def _around(connection: Connection, position: int | None, moved: set[str]) -> tuple[int | None, Following]:
    """The position of the last job before `position` (None: the end) that is not `moved`, and the other jobs from there on, in order."""
    ahead = "SELECT position, id FROM jobs {} ORDER BY position DESC, rowid DESC"
    rows = connection.execute(ahead.format("")) if position is None else connection.execute(ahead.format("WHERE position < ?"), (position,))
    lower = next((at for at, job_id in rows if job_id not in moved), None)
    if position is None:
        return lower, ()
    behind = connection.execute("SELECT position, id FROM jobs WHERE position >= ? ORDER BY position, rowid", (position,))
    return lower, ((at, job_id) for at, job_id in behind if job_id not in moved)


def _placed_between(lower: int | None, moved: Sequence[str], following: Following) -> list[tuple[int, str]]:
    """New positions for `moved` jobs behind `lower` (None: no job is before them) and, only where there is no room, for jobs `following` them.

    Jobs are spread evenly over the first gap that holds them all, the first gaps of an "order-maintenance" list (Bender et al., 2002).
    """
    placed, upper = list(moved), None
    for upper, job_id in following:
        if lower is None or upper - lower > len(placed):
            break
        placed.append(job_id)
    else:
        upper = None
    count = len(placed)
    if lower is None:
        lower = (upper or 0) - (count + 1) * GAP
    step = GAP if upper is None else (upper - lower) // (count + 1)
    return [(lower + number * step, job_id) for number, job_id in enumerate(placed, 1)]
