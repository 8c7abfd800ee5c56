"""The progress that a window's title and its button on the task bar show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """`percent` is that of the clip being rendered, None if none is; `left` counts the clips that wait or run."""

    percent: int | None = None
    left: int = 0

    @property
    def fraction(self) -> float:
        return (self.percent or 0) / 100


def shown_progress(done: float | None, left: int) -> ShownProgress:
    """The progress to show for a clip of which the share `done` is finished (None: nothing is being rendered). 100 % is shown once it has ended."""
    return ShownProgress(None if done is None else min(max(int(done * 100), 0), 99), left)
