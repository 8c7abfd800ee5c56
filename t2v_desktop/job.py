"""A request in the queue."""

from dataclasses import dataclass, replace
from enum import Enum

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
class Job:
    """One request in the queue; `attempts` counts how often it was started, `error` says why it last ended badly.

    `created_s` is when it was added, in seconds since 1970. `source` is the clip that a second pass begins with; `second` is
    the second pass that follows once this request has its clip. `output` is where its clip goes while it runs, and where it
    went once it is done.
    """

    id: str
    request: Request
    state: State = State.WAITING
    attempts: int = 0
    error: str = ""
    created_s: float = 0.0
    source: str = ""
    second: Request | None = None
    output: str = ""

    def turn(self, state: State, error: str = "") -> "Job":
        """The job in its next state. Raises ValueError for a step that FOLLOWS does not allow."""
        if state not in FOLLOWS[self.state]:
            raise ValueError(f"a job that is {self.state.value} cannot become {state.value}")
        started = self.attempts + (state is State.RUNNING)
        output = self.output if state in (State.CANCELLING, State.DONE) else ""
        return replace(self, state=state, attempts=started, error=error, output=output)

    def finished(self, clip: str) -> "Job":
        """The job once its request has its clip: done, or before its second pass."""
        return self.turn(State.DONE) if self.second is None else self.go_on_from(clip)

    def go_on_from(self, clip: str) -> "Job":
        """The job once its request has its clip: waiting for the second pass over it, cancelled where it was being cancelled."""
        if self.second is None:
            raise ValueError("this job has no second pass")
        state = State.CANCELLED if self.state is State.CANCELLING else State.WAITING
        return replace(self, request=self.second, second=None, source=clip, output="", state=state, attempts=0, error="")


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
