"""Estimates time, memory and disk space of requests from past runs, this computer's devices and the loaded model."""

import os
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from functools import cache
from heapq import nlargest
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer, Signal

from t2v_desktop import children
from t2v_desktop.errors import T2VError
from t2v_desktop.events import Done, Event, Failed, Loading, Setup, Stopped
from t2v_desktop.gui.device_query import DeviceQuery
from t2v_desktop.library.runs import Run, Runs
from t2v_desktop.models.catalogue import Entry
from t2v_desktop.models.memory import count_parameters
from t2v_desktop.models.store import Model
from t2v_desktop.planning.devices import Device, Devices, LoadedModel, first_guess
from t2v_desktop.planning.estimate import Conditions, Estimate, estimate, smaller
from t2v_desktop.planning.model_fit import Fit, measured_flop_s, model_fit
from t2v_desktop.request import Request

MAX_KINDS = 30  # how many kinds of waiting requests are estimated; the rest are assumed to take the average time
CLOSE_TIMEOUT_MS = 2_000  # how long `close` waits for a killed process
ENGINE_CHECK_MS = 2_000  # how often to check that an idle engine still holds its model


class Costs(QObject):
    """Learns from the engine's events what requests cost, which devices there are and which model is loaded.

    `changed` is emitted when a model was loaded or unloaded, or when more is known about the devices.
    """

    changed = Signal()

    def __init__(
        self, runs: Runs, find_model: Callable[[str], Model], clips_folder: Callable[[], Path], engine_runs: Callable[[], bool],
        command: list[str] | None = None, devices: Devices | None = None, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runs, self._find_model, self._clips_folder, self._engine_runs = runs, find_model, clips_folder, engine_runs
        self._query_command = [*command, "--describe"] if command else children.command("engine", "--describe")
        self.devices = devices or first_guess()
        self.loaded_model: LoadedModel | None = None
        self._dtypes: dict[tuple[str, str], str] = {}  # the precision that auto chose, by device and model: some models give NaN in half precision
        self._models: dict[str, Model] = {}  # cached, to inspect a model again before each job but not at each keystroke
        self._job_running = False
        self._query: DeviceQuery | None = None
        self._engine_timer = QTimer(self, interval=ENGINE_CHECK_MS)
        self._engine_timer.timeout.connect(self._check_engine)

    # learn

    def query_devices(self) -> None:
        """Look for devices in the background, unless the device for auto is known already or a job needs the CPU."""
        if self.devices.auto or self._job_running or self._query is not None:
            return
        self._query = DeviceQuery(self._query_command, self)
        self._query.answered.connect(self._apply_devices)
        self._query.finished.connect(self._query_finished)
        self._query.start()

    def start_job(self) -> None:
        """Stop background work while a job runs."""
        self._job_running = True
        self._engine_timer.stop()
        self.stop_query()

    def stop_query(self) -> None:
        """Stop looking for devices."""
        if self._query is not None:
            self._query.stop()

    def close(self) -> None:
        """Stop all background work."""
        self._engine_timer.stop()
        if (query := self._query) is not None:
            query.stop()
            query.wait(CLOSE_TIMEOUT_MS)

    def handle_event(self, request: Request, event: Event) -> None:
        """Learn from an event of the job that renders `request`."""
        before = self.loaded_model, self.devices
        match event:
            case Loading(setup=Setup() as setup) | Done(setup=Setup() as setup):
                self.loaded_model = LoadedModel(request, setup) if self.loaded_model is None else replace(self.loaded_model, setup=setup)
                self.devices = self.devices.learn(request, setup)
                if request.dtype == "auto" and setup.dtype:
                    self._dtypes[setup.device, request.model] = setup.dtype
            case Loading():  # the previous model has been unloaded
                self.loaded_model = None
            case Failed(kind="EngineStopped" | "OutOfMemory"):
                self.loaded_model = None
        if isinstance(event, Done | Failed | Stopped):
            self._job_running = False
            if not self._engine_runs():  # a job that did not stop was killed together with its engine
                self.loaded_model = None
            if self.loaded_model is not None:
                self._engine_timer.start()
        if (self.loaded_model, self.devices) != before:
            self.changed.emit()

    def device_in_use(self) -> Device | None:
        """The device of the loaded model, or else the one that auto chooses. None if unknown."""
        return self.devices.find(self.loaded_model.setup.device if self.loaded_model else "auto")

    def record(self, r: Request, done: Done, start_s: float) -> None:
        """Store what a clip cost, unless its model was removed. `start_s` is the time the engine took to start, 0 if it was running."""
        used, file = done.setup or Setup(""), Path(done.path)
        try:
            evaluations = r.evaluations(self.model(r.model).family.cached_share)
        except T2VError:
            return
        self._runs.add(
            Run(
                model=r.model,
                device=used.device,
                width=r.width,
                height=r.height,
                num_frames=r.num_frames,
                evaluations=evaluations,
                seconds=done.seconds | ({"start": round(start_s, 3)} if start_s else {}),
                file_bytes=file.stat().st_size if file.is_file() and not r.continued_frames else 0,  # a continued clip's has the frames before it too
                device_name=used.device_name,
                dtype=used.dtype,
                memory=used.memory,
            )
        )

    def _apply_devices(self, found: Devices) -> None:
        """Adopt the devices found, but keep what the engine itself reported of the one in use, which is more accurate."""
        in_use = self.loaded_model.setup.device if self.loaded_model else ""
        kept = {d.name: d for d in self.devices.known if d.name == in_use}
        self.devices = Devices(found.auto, tuple(kept.get(d.name, d) for d in found.known))
        self.changed.emit()

    def _query_finished(self) -> None:
        if self._query is not None:
            self._query.deleteLater()
            self._query = None

    def _check_engine(self) -> None:
        if not self._engine_runs():
            self._engine_timer.stop()
            self.loaded_model = None
            self.changed.emit()

    # estimate

    def estimate(self, request: Request, frames_before: int = 0) -> Estimate:
        """What `request` would cost; `frames_before` are those of the clip that it continues. Raises T2VError if its model is no longer installed."""
        return self._estimate(request, self._runs.recent, frames_before)

    def _estimate(self, request: Request, recent: Callable[[str], list[Run]], frames_before: int = 0) -> Estimate:
        """As `estimate`; `recent` returns the last runs of a model."""
        return estimate(request, self.model(request.model), recent(request.model), self._conditions(request), frames_before=frames_before)

    def settings_that_fit(self, request: Request) -> Request | None:
        """What to render instead of a request that ran out of memory, None if nothing smaller is left. Raises T2VError."""
        return self.estimate(request).advice or smaller(request, self.model(request.model), self._conditions(request))

    def fit(self, entry: Entry) -> Fit | None:
        """How a known model that need not be installed would fit this computer; None if unknown."""
        device = self.devices.find("auto")
        total = psutil.virtual_memory().total if device is not None and device.kind == "cpu" else device.free_bytes if device is not None else None
        flop_s = None
        with suppress(T2VError):
            starter = self.model("starter")
            flop_s = measured_flop_s(starter, count_parameters(starter.folder, starter.family), self._runs.recent("starter"))
        return model_fit(entry, device, total, os.cpu_count() or 1, flop_s)

    def _conditions(self, request: Request) -> Conditions:
        device = self.devices.find(request.device)
        if device is not None:
            free = psutil.virtual_memory().available if device.kind == "cpu" else device.free_bytes
            device = replace(device, free_bytes=free, dtype=self._dtypes.get((device.name, request.model), device.dtype))
        loaded = self.loaded_model.setup if self.loaded_model is not None and request.within(self.loaded_model.request) else None
        return Conditions(device, _free_disk(self._clips_folder()), loaded, self._engine_runs())

    def model(self, name: str) -> Model:
        """An installed model, as it was when it was last inspected. Raises T2VError."""
        return self._models.get(name) or self._models.setdefault(name, self._find_model(name))

    def total_s(self, kinds: Collection[tuple[Request, int]]) -> float | None:
        """How long requests take in total, one after the other: `kinds` has one of those that cost the same, and how many there are. None if unknown."""
        frequent = nlargest(MAX_KINDS, kinds, key=lambda kind: kind[1])
        total, ready_s, recent = 0.0, dict[str, float](), cache(self._runs.recent)
        for request, count in frequent:
            try:
                cost = self._estimate(request, recent)
            except T2VError:  # the model is no longer installed: such a job takes no time
                continue
            if cost.seconds is None:
                return None
            total += (cost.seconds - cost.ready_s) * count
            ready_s[request.model] = cost.ready_s
        counted = sum(count for _, count in frequent)
        return total * sum(count for _, count in kinds) / counted + sum(ready_s.values()) if counted else 0.0

    def forget_models(self) -> None:
        """Inspect models again: the installed ones may have changed."""
        self._models.clear()


def _free_disk(folder: Path) -> int:
    """Free bytes on the disk of `folder`, which may not exist yet."""
    for existing in (folder, *folder.parents):
        with suppress(OSError):
            return shutil.disk_usage(existing).free
    return 0
