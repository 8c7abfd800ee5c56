"""A request: everything one generation needs."""

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from t2v_desktop.errors import InvalidRequest

SCHEDULERS = ("ddim", "dpmpp_2m", "dpmpp_2m_karras", "unipc", "euler", "deis", "lcm", "ays")
PRESETS = ("draft", "balanced", "best", "few_steps")  # the last is for a model with a LoRA that was distilled for it
DEVICES = ("auto", "cpu", "cuda", "mps")
DEVICE = re.compile(r"auto|(cpu|mps)(:0)?|cuda(:(0|[1-9][0-9]?))?")  # only CUDA and ROCm cards have a number
DTYPES = ("auto", "fp32", "fp16", "bf16")
MEMORY_PLANS = ("auto", "full", "model_offload", "group_offload", "fp8_layerwise")

MAX_PROMPT = 10_000  # characters; CLIP reads about the first 300
MAX_JSON = 100_000  # characters; a longer text is not parsed
MAX_CACHE_INTERVAL = 5  # steps: DeepCache's authors found more to cost too much (Ma et al. 2023)
MAX_STYLES, MAX_STYLE_NAME = 20, 100
MAX_LORAS, MAX_LORA_WEIGHT = 10, 4  # weights beyond 2 give noise with nearly all LoRAs
MAX_SIDE, MAX_FRAMES, MAX_FPS, MAX_STEPS, MAX_SEED = 2048, 250, 60, 200, 2**63 - 1
GIVEN = {"start_image": "", "end_image": "", "continued_frames": 0}  # what a clip can be given besides its prompt
TYPED = {"typed": "", "typed_negative": "", "styles": ()}  # where the prompts of a request come from
# settings younger than version 0.1
LATER = {"guidance_start": 0.0, "guidance_end": 1.0, "cache_interval": 1, "flow_shift": 0.0, "loras": (), **GIVEN, **TYPED}
IMAGE = re.compile(r"[0-9a-f]{64}")  # a kept image: the SHA-256 of its file
MIN_FLOW_SHIFT, MAX_FLOW_SHIFT = 0.1, 20.0
LCM_STEPS = 50  # latent consistency models were distilled on a schedule of 50 steps


@dataclass(frozen=True, slots=True)
class ChosenLora:
    """A LoRA by its name (or file), and the factor by which it changes the model: 1 is what it was trained for."""

    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ClipSettings:
    """The settings that a draft and a request share. `width` and `height` are in pixels, `fps` in frames per second.

    Guidance is applied from `guidance_start` to `guidance_end`, shares of the steps (Kynkäänniemi et al. 2024); the denoiser's inner layers are computed
    in every `cache_interval`th step (DeepCache, Ma et al. 2023). `start_image` and `end_image` are kept images that the clip begins and ends with, "" for
    none. With `continued_frames` above 0, the clip begins with that many of the last frames of another clip, and is written behind that clip's frames;
    `num_frames` counts them. `flow_shift` moves the steps of a flow towards the noise (Esser et al. 2024); 0 is the model's own.
    """

    prompt: str
    negative_prompt: str = ""
    model: str = "starter"
    width: int = 128
    height: int = 128
    num_frames: int = 16
    fps: int = 8
    num_inference_steps: int = 20
    guidance_scale: float = 6.0
    guidance_start: float = 0.0
    guidance_end: float = 1.0
    cache_interval: int = 1
    flow_shift: float = 0.0
    scheduler: str = "dpmpp_2m"
    seed: int = 0
    preset: str = "balanced"
    loras: tuple[ChosenLora, ...] = ()
    start_image: str = ""
    end_image: str = ""
    continued_frames: int = 0
    device: str = "auto"
    dtype: str = "auto"
    memory: str = "auto"


@dataclass(frozen=True, slots=True)
class Effort:
    """What is computed in one step: with classifier-free guidance, both prompts; if it `reuses` the inner layers of the step before, the outermost ones."""

    guided: bool
    reuses: bool


