"""The draft in the compose panel, and the requests that it becomes."""

import json
import math
import re
import secrets
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import styles
from t2v_desktop.models.family import Recipe
from t2v_desktop.models.store import DEFAULT_OVERLAP, Model
from t2v_desktop.models.words import ModelWords
from t2v_desktop.planning.typed import Typed, origin_of
from t2v_desktop.prompt.marks import escape
from t2v_desktop.request import (
    DEVICES,
    DTYPES,
    IMAGE,
    MAX_CACHE_INTERVAL,
    MAX_FLOW_SHIFT,
    MAX_FPS,
    MAX_FRAMES,
    MAX_JSON,
    MAX_SEED,
    MAX_STEPS,
    MEMORY_PLANS,
    MIN_FLOW_SHIFT,
    PRESETS,
    SCHEDULERS,
    ClipSettings,
    Request,
    read_loras,
    read_styles,
)

MAX_COUNT = 100  # clips of one prompt
MAX_GUIDANCE = 30.0
ASPECTS = ((1, 1), (16, 9), (9, 16), (4, 3), (3, 4))


@dataclass(frozen=True, slots=True)
class Draft(ClipSettings):
    """What the compose panel holds.

    `prompt` still has its alternatives and weights; `styles` are the names of those that are added to it. With `random`, each clip has
    an alternative that its seed draws, instead of one clip for each. `seed_locked` keeps the `seed` for the next clips. `count` is the number of clips
    for each alternative. `hd` adds a second pass over each clip. `source` is the clip that `continued_frames` are the last ones of, and has
    `source_frames`.
    """

    prompt: str = ""
    guidance_scale: float = 5.0
    seed_locked: bool = False
    count: int = 1
    hd: bool = False
    source: str = ""
    source_frames: int = 0
    styles: tuple[str, ...] = ()
    random: bool = False

    @classmethod
    def of_request(cls, request: Request) -> "Draft":
        """The draft that makes exactly `request` again; if it continues a clip, which a request doesn't name, one that begins anew."""
        typed = {"prompt": escape(request.prompt), "negative_prompt": escape(request.negative_prompt), "continued_frames": 0}
        return cls(**_settings_of(request) | typed, seed_locked=True)

    @classmethod
    def reusing(cls, request: Request, words: ModelWords) -> "tuple[Draft, int]":
        """The draft that makes exactly `request` again, with what was typed and the styles as far as they still make it.

        Also returns how many clips all that was typed makes.
        """
        origin = origin_of(request, words)
        made = replace(
            cls.of_request(request), prompt=origin.prompt, negative_prompt=origin.negative_prompt, styles=origin.styles, random=origin.random,
        )  # fmt: skip
        return made, origin.alternatives

    @classmethod
    def continuing(cls, first: Request, source: Path, frames: int, model: Model) -> "Draft":
        """The draft of a clip that goes on from `source`, which was made for `first` and has that many frames, with a new seed."""
        draft = cls.of_request(replace(first, start_image="", end_image="", strength=0.0, continued_frames=0))
        if first.model != model.name:
            draft = replace(draft, model=model.name, loras=(), num_frames=model.num_frames).with_preset(model, draft.preset)
        overlap = min(DEFAULT_OVERLAP, frames)
        overlap = model.shape.nearest_frames(overlap, overlap)
        length = draft.num_frames if draft.num_frames > overlap and model.shape.takes(draft.num_frames) else model.num_frames
        draft = replace(draft, num_frames=length).snapped(model)
        return replace(
            draft, source=str(source), source_frames=frames, continued_frames=overlap, width=first.width, height=first.height, fps=first.fps, seed_locked=False,
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> "Draft | None":
        """The draft that `to_json` wrote; None if `text` is not one. Invalid values get their defaults."""
        try:
            values = json.loads(text[: 2 * MAX_JSON])
        except (ValueError, RecursionError):
            return None
        if not isinstance(values, dict):
            return None
        try:
            values["loras"] = read_loras(values.get("loras", []))
        except (InvalidRequest, TypeError):
            values["loras"] = ()
        try:
            values["styles"] = read_styles(values.get("styles", []))
        except InvalidRequest:
            values["styles"] = ()
        for name in ("start_image", "end_image"):
            if not IMAGE.fullmatch(str(values.get(name))):
                values.pop(name, None)
        defaults = asdict(cls())
        kept = {name: value for name, value in values.items() if name in defaults and type(value) is type(defaults[name])}
        for name, choices in (("preset", PRESETS), ("scheduler", SCHEDULERS), ("dtype", DTYPES), ("memory", MEMORY_PLANS)):
            if kept.get(name) not in choices:
                kept.pop(name, None)
        if str(kept.get("device", "")).split(":")[0] not in DEVICES:
            kept.pop("device", None)
        return cls(**kept)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    def with_preset(self, model: Model, preset: str) -> "Draft":
        return replace(self, preset=preset, **asdict(model.presets[preset]))

    def with_model(self, model: Model) -> "Draft":
        """The draft for another model, with its native size, length and flow shift and its recipe for the same preset."""
        native = replace(self, model=model.name, width=model.width, height=model.height, num_frames=model.num_frames, fps=model.fps, flow_shift=0.0)
        if self.source:  # the new frames follow those of a clip
            native = replace(native, width=self.width, height=self.height, fps=self.fps)
        return native.with_preset(model, self.preset).snapped(model)

    def preset_in_use(self, model: Model) -> str:
        """The preset whose recipe the draft has; "" if one of the recipe's settings was changed by hand."""
        recipe = Recipe(**{field.name: getattr(self, field.name) for field in fields(Recipe)})
        return self.preset if model.presets.get(self.preset) == recipe else next((name for name, r in model.presets.items() if r == recipe), "")

    def snapped(self, model: Model) -> "Draft":
        """The draft with each value changed to the nearest that `model` supports; a range of guided steps that is none becomes all steps."""
        start, end = self.guidance_start, self.guidance_end
        return replace(
            self,
            width=model.snap(self.width),
            height=model.snap(self.height),
            num_frames=model.nearest_frames(self.num_frames),
            fps=_clamp(self.fps, 1, MAX_FPS),
            num_inference_steps=_clamp(self.num_inference_steps, 1, MAX_STEPS),
            guidance_scale=min(max(self.guidance_scale, 1.0), MAX_GUIDANCE) if math.isfinite(self.guidance_scale) else 1.0,
            guidance_start=start if 0 <= start < end <= 1 else 0.0,
            guidance_end=end if 0 <= start < end <= 1 else 1.0,
            scheduler=self.scheduler if self.scheduler in model.family.schedulers else model.presets[self.preset].scheduler,
            cache_interval=1 if model.family.cached_share is None else _clamp(self.cache_interval, 1, MAX_CACHE_INTERVAL),
            flow_shift=_nearest_shift(self.flow_shift) if model.family.has_flow_shift else 0.0,
            seed=_clamp(self.seed, 0, MAX_SEED),
            count=_clamp(self.count, 1, MAX_COUNT),
        )

    def typed(self, words: ModelWords) -> Typed:
        """The prompts with their styles, for a model of these words. Raises InvalidRequest."""
        return Typed(self.prompt, self.negative_prompt, styles.find(self.styles, words), random=self.random)

    def problem(self, words: ModelWords) -> str:
        """Why `requests` would raise InvalidRequest for the prompts or the styles; "" if it would not."""
        try:
            self.typed(words).check(self.count)
        except InvalidRequest as error:
            return str(error)
        return ""

    def requests(self, model: Model) -> list[Request]:
        """A request for each alternative of both prompts, `count` times, with the seeds `seed`, `seed` + 1 and so on; `count` in all with `random`.

        All alternatives use the same seeds, so that their clips differ by the words alone. Raises InvalidRequest.
        """
        typed, chosen = self.typed(model.words), _settings_of(self) | {"model": model.name}
        return [
            model.request(**chosen | {"prompt": texts.prompt, "negative_prompt": texts.negative_prompt, "seed": texts.seed} | typed.origin(texts))
            for texts in typed.texts(self.seed, self.count)
        ]


def _settings_of(settings: ClipSettings) -> dict[str, Any]:
    return {field.name: getattr(settings, field.name) for field in fields(ClipSettings)}


def draw_seed() -> int:
    """A random seed, short enough to be read aloud."""
    return secrets.randbelow(10**9)


def sizes(model: Model) -> list[tuple[int, int]]:
    """The sizes to offer: the native one, then common aspect ratios with about as many pixels."""
    found = [(model.width, model.height)]
    pixels = model.width * model.height
    for wide, high in ASPECTS:
        size = (model.snap(math.sqrt(pixels * wide / high)), model.snap(math.sqrt(pixels * high / wide)))
        if size not in found:
            found.append(size)
    return found


def parse_length(text: str, fps: int, second: str = "s") -> int | None:
    """The number of frames in `24`, `24 frames`, `3 s`, `2.5` or `2.0 s · 16 frames`; None without a number.

    `second` is the unit's sign in another language.
    """
    numbers = re.findall(r"(\d+(?:[.,]\d+)?)\s*([^\W\d]*)", text)
    if not numbers:
        return None
    value, unit = numbers[-1]
    number = float(value.replace(",", "."))
    return _clamp(round(number * fps if unit.startswith(("s", second)) or not (unit or value.isdigit()) else number), 1, MAX_FRAMES)


def _nearest_shift(value: float) -> float:
    """The nearest flow shift that a request may have; 0, the model's own, for 0 and for what is no number above it."""
    return min(max(value, MIN_FLOW_SHIFT), MAX_FLOW_SHIFT) if value > 0 else 0.0


def _clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
