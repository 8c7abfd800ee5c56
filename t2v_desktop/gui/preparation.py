"""Gets the engine ready while the user types."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from t2v_desktop.errors import T2VError
from t2v_desktop.events import WarmUp
from t2v_desktop.models.loras.store import files_of
from t2v_desktop.models.store import Model
from t2v_desktop.request import Request

AGAIN_S = 60.0  # how soon an engine that has ended is started again


class Preparation:
    """Sends a WarmUp when the next request may need another model, or when the engine has ended."""

    def __init__(
        self, warm_up: Callable[[WarmUp], None], engine_started: Callable[[], bool], model: Callable[[str], Model], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._warm_up, self._engine_started, self._model, self._clock = warm_up, engine_started, model, clock
        self._prepared: Request | None = None
        self._prepared_at_s = 0.0

    def prepare(self, request: Request) -> None:
        """Get ready for requests like this one, whatever their prompt, seed and length in time."""
        wanted, now = replace(request, prompt="any", negative_prompt="", seed=0, fps=1), self._clock()
        if wanted == self._prepared and (self._engine_started() or now - self._prepared_at_s < AGAIN_S):
            return
        self._prepared, self._prepared_at_s = wanted, now
        with suppress(T2VError):  # the model is gone: Generate says so
            self._warm_up(WarmUp(wanted, str(self._model(wanted.model).folder), files_of(wanted)))
