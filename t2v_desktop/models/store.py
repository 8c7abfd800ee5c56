"""Installed models: where they are, what they can take, and how large they are."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.errors import BrokenModel, InvalidRequest, ModelError, OutputError, UnknownModel
from t2v_desktop.models import manifest
from t2v_desktop.models.catalogue import CATALOG, Entry
from t2v_desktop.models.families import family_of
from t2v_desktop.models.family import ClipShape, Family, Recipe
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.hub_environment import origin
from t2v_desktop.request import MAX_FRAMES, MAX_SIDE, PRESETS, Request

SECOND_PASS = 0.7  # strength where the catalogue names none


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model that passed the gate.

    `width`, `height` (pixels), `num_frames` and `fps` are what it is best at; `shape` is what it can make. `strength` is above 0 for a
    model made for second passes: how much of the schedule these take.
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

    @property
    def step(self) -> int:
        """What sides go up by, in pixels: the model's grid, and what every request asks for."""
        return math.lcm(self.shape.grid, 8)

    def snap(self, side: float) -> int:
        """The nearest side, in pixels, that this model takes."""
        return min(max(round(side / self.step), 1), MAX_SIDE // self.step) * self.step

    def nearest_frames(self, num_frames: int) -> int:
        """The nearest length, in frames, that this model takes."""
        return self.shape.nearest_frames(num_frames, MAX_FRAMES)

    def check(self, request: Request) -> None:
        """Raise InvalidRequest, saying what would be right, for what this model cannot make."""
        for name, value in (("width", request.width), ("height", request.height)):
            if value % self.shape.grid:
                near = max(round(value / self.shape.grid), 1) * self.shape.grid
                raise InvalidRequest(f"{name} {value} does not fit {self.title}: use a multiple of {self.shape.grid}, such as {near}")
        if not self.shape.takes(request.num_frames):
            raise InvalidRequest(f"{request.num_frames} frames do not fit {self.title}: use {self.nearest_frames(request.num_frames)}")
        if request.scheduler not in self.family.schedulers:
            raise InvalidRequest(f"the scheduler {request.scheduler} does not fit {self.title}: use {', '.join(self.family.schedulers)}")

    def request(self, prompt: str, preset: str = "balanced", **chosen: object) -> Request:
        """The preset's request with every value that was chosen (not None) in its place; checked. Raises InvalidRequest."""
        if preset not in self.presets:
            raise InvalidRequest(f"there is no preset {preset!r:.40}: use {', '.join(PRESETS)}")
        recipe = self.presets[preset]
        values: dict[str, object] = {
            "prompt": prompt, "preset": preset, "model": self.name, "width": self.width, "height": self.height,
            "num_frames": self.num_frames, "fps": self.fps, "scheduler": recipe.scheduler,
            "num_inference_steps": recipe.num_inference_steps, "guidance_scale": recipe.guidance_scale,
        }  # fmt: skip
        values |= {name: value for name, value in chosen.items() if value is not None}
        request = Request(**values)  # type: ignore[arg-type]  # Request checks every type itself
        self.check(request)
        return request

    def second_pass(self, first: Request) -> Request:
        """What makes the clip of `first` again with this model: about as large as this model's own clips, in the shape of the first."""
        larger = math.sqrt(self.width * self.height / (first.width * first.height))
        return self.request(
            first.prompt, first.preset, negative_prompt=first.negative_prompt,
            width=self.snap(first.width * larger), height=self.snap(first.height * larger), num_frames=self.nearest_frames(first.num_frames), fps=first.fps,
            seed=first.seed, strength=self.strength or SECOND_PASS, device=first.device, dtype=first.dtype, memory=first.memory,
        )  # fmt: skip


def folder_of(name: str) -> Path:
    """The folder of a model given by name or path. Raises UnknownModel."""
    if name == "starter":
        return paths.resources() / "models" / "starter"
    if name in installed_names():
        return settings.load().models / name
    try:
        if (folder := Path(name).expanduser()).is_dir():
            return folder.absolute()
    except (OSError, RuntimeError, ValueError):  # a name too long for a file, a user that is not there, a NUL
        pass
    known = ", ".join(sorted({"starter", *installed_names()}))
    raise UnknownModel(f"there is no model {name!r:.200}: installed are {known}; a model's folder works too")


def find_installed(name: str) -> Model:
    """The model installed under `name`, never one in another folder: the name may have come with a file from outside. Raises as `find` does."""
    if name != "starter" and name not in installed_names():
        raise UnknownModel(f"the model {name!r:.200} is not installed")
    return find(name)


def installed_names() -> list[str]:
    """The folders of models, usable or not; names with a dot before them are of models on their way in or out."""
    try:
        return sorted(p.name for p in settings.load().models.iterdir() if not p.name.startswith(".") and _is_model(p))
    except OSError:  # `trouble` says why
        return []


def _is_model(folder: Path) -> bool:
    """Whether a model is there, or was: one that another user owns, or on a drive that is not connected, is not passed over."""
    try:
        return (folder / "model_index.json").is_file() or (folder.is_symlink() and not folder.exists())
    except PermissionError:
        return True
    except OSError:
        return False


def trouble() -> str:
    """Why no model can be found in the models folder, as one line; empty where that can."""
    chosen = settings.load()
    try:
        next(chosen.models.iterdir(), None)
    except FileNotFoundError:
        return f"the models folder {chosen.models} is not there: connect its drive, or choose another folder" if chosen.models_folder else ""
    except NotADirectoryError:
        return f"the models folder {chosen.models} is a file, not a folder: choose another folder"
    except OSError as error:
        return f"the models folder {chosen.models} cannot be read ({error.strerror or error}): choose another folder"
    return ""


def check_folder(folder: Path) -> None:
    """Raise OutputError where models cannot go into the models folder now: a drive that is not there is not made up for on another."""
    try:
        can_be_made = folder.parent.is_dir() and not folder.exists()
    except OSError:
        can_be_made = False
    if folder == settings.load().models and not can_be_made and (why := trouble()):
        raise OutputError(why)


def known_as(folder: Path, name: str = "") -> Entry | None:
    """What the catalogue says of the model in `folder`: by its name here, by where it came from, or by its folder's name."""
    if name in CATALOG:
        return CATALOG[name]
    hub_id = source_of(folder)
    return next((entry for entry in CATALOG.values() if hub_id and entry.hub_id == hub_id), CATALOG.get(folder.name))


def title_of(entry: Entry, name: str) -> str:
    """What a known model is called; one that is installed under a name of its own is told apart by it."""
    return entry.title if name == entry.name or name not in installed_names() else f"{entry.title} ({name})"


def source_of(folder: Path) -> str:
    """The hub id of the model in `folder`, from its record or its place in the hub's cache; empty where neither tells."""
    try:
        made_of = manifest.read(folder)
    except ModelError:
        made_of = None
    if made_of is not None:
        return made_of.source if made_of.from_hub else ""
    found = origin(folder)
    return found[0] if found else ""


def find(name: str) -> Model:
    """The model given by name or folder, inspected. Raises UnknownModel or BrokenModel."""
    folder = folder_of(name)
    files = inspect(folder)
    family = family_of(folder)
    shape = family.shape(folder)
    try:
        weights_bytes = sum(f.stat().st_size for f in files.values())
    except OSError as error:
        raise BrokenModel(f"{error.filename or folder} cannot be read ({error.strerror or error})") from error
    entry = known_as(folder, name)
    return Model(
        name=name,
        title=title_of(entry, name) if entry else source_of(folder) or folder.name,
        folder=folder,
        width=entry.width if entry else shape.width,
        height=entry.height if entry else shape.height,
        num_frames=entry.num_frames if entry else shape.nearest_frames(16, MAX_FRAMES),
        fps=entry.fps if entry else 8,
        family=family,
        shape=shape,
        presets=entry.presets if entry else family.presets,
        weights_bytes=weights_bytes,
        strength=entry.strength if entry else 0.0,
    )