@dataclass(frozen=True, slots=True)
class Request(ClipSettings):
    """One generation.

    `strength` is 0 to start from pure noise. In a second pass over a finished clip (video-to-video) it is the share of the schedule
    that is denoised, above 0 and up to 1: higher values change the clip more.

    `prompt` and `negative_prompt` are what the model reads. `typed` and `typed_negative` are the texts that the user typed, with their
    alternatives and wildcards, if they were different; `styles` are the names of the styles that were added to them.

    Raises InvalidRequest for a value that no model supports. `Model.check` raises it for those that only this model does not support.
    """

    strength: float = 0.0
    typed: str = ""
    typed_negative: str = ""
    styles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            _check_type(field.name, getattr(self, field.name), field.type)
        _check_text("prompt", self.prompt)
        _check_text("negative prompt", self.negative_prompt)
        _check_text("model name", self.model)
        _check_text("typed prompt", self.typed)
        _check_text("typed negative prompt", self.typed_negative)
        check_styles(self.styles)
        if not self.prompt.strip():
            raise InvalidRequest("the prompt is empty: describe the video")
        for name, value in (("width", self.width), ("height", self.height)):
            if not 8 <= value <= MAX_SIDE or value % 8:
                near = round(min(max(value, 8), MAX_SIDE) / 8) * 8
                raise InvalidRequest(f"{name} {value} is not supported: use a multiple of 8 from 8 to {MAX_SIDE}, such as {near}")
        _check_range("frames", self.num_frames, 1, MAX_FRAMES)
        _check_range("fps", self.fps, 1, MAX_FPS)
        _check_range("steps", self.num_inference_steps, 1, MAX_STEPS)
        _check_range("guidance", self.guidance_scale, 1, 30)
        _check_range("guidance start", self.guidance_start, 0, 1)
        _check_range("guidance end", self.guidance_end, 0, 1)
        if self.guidance_start >= self.guidance_end:
            raise InvalidRequest(f"guidance ends at {self.guidance_end:g} and starts at {self.guidance_start:g}: it must end later than it starts")
        _check_range("cache interval", self.cache_interval, 1, MAX_CACHE_INTERVAL)
        if self.flow_shift and not MIN_FLOW_SHIFT <= self.flow_shift <= MAX_FLOW_SHIFT:
            raise InvalidRequest(f"flow shift {self.flow_shift:g} is out of range: use {MIN_FLOW_SHIFT:g} to {MAX_FLOW_SHIFT:g}, or 0 for the model's own")
        if self.scheduler == "lcm" and self.num_inference_steps > LCM_STEPS:
            raise InvalidRequest(f"steps {self.num_inference_steps} is out of range for lcm: use 1 to {LCM_STEPS}")
        _check_range("seed", self.seed, 0, MAX_SEED)
        _check_range("strength", self.strength, 0, 1)
        self._check_given()
        _check_choice("scheduler", self.scheduler, SCHEDULERS)
        _check_choice("preset", self.preset, PRESETS)
        if not DEVICE.fullmatch(self.device):
            raise InvalidRequest(f"unknown device {self.device!r:.40}: use {', '.join(DEVICES)}, or cuda:1 for a second graphics card")
        _check_choice("dtype", self.dtype, DTYPES)
        _check_choice("memory saving", self.memory, MEMORY_PLANS)
        _check_loras(self.loras)

    def _check_given(self) -> None:
        for name, image in (("start image", self.start_image), ("end image", self.end_image)):
            if image and not IMAGE.fullmatch(image):
                raise InvalidRequest(f"the {name} {image!r:.40} is not the SHA-256 of a kept image")
        _check_range("continued frames", self.continued_frames, 0, MAX_FRAMES - 1)
        if self.continued_frames >= self.num_frames:
            raise InvalidRequest(f"{self.num_frames} frames, {self.continued_frames} of them known, add nothing: use more than {self.continued_frames}")
        if self.continued_frames and (self.strength or self.start_image):
            raise InvalidRequest("a clip that continues another one begins with its frames: leave out strength and start image")
        if self.strength and self.is_given:
            raise InvalidRequest("a second pass starts from its clip alone: leave out start and end image")
        if self.start_image and self.end_image and self.num_frames == 1:
            raise InvalidRequest("a clip of 1 frame can't both start and end with an image: use more frames, or one image")

    @property
    def is_given(self) -> bool:
        """Whether frames of the clip are known: an image, or those of the clip that it continues."""
        return bool(self.start_image or self.end_image or self.continued_frames)

    @property
    def new_frames(self) -> int:
        """The frames that are made; a clip that continues another one has the frames of that one before them."""
        return self.num_frames - self.continued_frames

    @property
    def duration_s(self) -> float:
        return self.num_frames / self.fps

    @property
    def steps_taken(self) -> int:
        """How many steps are denoised: all from noise, only the last ones of the schedule in a second pass."""
        steps = self.num_inference_steps
        return max(int(steps * self.strength), 1) if self.strength else steps

    def efforts(self) -> "list[Effort]":
        """What is computed in each step that is taken. A step with guidance never reuses one without, nor the other way round."""
        first, efforts = self.num_inference_steps - self.steps_taken, list[Effort]()
        for index in range(self.steps_taken):
            place = (first + index) / self.num_inference_steps
            guided = self.guidance_scale > 1 and self.guidance_start <= place < self.guidance_end
            efforts.append(Effort(guided, index % self.cache_interval > 0 and guided == efforts[-1].guided))
        return efforts

    def evaluations(self, cached_share: float | None) -> float:
        """How often the denoiser is evaluated for one prompt; a step whose inner layers are reused counts as `cached_share`."""
        return sum((2 if effort.guided else 1) * (cached_share if effort.reuses and cached_share else 1.0) for effort in self.efforts())

    def within(self, planned: "Request") -> bool:
        """Whether a model placed for `planned` can render this too: same model and device settings, no more pixels, frames or guidance passes."""
        same = (self.model, self.loras, self.device, self.dtype, self.memory) == (
            planned.model, planned.loras, planned.device, planned.dtype, planned.memory,
        )  # fmt: skip
        smaller = self.width * self.height <= planned.width * planned.height and self.num_frames <= planned.num_frames
        return same and smaller and (self.guidance_scale > 1) <= (planned.guidance_scale > 1)

    def to_json(self) -> str:
        """All settings, but those that version 0.1 didn't have only where they differ from what it did: its requests keep their JSON."""
        values = asdict(self)
        return json.dumps({name: value for name, value in values.items() if LATER.get(name) != value}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Request":
        """The request that `to_json` wrote, without unknown keys of a newer version. Raises InvalidRequest for anything else."""
        if len(text) > MAX_JSON:
            raise InvalidRequest(f"the settings are {len(text)} characters long: the limit is {MAX_JSON}")
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidRequest("the settings are not JSON") from error
        if not isinstance(values, dict) or "prompt" not in values:
            raise InvalidRequest("the settings contain no request")
        known = {f.name for f in fields(cls)}
        loras, styles = read_loras(values.pop("loras", [])), read_styles(values.pop("styles", []))
        return cls(**{k: v for k, v in values.items() if k in known}, loras=loras, styles=styles)


def read_loras(values: object) -> tuple[ChosenLora, ...]:
    """The LoRAs in JSON. Raises InvalidRequest."""
    if not isinstance(values, list) or not all(isinstance(value, dict) and {"name"} <= value.keys() <= {"name", "weight"} for value in values):
        raise InvalidRequest(f"loras should be a list of names and weights, not {values!r:.40}")
    return tuple(ChosenLora(**value) for value in values)


def read_styles(values: object) -> tuple[str, ...]:
    """The names of styles in JSON. Raises InvalidRequest."""
    if not isinstance(values, list):
        raise InvalidRequest(f"styles should be a list of names, not {values!r:.40}")
    check_styles(tuple(values))
    return tuple(values)


def check_styles(names: tuple[str, ...]) -> None:
    """Raise InvalidRequest if these can't be the names of styles, one after the other."""
    if len(names) > MAX_STYLES:
        raise InvalidRequest(f"{len(names)} styles are too many: use up to {MAX_STYLES}")
    for name in names:
        _check_type("style", name, str)
        _check_text("style", name)
        if not name.strip() or len(name) > MAX_STYLE_NAME:
            raise InvalidRequest(f"{name!r:.40} is not the name of a style: use up to {MAX_STYLE_NAME} characters")


KINDS: dict[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    tuple[ChosenLora, ...]: ((tuple,), "a list of LoRAs"),
    tuple[str, ...]: ((tuple,), "a list of names"),
}


def _check_type(name: str, value: object, wanted: Any) -> None:
    accepted, description = KINDS[wanted]
    if not isinstance(value, accepted) or isinstance(value, bool):
        raise InvalidRequest(f"{name} should be {description}, not {value!r:.40}")


def _check_text(name: str, text: str) -> None:
    if len(text) > MAX_PROMPT:
        raise InvalidRequest(f"the {name} has {len(text)} characters: keep it below {MAX_PROMPT}")
    if "\0" in text:
        raise InvalidRequest(f"the {name} contains a NUL character: remove it")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InvalidRequest(f"the {name} contains an invalid character (a lone surrogate): delete and retype it")


def _check_loras(loras: tuple[ChosenLora, ...]) -> None:
    if len(loras) > MAX_LORAS:
        raise InvalidRequest(f"{len(loras)} LoRAs are too many: use up to {MAX_LORAS}")
    for lora in loras:
        if not isinstance(lora, ChosenLora):
            raise InvalidRequest(f"loras should be a list of LoRAs, not {lora!r:.40}")
        _check_type("LoRA name", lora.name, str)
        _check_type("LoRA weight", lora.weight, float)
        _check_text("LoRA name", lora.name)
        if not lora.name.strip():
            raise InvalidRequest("a LoRA has no name")
        _check_range(f"weight of LoRA {lora.name:.100}", lora.weight, -MAX_LORA_WEIGHT, MAX_LORA_WEIGHT)
    names = [lora.name for lora in loras]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise InvalidRequest(f"LoRA {twice:.100} is chosen twice: choose it once, with the weight you want")


def _check_range(name: str, value: float, low: int, high: int) -> None:
    if not low <= value <= high:  # NaN fails this too
        raise InvalidRequest(f"{name} {value} is out of range: use {low} to {high}")


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise InvalidRequest(f"unknown {name} {value!r:.40}: use {', '.join(choices)}")
