"""What one generation needs, whole and frozen."""

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from t2v_desktop.errors import InvalidRequest

SCHEDULERS = ("ddim", "dpmpp_2m", "dpmpp_2m_karras", "unipc", "euler", "deis", "lcm")
PRESETS = ("draft", "balanced", "best")
DEVICES = ("auto", "cpu", "cuda", "mps")
DEVICE = re.compile(r"auto|(cpu|mps)(:0)?|cuda(:(0|[1-9][0-9]?))?")  # only graphics cards of CUDA and ROCm are numbered
DTYPES = ("auto", "fp32", "fp16", "bf16")
MEMORY_PLANS = ("auto", "full", "model_offload", "group_offload", "fp8_layerwise")

MAX_PROMPT = 10_000  # characters; CLIP reads about the first 300
MAX_JSON = 100_000  # characters of an embedded request that are worth parsing
MAX_SIDE, MAX_FRAMES, MAX_FPS, MAX_STEPS, MAX_SEED = 2048, 250, 60, 200, 2**63 - 1
LCM_STEPS = 50  # of the schedule that latent consistency models were distilled on


@dataclass(frozen=True, slots=True)
class ClipSettings:
    """What a clip is made from, in a draft and in a request alike: `width` and `height` in pixels, `fps` in frames a second."""

    prompt: str
    negative_prompt: str = ""
    model: str = "starter"
    width: int = 64
    height: int = 64
    num_frames: int = 16
    fps: int = 8
    num_inference_steps: int = 20
    guidance_scale: float = 6.0
    scheduler: str = "dpmpp_2m"
    seed: int = 0
    preset: str = "balanced"
    device: str = "auto"
    dtype: str = "auto"
    memory: str = "auto"


@dataclass(frozen=True, slots=True)
class Request(ClipSettings):
    """One generation.

    `strength` is 0 for one from pure noise. A second pass over a finished clip (video-to-video) has the share of the schedule
    that it denoises, above 0 and up to 1: how far it may leave that clip.

    Raises InvalidRequest, whose message says what would be right, for a value that no model takes.
    What only this model cannot take is refused by `Model.check`.
    """

    strength: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            _check_type(field.name, getattr(self, field.name), field.type)
        _check_text("prompt", self.prompt)
        _check_text("negative prompt", self.negative_prompt)
        _check_text("model's name", self.model)
        if not self.prompt.strip():
            raise InvalidRequest("the prompt is empty: say what the video should show")
        for name, value in (("width", self.width), ("height", self.height)):
            if not 8 <= value <= MAX_SIDE or value % 8:
                near = round(min(max(value, 8), MAX_SIDE) / 8) * 8
                raise InvalidRequest(f"{name} {value} is not possible: use a multiple of 8 from 8 to {MAX_SIDE}, such as {near}")
        _check_range("frames", self.num_frames, 1, MAX_FRAMES)
        _check_range("fps", self.fps, 1, MAX_FPS)
        _check_range("steps", self.num_inference_steps, 1, MAX_STEPS)
        _check_range("guidance", self.guidance_scale, 1, 30)
        if self.scheduler == "lcm" and self.num_inference_steps > LCM_STEPS:
            raise InvalidRequest(f"steps {self.num_inference_steps} is out of range for lcm: use 1 to {LCM_STEPS}")
        _check_range("seed", self.seed, 0, MAX_SEED)
        _check_range("strength", self.strength, 0, 1)
        _check_choice("scheduler", self.scheduler, SCHEDULERS)
        _check_choice("preset", self.preset, PRESETS)
        if not DEVICE.fullmatch(self.device):
            raise InvalidRequest(f"there is no device {self.device!r:.40}: use {', '.join(DEVICES)}, or cuda:1 for a second graphics card")
        _check_choice("dtype", self.dtype, DTYPES)
        _check_choice("memory plan", self.memory, MEMORY_PLANS)

    @property
    def duration_s(self) -> float:
        return self.num_frames / self.fps

    @property
    def steps_taken(self) -> int:
        """How many steps are really denoised: all of them from noise, the last ones of the schedule in a second pass."""
        steps = self.num_inference_steps
        return max(int(steps * self.strength), 1) if self.strength else steps

    def within(self, planned: "Request") -> bool:
        """Whether a model that was placed for `planned` can render this too: the same wishes, and no more pixels, frames or passes."""
        same = (self.model, self.device, self.dtype, self.memory) == (planned.model, planned.device, planned.dtype, planned.memory)
        smaller = self.width * self.height <= planned.width * planned.height and self.num_frames <= planned.num_frames
        return same and smaller and (self.guidance_scale > 1) <= (planned.guidance_scale > 1)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Request":
        """The request that `to_json` wrote. Keys of a newer version are left out; InvalidRequest for anything else."""
        if len(text) > MAX_JSON:
            raise InvalidRequest(f"the settings are {len(text)} characters long, more than any request has")
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidRequest("the settings are not JSON") from error
        if not isinstance(values, dict) or "prompt" not in values:
            raise InvalidRequest("the settings hold no request")
        known = {f.name for f in fields(cls)}
        return cls(**{k: v for k, v in values.items() if k in known})


KINDS: dict[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
}


def _check_type(name: str, value: object, wanted: Any) -> None:
    accepted, words = KINDS[wanted]
    if not isinstance(value, accepted) or isinstance(value, bool):
        raise InvalidRequest(f"{name} should be {words}, not {value!r:.40}")


def _check_text(name: str, text: str) -> None:
    if len(text) > MAX_PROMPT:
        raise InvalidRequest(f"the {name} has {len(text)} characters: keep it below {MAX_PROMPT}")
    if "\0" in text:
        raise InvalidRequest(f"the {name} holds a NUL character: remove it")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InvalidRequest(f"the {name} holds half a character (a lone surrogate): type it again")


def _check_range(name: str, value: float, low: int, high: int) -> None:
    if not low <= value <= high:  # NaN fails this too
        raise InvalidRequest(f"{name} {value} is out of range: use {low} to {high}")


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise InvalidRequest(f"there is no {name} {value!r:.40}: use {', '.join(choices)}")
