"""What requests cost here and now: the runs of before, the devices, and the model that the engine holds."""

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer, Signal

from t2v_desktop import children
from t2v_desktop.errors import T2VError
from t2v_desktop.events import Done, Event, Failed, Loading, Setup, Stopped
from t2v_desktop.gui.inquiry import Inquiry
from t2v_desktop.library.runs import Run, Runs
from t2v_desktop.models.store import Model
from t2v_desktop.planning.devices import Device, Devices, LoadedModel, first_guess
from t2v_desktop.planning.estimate import Conditions, Estimate, estimate, kind_of
from t2v_desktop.request import Request

MOST_KINDS = 100  # of waiting requests that are estimated; the rest is taken to be like them
GONE_MS = 2_000  # how long closing waits for a process that was killed
LOOK_EVERY_MS = 2_000  # whether an engine that holds a model and has nothing to do still lives


class Costs(QObject):
    """Hears what the engine says, and is asked by everything that shows a time, a size or where a model is.

    `changed` after the engine has loaded or lost a model, or a device became known.
    """

    changed = Signal()

    def __init__(
        self, runs: Runs, find_model: Callable[[str], Model], clips_folder: Callable[[], Path], engine_runs: Callable[[], bool],
        command: list[str] | None = None, devices: Devices | None = None, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runs, self._find_model, self._clips_folder, self._engine_runs = runs, find_model, clips_folder, engine_runs
        self._ask_command = [*command, "--describe"] if command else children.command("engine", "--describe")
        self.devices = devices or first_guess()
        self.held: LoadedModel | None = None
        self._dtypes: dict[tuple[str, str], str] = {}  # what auto came to by device and model: some models give NaN in half precision
        self._models: dict[str, Model] = {}  # a model is inspected anew before each job, not at each keystroke
        self._working = False
        self._inquiry: Inquiry | None = None
        self._watch = QTimer(self, interval=LOOK_EVERY_MS)
        self._watch.timeout.connect(self._look)

    # what the engine says

    def ask(self) -> None:
        """Find out which devices there are, unless it is known which one auto stands for, or a job needs the processor."""
        if self.devices.auto or self._working or self._inquiry is not None:
            return
        self._inquiry = Inquiry(self._ask_command, self)
        self._inquiry.answered.connect(self._take)
        self._inquiry.finished.connect(self._asked)
        self._inquiry.start()

    def begin(self) -> None:
        """A job begins."""
        self._working = True
        self._watch.stop()
        self.stop_asking()

    def stop_asking(self) -> None:
        """End the question, answered or not."""
        if self._inquiry is not None:
            self._inquiry.stop()

    def close(self) -> None:
        """Stop whatever goes on by itself."""
        self._watch.stop()
        if (inquiry := self._inquiry) is not None:
            inquiry.stop()
            inquiry.wait(GONE_MS)

    def hear(self, request: Request, event: Event) -> None:
        """Take in an event of the job that makes `request`."""
        before = self.held, self.devices
        match event:
            case Loading(setup=Setup() as setup) | Done(setup=Setup() as setup):
                self.held = LoadedModel(request, setup) if self.held is None else replace(self.held, setup=setup)
                self.devices = self.devices.learn(request, setup)
                if request.dtype == "auto" and setup.dtype:
                    self._dtypes[setup.device, request.model] = setup.dtype
            case Loading():  # the model before has been given up
                self.held = None
            case Failed(kind="EngineStopped" | "OutOfMemory"):
                self.held = None
        if isinstance(event, Done | Failed | Stopped):
            self._working = False
            if not self._engine_runs():  # a job that does not stop is stopped with its engine
                self.held = None
            if self.held is not None:
                self._watch.start()
        if (self.held, self.devices) != before:
            self.changed.emit()

    def device_in_use(self) -> Device | None:
        """The device of the model in memory, else the one that auto stands for; None where nobody knows."""
        return self.devices.find(self.held.setup.device if self.held else "auto")

    def keep(self, r: Request, done: Done, start_s: float) -> None:
        """Remember what a clip cost; `start_s` is how long the engine had to be waited for."""
        used, file = done.setup or Setup(""), Path(done.path)
        self._runs.add(
            Run(
                model=r.model,
                device=used.device,
                width=r.width,
                height=r.height,
                num_frames=r.num_frames,
                num_inference_steps=r.steps_taken,
                guided=r.guidance_scale > 1,
                seconds=done.seconds | ({"start": round(start_s, 3)} if start_s else {}),
                file_bytes=file.stat().st_size if file.is_file() else 0,
                device_name=used.device_name,
                dtype=used.dtype,
                memory=used.memory,
            )
        )

    def _take(self, told: Devices) -> None:
        """The answer. What the engine itself said about a device that it is using is nearer the truth."""
        in_use = self.held.setup.device if self.held else ""
        kept = {d.name: d for d in self.devices.known if d.name == in_use}
        self.devices = Devices(told.auto, tuple(kept.get(d.name, d) for d in told.known))
        self.changed.emit()

    def _asked(self) -> None:
        if self._inquiry is not None:
            self._inquiry.deleteLater()
            self._inquiry = None

    def _look(self) -> None:
        if not self._engine_runs():
            self._watch.stop()
            self.held = None
            self.changed.emit()

    # what is asked

    def estimate(self, request: Request) -> Estimate:
        """What `request` would cost. Raises T2VError where its model has gone."""
        model = self._models.get(request.model) or self._models.setdefault(request.model, self._find_model(request.model))
        device = self.devices.find(request.device)
        if device is not None:
            free = psutil.virtual_memory().available if device.kind == "cpu" else device.free_bytes
            device = replace(device, free_bytes=free, dtype=self._dtypes.get((device.name, request.model), device.dtype))
        loaded = self.held.setup if self.held is not None and request.within(self.held.request) else None
        conditions = Conditions(device, _free_disk(self._clips_folder()), loaded, self._engine_runs())
        return estimate(request, model, self._runs.recent(request.model), conditions)

    def seconds_of(self, requests: Iterable[Request]) -> float | None:
        """How long all of them take, one after the other; None where there is no telling."""
        kinds: dict[tuple[object, ...], list[Request]] = {}
        for request in requests:
            kinds.setdefault(kind_of(request), []).append(request)
        commonest = sorted(kinds.values(), key=len, reverse=True)
        told, ready_s = 0.0, dict[str, float]()
        for alike in commonest[:MOST_KINDS]:
            cost = self._cost(alike[0])
            if cost is None:
                continue
            if cost.seconds is None:
                return None
            told += (cost.seconds - cost.ready_s) * len(alike)
            ready_s[alike[0].model] = cost.ready_s
        counted = sum(map(len, commonest[:MOST_KINDS]))
        return told * sum(map(len, commonest)) / counted + sum(ready_s.values()) if counted else 0.0

    def _cost(self, request: Request) -> Estimate | None:
        """None for a model that has gone: such a job takes no time."""
        with suppress(T2VError):
            return self.estimate(request)
        return None

    def forget_models(self) -> None:
        """What is installed may have changed."""
        self._models.clear()


def _free_disk(folder: Path) -> int:
    """Free bytes where `folder` is, or will be made."""
    for place in (folder, *folder.parents):
        with suppress(OSError):
            return shutil.disk_usage(place).free
    return 0
