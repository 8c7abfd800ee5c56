"""A job: a request in the queue, and the passes after its first clip."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import Enum

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.request import Request


class State(Enum):
    WAITING = "waiting"
    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


TRANSITIONS = {
    State.WAITING: {State.RUNNING, State.CANCELLED},
    State.RUNNING: {State.CANCELLING, State.DONE, State.FAILED, State.CANCELLED, State.INTERRUPTED},
    State.CANCELLING: {State.DONE, State.FAILED, State.CANCELLED, State.INTERRUPTED},
    State.INTERRUPTED: {State.WAITING, State.CANCELLED},
    State.FAILED: {State.WAITING},
    State.CANCELLED: {State.WAITING},
    State.DONE: set[State](),
}


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass after a job's first clip: renders `request` from the previous clip."""

    request: Request


@dataclass(frozen=True, slots=True)
class Job:
    """A request in the queue and the passes after it; each pass starts from the previous clip.

    `source` is the clip that the request itself starts from or continues, "" for noise. `clips` are the paths of the clips made so far, the
    request's first. `attempts` counts how often the current pass was started; `error` is the message of its last failure. `output`
    is the path of the clip being written while the job runs. `created_s` is when the job was added, in seconds since 1970.
    """

    id: str
    request: Request
    state: State = State.WAITING
    attempts: int = 0
    error: str = ""
    created_s: float = 0.0
    source: str = ""
    passes: tuple[Pass, ...] = ()
    clips: tuple[str, ...] = ()
    output: str = ""

    @property
    def current(self) -> Request:
        """The request to render now; after the job is done, the last one rendered."""
        return self.passes[self._passes_begun - 1].request if self._passes_begun else self.request

    @property
    def current_source(self) -> str:
        """The clip that `current` starts from, "" for noise."""
        return self.clips[self._passes_begun - 1] if self._passes_begun else self.source

    @property
    def passes_left(self) -> tuple[Pass, ...]:
        """The passes after the current one."""
        return self.passes[self._passes_begun :]

    @property
    def requests_waiting(self) -> tuple[Request, ...]:
        """The requests that still wait in this job, without the one being rendered; empty once the job has ended."""
        if self.state not in (State.WAITING, State.RUNNING, State.CANCELLING):
            return ()
        later = tuple(each.request for each in self.passes_left)
        return (self.current, *later) if self.state is State.WAITING else later

    @property
    def _passes_begun(self) -> int:
        return min(len(self.clips), len(self.passes))

    def advance_to(self, state: State, error: str = "") -> "Job":
        """The job in another state. Raises ValueError if TRANSITIONS does not allow the step."""
        if state not in TRANSITIONS[self.state]:
            raise ValueError(f"a {self.state.value} job can't become {state.value}")
        started = self.attempts + (state is State.RUNNING)
        output = self.output if state is State.CANCELLING else ""
        return replace(self, state=state, attempts=started, error=error, output=output)

    def finished(self, clip: str) -> "Job":
        """The job after `current` was rendered to `clip`: done, or waiting for its next pass (cancelled if it was being cancelled)."""
        done = replace(self.advance_to(State.DONE), clips=(*self.clips, clip))
        if not self.passes_left:
            return done
        return replace(done, state=State.CANCELLED if self.state is State.CANCELLING else State.WAITING, attempts=0)


def passes_to_json(passes: Sequence[Pass]) -> str:
    return json.dumps([{"kind": "second pass", **asdict(each)} for each in passes], ensure_ascii=False)


def passes_from_json(text: str) -> tuple[Pass, ...]:
    """The passes that `passes_to_json` wrote. Raises InvalidRequest for anything else, such as a kind that only a newer version knows."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("the passes are not JSON") from error
    if not isinstance(stored, list):
        raise InvalidRequest("the passes are not a list")
    return tuple(_pass_of(values) for values in stored)


def _pass_of(values: object) -> Pass:
    match values:
        case {"kind": "second pass", "request": request}:
            return Pass(Request.from_json(json.dumps(request, ensure_ascii=False)))
        case {"kind": kind}:
            raise InvalidRequest(f"unknown kind of pass {kind!r:.40}")
        case _:
            raise InvalidRequest("a pass has no kind")
