"""Installed models: where they are, what they can take, and how large they are."""

import math
from dataclasses import dataclass
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.errors import BrokenModel, InvalidRequest, UnknownModel
from t2v_desktop.models.catalog import CATALOG, MODELSCOPE_PRESETS, Recipe
from t2v_desktop.models.inspect import inspect, read_json, vae_scale
from t2v_desktop.request import MAX_SIDE, PRESETS, Request

SECOND_PASS = 0.7  # strength where the catalogue names none


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model that passed the gate: native size in pixels, `grid` the step that sizes come in, `scale` the VAE's
    reduction of each side, `strength` above 0 one made for second passes, and how much of the schedule these take."""

    name: str
    title: str
    folder: Path
    width: int
    height: int
    num_frames: int
    fps: int
    grid: int
    scale: int
    presets: dict[str, Recipe]
    weights_bytes: int
    strength: float = 0.0

    @property
    def step(self) -> int:
        """What sides go up by, in pixels: the model's grid, and what every request asks for."""
        return math.lcm(self.grid, 8)

    def snap(self, side: float) -> int:
        """The nearest side, in pixels, that this model takes."""
        return min(max(round(side / self.step), 1), MAX_SIDE // self.step) * self.step

    def check(self, request: Request) -> None:
        """Raise InvalidRequest, saying what would be right, for a size this model cannot take."""
        for name, value in (("width", request.width), ("height", request.height)):
            if value % self.grid:
                near = max(round(value / self.grid), 1) * self.grid
                raise InvalidRequest(f"{name} {value} does not fit {self.title}: use a multiple of {self.grid}, such as {near}")

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
            width=self.snap(first.width * larger), height=self.snap(first.height * larger), num_frames=first.num_frames, fps=first.fps,
            seed=first.seed, strength=self.strength or SECOND_PASS, device=first.device, dtype=first.dtype, memory=first.memory,
        )  # fmt: skip


def folder_of(name: str) -> Path:
    """The folder of a model given by name or path. Raises UnknownModel."""
    if name == "starter":
        return paths.resources() / "models" / "starter"
    installed = settings.load().models / name
    if "/" not in name and "\\" not in name and installed.is_dir():
        return installed
    if (folder := Path(name).expanduser()).is_dir():
        return folder.absolute()
    known = ", ".join(sorted({"starter", *installed_names()}))
    raise UnknownModel(f"there is no model {name!r:.200}: installed are {known}; a model's folder works too")


def installed_names() -> list[str]:
    """The folders of whole models; names with a dot before them are of models on their way in or out."""
    folder = settings.load().models
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith(".") and (p / "model_index.json").is_file()) if folder.is_dir() else []


def find(name: str) -> Model:
    """The model given by name or folder, inspected. Raises UnknownModel or BrokenModel."""
    folder = folder_of(name)
    files = inspect(folder)
    unet, vae = read_json(folder / "unet" / "config.json"), read_json(folder / "vae" / "config.json")
    try:
        scale = vae_scale(folder)
        grid = scale * 2 ** (len(unet["block_out_channels"]) - 1)
        native = int(unet["sample_size"]) * scale
        if not 1 <= len(vae["block_out_channels"]) <= 8 or not 1 <= len(unet["block_out_channels"]) <= 8 or not 8 <= native <= MAX_SIDE:
            raise ValueError("no size comes of it")
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BrokenModel(f"{folder}: the settings of unet or vae lack a sensible block_out_channels or sample_size") from error
    entry = CATALOG.get(name)
    return Model(
        name=name,
        title=entry.title if entry else folder.name,
        folder=folder,
        width=entry.width if entry else native,
        height=entry.height if entry else native,
        num_frames=entry.num_frames if entry else 16,
        fps=entry.fps if entry else 8,
        grid=grid,
        scale=scale,
        presets=entry.presets if entry else MODELSCOPE_PRESETS,
        weights_bytes=sum(f.stat().st_size for f in files.values()),
        strength=entry.strength if entry else 0.0,
    )
