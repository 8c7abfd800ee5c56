"""One application for many trials in a row; after a loss it starts again in a new home."""

import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from t2v_desktop.request import Request
from tests.faults import invariants
from tests.faults.driver import Application
from tests.faults.gate import Gate
from tests.faults.scene import NEXT_S, by_seed, prepare, requests


class Chain:
    """A chain of trials. With `watched`, a gate intercepts the application's system calls."""

    def __init__(self, engine: Sequence[str], watched: bool = False, model: str = "starter") -> None:
        self._engine, self._watched, self._model = engine, watched, model
        self._application: Application | None = None
        self.gate: Gate | None = None
        self.folder = Path()
        self.asked: list[Request] = []
        self.cancelled: set[int] = set()

    def application(self, folder: Path) -> Application:
        """The running application, or a new one in a new home below `folder`."""
        if self._application is None:
            self.folder = prepare(Path(tempfile.mkdtemp(dir=folder, prefix="chain-")), self._model)
            self.prepare()
            self.asked, self.cancelled, self.gate = [], set(), Gate(self.folder) if self._watched else None
            before, fds = (self.gate.before, self.gate.fds) if self.gate else ([], [])
            self._application = Application(self.folder, self._engine, before, fds)
            if self.gate:
                self.gate.watch(self._application)
            self._application.ready()
        return self._application

    def prepare(self) -> None:
        """Prepare a new home before its application starts."""

    def ask(self, count: int = 1, **chosen: Any) -> list[Request]:
        """Make requests for the caller to submit; `check` will look for their clips."""
        made = requests(count, len(self.asked) + 1, **({"model": Path(self._model).name} | chosen))
        self.asked += made
        return made

    def resume(self) -> list[str]:
        """Resume, and retry failed jobs as a user would. Returns the jobs that failed without a message."""
        application = self._application
        assert application is not None
        end = time.monotonic() + NEXT_S
        application.do("pause", paused=False)
        seen = application.settle(NEXT_S)
        failed = [job for job in seen["jobs"] if job["state"] == "failed"]
        again = [Request.from_json(job["request"]).seed for job in failed]
        silent = [f"job failed without a message: seed {Request.from_json(job['request']).seed}" for job in failed if not job["error"]]
        if again:
            application.do("retry", seeds=again)
            application.do("pause", paused=False)
            application.settle(max(end - time.monotonic(), 1.0))
        return silent

    def check(self, left_over: bool = True) -> list[str]:
        application = self._application
        assert application is not None
        seen = application.do("seen")
        wanted = [r for r in self.asked if r.seed not in self.cancelled]
        jobs = [job for job in seen["jobs"] if Request.from_json(job["request"]).seed not in self.cancelled]
        losses = invariants.check(application.home, seen | {"jobs": jobs}, by_seed(wanted))
        losses += [f"traceback: {words}" for words in application.tracebacks]
        return [loss for loss in losses if left_over or not loss.startswith("left over")]

    def end(self) -> list[str]:
        """Quit the application as a user does. Returns what went wrong."""
        if self._application is None:
            return []
        status = self._application.quit()
        self.drop()
        return [] if status == 0 else [f"it ended with status {status}"]

    def renew(self, losses: Sequence[str]) -> None:
        """After a trial with losses, use a new home for the next one. If only foreign files were lost, put them back."""
        if all(loss.startswith("foreign") for loss in losses):
            if losses:
                invariants.plant_foreign(self.folder / "home" / "clips")
            return
        self.drop()

    def drop(self) -> None:
        if self._application is not None:
            with suppress(OSError):
                self._application.__exit__()
        self._application = None
