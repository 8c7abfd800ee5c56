"""Events: what the engine reports while it works, and the commands it takes, as lines of JSON on the pipe."""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields

from t2v_desktop.request import Request


@dataclass(frozen=True, slots=True)
class Preview:
    """An animated strip of small frames: `rgb` holds count * height * width * 3 bytes."""

    count: int
    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class Setup:
    """Where and how the engine runs a model.

    `device` is torch's name with the card's index (cpu, cuda:1, mps), `device_name` the hardware's own name. `dtype` is fp32, fp16
    or bf16, `memory` the memory plan. `free_bytes` is the device memory available to the engine, including what it already uses.
    """

    device: str
    device_name: str = ""
    dtype: str = ""
    memory: str = ""
    free_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Loading:
    """Reading `part` of the model: number `step` of `total`.

    The parts `libraries` (the engine's imports) and `files` (their hashes) come first; the last, `ready`, has the `setup`.
    """

    part: str
    step: int
    total: int
    setup: Setup | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """Encoding the prompt and, if there are such, the source clip or the known frames: `frame` of `total` frames are latents."""

    frame: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Warned:
    """Something the user should know that does not stop the work."""

    message: str


@dataclass(frozen=True, slots=True)
class Denoising:
    """Finished denoising step `step` of `total`."""

    step: int
    total: int
    preview: Preview | None = None


@dataclass(frozen=True, slots=True)
class Decoding:
    """Decoded frame `frame` of `total` to pixels."""

    frame: int
    total: int


@dataclass(frozen=True, slots=True)
class Writing:
    """Finishing the video file."""


@dataclass(frozen=True, slots=True)
class Done:
    """The clip is finished, at `path`.

    `num_frames` counts those of a clip that it continues. `seconds` has load, text, denoise, decode and write; if frames were encoded, encode too.
    `setup` is the one the clip was made with, the last if the engine tried several.
    """

    path: str
    poster: str
    seed: int
    num_frames: int
    width: int
    height: int
    fps: int
    seconds: dict[str, float] = field(default_factory=dict)
    setup: Setup | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The job failed. `kind` is the name of a class in errors.py."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The job was cancelled and left no file behind."""


Event = Loading | Encoding | Warned | Denoising | Decoding | Writing | Done | Failed | Stopped
FINAL = (Done, Failed, Stopped)

NAMES: dict[str, type[Event]] = {
    "loading": Loading,
    "encoding": Encoding,
    "warned": Warned,
    "denoising": Denoising,
    "decoding": Decoding,
    "writing": Writing,
    "done": Done,
    "failed": Failed,
    "cancelled": Stopped,
}
_NAME_OF = {kind: name for name, kind in NAMES.items()}

Report = Callable[[Event], None]
RaiseIfCancelled = Callable[[], None]  # called between two pieces of work


@dataclass(frozen=True, slots=True)
class Start:
    """Render `request` with the model in `model_folder` to `output`, whose suffix names the format.

    `source` is the clip that a second pass starts from, or that the request continues, "" for noise. `poster` is where a PNG of the frame with the most
    contrast goes, "" for none. `loras` are the files of the request's LoRAs, in the same order.
    """

    request: Request
    model_folder: str
    output: str
    poster: str = ""
    previews: bool = True
    source: str = ""
    loras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel the running job as soon as possible."""


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Import the libraries now, so that the next job does not have to wait for them.

    With `model_folder`, also load that model for requests like `request`, if there is plenty of free memory. Any other Start stops that.
    """

    request: Request | None = None
    model_folder: str = ""
    loras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepModel:
    """End the process once it has been idle for `keep_s` seconds, which frees its memory; 0 keeps it until the pipe closes."""

    keep_s: float


Command = Start | Cancel | WarmUp | KeepModel


def write_event(event: Event) -> str:
    """The event as one line of JSON, without the newline."""
    values = {f.name: getattr(event, f.name) for f in fields(event)}
    preview, setup = values.pop("preview", None), values.pop("setup", None)
    if preview is not None:
        values["preview"] = {**asdict(preview), "rgb": base64.b64encode(preview.rgb).decode("ascii")}
    if setup is not None:
        values["setup"] = asdict(setup)
    return json.dumps({"event": _NAME_OF[type(event)], **values})  # ASCII: paths may contain bytes that are not UTF-8


def read_event(line: str) -> Event:
    """The event that `write_event` wrote. Raises ValueError for anything else."""
    values = json.loads(line)
    kind = NAMES.get(values.pop("event", ""))
    if kind is None:
        raise ValueError(f"not an event: {line[:80]}")
    preview, setup = values.pop("preview", None), values.pop("setup", None)
    if preview is not None:
        values["preview"] = Preview(**{**preview, "rgb": base64.b64decode(preview["rgb"])})
    if setup is not None:
        values["setup"] = Setup(**setup)
    return kind(**values)


def write_command(command: Command) -> str:
    """The command as one line of JSON, without the newline."""
    if isinstance(command, Cancel):
        return json.dumps({"command": "cancel"})
    if isinstance(command, KeepModel):
        return json.dumps({"command": "keep_model", "keep_s": command.keep_s})
    if isinstance(command, WarmUp):
        like = command.request.to_json() if command.request else ""
        return json.dumps({"command": "warm_up", "request": like, "model_folder": command.model_folder, "loras": command.loras})
    return json.dumps({
        "command": "start",
        "request": command.request.to_json(),
        "model_folder": command.model_folder,
        "output": command.output,
        "poster": command.poster,
        "previews": command.previews,
        "source": command.source,
        "loras": command.loras,
    })  # fmt: skip


def read_command(line: str) -> Command:
    """The command that `write_command` wrote. Raises ValueError or InvalidRequest for anything else."""
    values = json.loads(line)
    match values.pop("command", ""):
        case "cancel":
            return Cancel()
        case "warm_up":
            request = Request.from_json(values["request"]) if values["request"] else None
            return WarmUp(request, str(values["model_folder"]), tuple(values["loras"]))
        case "keep_model":
            return KeepModel(float(values["keep_s"]))
        case "start":
            return Start(**{**values, "request": Request.from_json(values["request"]), "loras": tuple(values["loras"])})
        case _:
            raise ValueError(f"not a command: {line[:80]}")
