"""The report of a campaign: a row per fault, and for each loss the name of the trial, to run it again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a trial: `losses` describes what was lost, empty if nothing; `seconds` is the time that the fault limits.

    `struck` is False if the fault never happened, such as the ninth write of a job that writes eight times; it does not count.
    """

    losses: list[str]
    seconds: float = 0.0
    struck: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial: it counts in the row `fault`; `name` identifies it; `run` gets a folder to work in."""

    fault: str
    name: str
    run: Callable[[Path], Outcome]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault. The trials of a lane run in order; lanes run in parallel unless the kind measures times and runs `alone`."""

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
