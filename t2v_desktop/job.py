"""A request in the queue, and what follows its first clip."""

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


FOLLOWS = {
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
    """What follows a job's first clip: a second pass, which makes `request` from the clip before it."""

    request: Request


@dataclass(frozen=True, slots=True)
class Job:
    """A request in the queue and the passes that follow it, each over the clip before it.

    `source` is the clip that the request itself starts from, "" for noise. `clips` are the paths of the clips made so far, the
    request's first. `attempts` counts how often the current pass was started; `error` says why it last ended badly. `output` is
    where its clip goes while it runs. `created_s` is when the job was added, in seconds since 1970.
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
        """What is to be rendered now; once the job is done, what was rendered last."""
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
        """What is still to be rendered in this job, without what is being rendered; nothing if it has ended."""
        if self.state not in (State.WAITING, State.RUNNING, State.CANCELLING):
            return ()
        after = tuple(following.request for following in self.passes_left)
        return (self.current, *after) if self.state is State.WAITING else after

    @property
    def _passes_begun(self) -> int:
        return min(len(self.clips), len(self.passes))

    def turn(self, state: State, error: str = "") -> "Job":
        """The job in its next state. Raises ValueError for a step that FOLLOWS does not allow."""
        if state not in FOLLOWS[self.state]:
            raise ValueError(f"a job that is {self.state.value} cannot become {state.value}")
        started = self.attempts + (state is State.RUNNING)
        output = self.output if state is State.CANCELLING else ""
        return replace(self, state=state, attempts=started, error=error, output=output)

    def finished(self, clip: str) -> "Job":
        """The job once `current` has its clip: done, or waiting for its next pass; cancelled instead if it was being cancelled."""
        done = replace(self.turn(State.DONE), clips=(*self.clips, clip))
        if not self.passes_left:
            return done
        return replace(done, state=State.CANCELLED if self.state is State.CANCELLING else State.WAITING, attempts=0)


@dataclass(frozen=True, slots=True)
class Run:
    """What a finished job cost.

    `seconds` by phase as in events.Done, and start where the engine had to be started first. `device`, `device_name`, `dtype`
    and `memory` are what the engine used (events.Setup), all empty where it did not say.
    """

    model: str
    device: str
    width: int
    height: int
    num_frames: int
    num_inference_steps: int
    guided: bool
    seconds: dict[str, float]
    file_bytes: int
    device_name: str = ""
    dtype: str = ""
    memory: str = ""


def passes_to_json(passes: Sequence[Pass]) -> str:
    return json.dumps([{"kind": "second pass", **asdict(following)} for following in passes], ensure_ascii=False)


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
