"""What a campaign found: a row a fault, with every loss and the name by which its trial runs again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """One trial: `losses` says in words what was lost, empty where all is well; `seconds` is what the fault's limit is about.

    `struck` is False where the fault never came to pass, as with the ninth write of a job that writes eight times: no trial.
    """

    losses: list[str]
    seconds: float = 0.0
    struck: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """`fault` is the row it counts in, `name` tells it apart, `run` may use a folder."""

    fault: str
    name: str
    run: Callable[[Path], Outcome]


@dataclass(frozen=True, slots=True)
class Kind:
    """`lanes` are trials that follow one another; lanes run side by side unless the kind is to be `alone`, for its times."""

    name: str
    lanes: Sequence[Sequence[Trial]] = ()
    alone: bool = False
    skipped: str = ""


@dataclass(slots=True)
class Row:
    fault: str
    trials: int = 0
    losses: int = 0
    missed: int = 0
    worst_s: float = 0.0
    told: list[str] = field(default_factory=list)
    skipped: str = ""

    def count(self, trial: Trial, outcome: Outcome) -> None:
        if not outcome.struck and not outcome.losses:
            self.missed += 1
            return
        self.trials += 1
        self.losses += bool(outcome.losses)
        self.worst_s = max(self.worst_s, outcome.seconds)
        if outcome.losses:
            self.told.append(f"{trial.name}: {'; '.join(outcome.losses[:4])}")


def table(rows: Iterable[Row]) -> str:
    lines = [f"{'fault':<62} {'trials':>7} {'losses':>7} {'worst s':>8} {'missed':>7}"]
    for row in rows:
        lines.append(
            f"{row.fault:<62} " + (f"skipped: {row.skipped}" if row.skipped else f"{row.trials:>7} {row.losses:>7} {row.worst_s:>8.1f} {row.missed:>7}")
        )
    return "\n".join(lines)
