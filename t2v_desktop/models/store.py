"""Finds installed models and knows what each can generate."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.errors import BrokenModel, InvalidRequest, ModelError, OutputError, UnknownModel
from t2v_desktop.models import manifest
from t2v_desktop.models.catalogue import CATALOG, Entry
from t2v_desktop.models.families import family_of
from t2v_desktop.models.family import ClipShape, Family, Input, Recipe
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.hub_environment import origin
from t2v_desktop.models.words import NO_WORDS, ModelWords
from t2v_desktop.request import MAX_FRAMES, MAX_SIDE, PRESETS, Request

LORAS = "loras"  # the folder of LoRAs, among those of the installed models
INPUTS: dict[Input, str] = {"start_image": "a start image", "end_image": "an end image", "continued_frames": "continuing a clip"}
DEFAULT_OVERLAP = 9  # frames of a clip that its continuation begins with: half a second, which shows how things move, in whole latent frames
DEFAULT_STRENGTH = 0.7  # of a second pass, if the catalogue names none


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model that passed the safety check.

    `width`, `height` (pixels), `num_frames` and `fps` are its native settings; `shape` is the range it supports. `strength` is above 0
    for a model made for second passes: the share of the schedule that they denoise. `examples` are prompts to try, `words` suit its prompts, and
    `known_words` are the only ones it knows (empty: more than can be listed).
    """

    name: str
    title: str
    folder: Path
    width: int
    height: int
    num_frames: int
    fps: int
    family: Family
    shape: ClipShape
    presets: Mapping[str, Recipe]
    weights_bytes: int
    strength: float = 0.0
    examples: tuple[str, ...] = ()
    known_words: frozenset[str] = frozenset()
    words: ModelWords = NO_WORDS

    @property
    def step(self) -> int:
        """The step of width and height, in pixels: fits the model's grid and the multiple of 8 that every request requires."""
        return math.lcm(self.shape.grid, 8)

    def snap(self, side: float) -> int:
        """The nearest width or height that this model supports, in pixels."""
        return min(max(round(side / self.step), 1), MAX_SIDE // self.step) * self.step

    def nearest_frames(self, num_frames: int) -> int:
        """The nearest length that this model supports, in frames."""
        return self.shape.nearest_frames(num_frames, MAX_FRAMES)

    def check(self, request: Request) -> None:
        """Raise InvalidRequest if this model can't generate `request`; the message names a supported value."""
        for name, value in (("width", request.width), ("height", request.height)):
            if value % self.shape.grid:
                near = max(round(value / self.shape.grid), 1) * self.shape.grid
                raise InvalidRequest(f"{name} {value} isn't supported by {self.title}: use a multiple of {self.shape.grid}, such as {near}")
        if not self.shape.takes(request.num_frames):
            raise InvalidRequest(f"{request.num_frames} frames aren't supported by {self.title}: use {self.nearest_frames(request.num_frames)}")
        if request.scheduler not in self.family.schedulers:
            raise InvalidRequest(f"scheduler {request.scheduler} isn't supported by {self.title}: use {', '.join(self.family.schedulers)}")
        if request.cache_interval > 1 and self.family.cached_share is None:
            raise InvalidRequest(f"a cache interval of {request.cache_interval} isn't supported by {self.title}: use 1")
        if request.flow_shift and not self.family.has_flow_shift:
            raise InvalidRequest(f"a flow shift of {request.flow_shift:g} isn't supported by {self.title}: use 0")
        self._check_given(request)

    def check_input(self, name: Input) -> None:
        """Raise InvalidRequest if this model's clips can't be given `name`; the message names a model that can."""
        if name not in self.shape.inputs:
            raise InvalidRequest(f"{INPUTS[name]} isn't supported by {self.title}: use {able_to(name)}", option="--model")

    def _check_given(self, request: Request) -> None:
        for name in INPUTS:
            if getattr(request, name):
                self.check_input(name)
        known = request.continued_frames
        if known and not self.shape.takes(known):
            raise InvalidRequest(f"{self.title} can't continue a clip after {known} frames: use {self.nearest_frames(known)}")

    def request(self, prompt: str, preset: str = "balanced", **chosen: object) -> Request:
        """A checked request with the preset's values, overridden by those `chosen` that are not None. Raises InvalidRequest."""
        if preset not in self.presets:
            raise InvalidRequest(f"unknown preset {preset!r:.40}: use {', '.join(PRESETS)}")
        values: dict[str, object] = {
            "prompt": prompt, "preset": preset, "model": self.name, "width": self.width, "height": self.height,
            "num_frames": self.num_frames, "fps": self.fps, **asdict(self.presets[preset]),
        }  # fmt: skip
        values |= {name: value for name, value in chosen.items() if value is not None}
        request = Request(**values)  # type: ignore[arg-type]  # Request checks every type itself
        self.check(request)
        return request

    def second_pass(self, first: Request) -> Request:
        """A second pass over the clip of `first` with this model: about this model's native size, in the aspect ratio of `first`."""
        scale = math.sqrt(self.width * self.height / (first.width * first.height))
        return self.request(
            first.prompt, first.preset, negative_prompt=first.negative_prompt,
            width=self.snap(first.width * scale), height=self.snap(first.height * scale), num_frames=self.nearest_frames(first.num_frames), fps=first.fps,
            seed=first.seed, strength=self.strength or DEFAULT_STRENGTH, device=first.device, dtype=first.dtype, memory=first.memory,
            typed=first.typed, typed_negative=first.typed_negative, styles=first.styles,
        )  # fmt: skip


def able_to(name: Input) -> str:
    """The known models whose clips can be given something, for a message."""
    return " or ".join(f"{entry.title} ({entry.name})" for entry in CATALOG.values() if name in entry.inputs)


def folder_of(name: str) -> Path:
    """The folder of a model given by name or path. Raises UnknownModel."""
    if name == "starter":
        return paths.resources() / "models" / "starter"
    if name in installed_names():
        return settings.load().models / name
    try:
        if (folder := Path(name).expanduser()).is_dir():
            return folder.absolute()
    except (OSError, RuntimeError, ValueError):  # a name too long for a file, an unknown user, a NUL
        pass
    known = ", ".join(sorted({"starter", *installed_names()}))
    raise UnknownModel(f"model {name!r:.200} is not installed: choose one of {known}, or a model folder")


def find_installed(name: str) -> Model:
    """The model installed under `name`, never one by path, because the name may come from an untrusted file. Raises like `find`."""
    if name != "starter" and name not in installed_names():
        raise UnknownModel(f"model {name!r:.200} is not installed")
    return find(name)


def installed_names() -> list[str]:
    """The names of installed models, usable or not. Skips names with a leading dot: these are temporary folders."""
    try:
        return sorted(p.name for p in settings.load().models.iterdir() if not p.name.startswith(".") and _is_model(p))
    except OSError:  # `models_folder_problem` has the reason
        return []


def _is_model(folder: Path) -> bool:
    """Whether a folder is a model. True also if it can't be read or its drive is not connected, so that the list shows it as broken."""
    try:
        return (folder / "model_index.json").is_file() or (folder.is_symlink() and not folder.exists())
    except PermissionError:
        return True
    except OSError:
        return False


def models_folder_problem() -> str:
    """Why the models folder can't be read, in one line; empty if it can."""
    chosen = settings.load()
    try:
        next(chosen.models.iterdir(), None)
    except FileNotFoundError:
        return f"the models folder {chosen.models} doesn't exist: connect its drive, or choose another folder" if chosen.models_folder else ""
    except NotADirectoryError:
        return f"the models folder {chosen.models} is a file, not a folder: choose another folder"
    except OSError as error:
        return f"the models folder {chosen.models} can't be read ({error.strerror or error}): choose another folder"
    return ""


def check_folder(folder: Path) -> None:
    """Raise OutputError if models can't be saved in the models folder; it is not created if its drive is missing."""
    try:
        can_be_created = folder.parent.is_dir() and not folder.exists()
    except OSError:
        can_be_created = False
    if folder == settings.load().models and not can_be_created and (problem := models_folder_problem()):
        raise OutputError(problem)


def catalogue_entry(folder: Path, name: str = "") -> Entry | None:
    """The catalogue entry of the model in `folder`, found by its installed name, its source or its folder's name; None if unknown."""
    if name in CATALOG:
        return CATALOG[name]
    hub_id = source_of(folder)
    return next((entry for entry in CATALOG.values() if hub_id and entry.hub_id == hub_id), CATALOG.get(folder.name))


def title_of(entry: Entry, name: str) -> str:
    """The title of a known model, with the installed name added if it differs."""
    return entry.title if name == entry.name or name not in installed_names() else f"{entry.title} ({name})"


def source_of(folder: Path) -> str:
    """The hub ID of the model in `folder`, from its manifest or its path in the Hugging Face cache; empty if unknown."""
    try:
        record = manifest.read(folder)
    except ModelError:
        record = None
    if record is not None:
        return record.source if record.from_hub else ""
    found = origin(folder)
    return found[0] if found else ""


def find(name: str) -> Model:
    """The model with this name or folder, after a safety check. Raises UnknownModel or BrokenModel."""
    folder = folder_of(name)
    files = inspect(folder)
    family = family_of(folder)
    shape = family.shape(folder)
    try:
        weights_bytes = sum(f.stat().st_size for part in files.values() for f in part)
    except OSError as error:
        raise BrokenModel(f"{error.filename or folder} can't be read ({error.strerror or error})") from error
    entry = catalogue_entry(folder, name)
    return Model(
        name=name,
        title=title_of(entry, name) if entry else source_of(folder) or folder.name,
        folder=folder,
        width=entry.width if entry else shape.width,
        height=entry.height if entry else shape.height,
        num_frames=entry.num_frames if entry else shape.nearest_frames(shape.num_frames, MAX_FRAMES),
        fps=entry.fps if entry else shape.fps,
        family=family,
        shape=shape,
        presets={**(entry.presets if entry else family.presets), "few_steps": family.few_steps},
        weights_bytes=weights_bytes,
        strength=entry.strength if entry else 0.0,
        examples=() if entry and entry.strength else (entry.examples if entry else ()) or family.examples,
        known_words=entry.known_words if entry else frozenset(),
        words=family.words if entry is None or entry.words is None else entry.words,
    )
