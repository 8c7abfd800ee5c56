"""The settings in videos and pictures that other programs made: ComfyUI, AUTOMATIC1111, InvokeAI and WanGP.

Everything here comes from a file that may come from anywhere. It is read by a schema, and what doesn't fit is left out: a text is
shortened and loses characters that control a terminal or the order of letters; a number has the range that it has in a request; a
model is a name and never a path. Nothing is opened because of it.
"""

import json
import math
import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from t2v_desktop.errors import OutputError
from t2v_desktop.media.comfyui import read_graph
from t2v_desktop.media.embedded import read_texts
from t2v_desktop.media.metadata import bare_model_name
from t2v_desktop.request import MAX_FPS, MAX_FRAMES, MAX_PROMPT, MAX_SEED, MAX_STEPS

MAX_FOREIGN_JSON = 2_000_000  # characters; workflows are long
MAX_MODEL_NAME = 100
MAX_FOREIGN_SIDE = 16_384  # pixels; larger than we make, as the window says what fits
WEIGHTS = re.compile(r"\.(?:safetensors|ckpt|pth?|bin|gguf|sft|onnx)$", re.IGNORECASE)
# control characters but line breaks and tabs; what changes the direction of text; invisible ones; lone surrogates
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
A1111_SETTINGS = re.compile(r'\s*([\w][\w \-/]*):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)')
SIZE = re.compile(r"(\d{1,5})\s*[x×]\s*(\d{1,5})")


@dataclass(frozen=True, slots=True)
class ForeignSettings:
    """What another program wrote into a file; None and "" for what it didn't write. `program` is its name."""

    program: str
    prompt: str
    negative_prompt: str = ""
    model: str = ""
    seed: int | None = None
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    width: int | None = None
    height: int | None = None
    num_frames: int | None = None
    fps: int | None = None

    def written(self) -> dict[str, str | int | float]:
        """What the program wrote, by name."""
        return {field.name: value for field in fields(self)[1:] if (value := getattr(self, field.name)) not in (None, "")}


def read_foreign(path: Path) -> ForeignSettings:
    """The settings in a file of another program. Raises OutputError if there are none that we know."""
    texts = {name: text for name, text in read_texts(path).items() if len(text) <= MAX_FOREIGN_JSON}
    found = _invokeai(texts) or _wangp(texts) or _comfyui(texts) or _a1111(texts)
    if found is None:
        raise OutputError(f"{path.name} has no settings of a program we know")
    return found


def plain(text: object, limit: int = MAX_PROMPT) -> str:
    """A text without hidden characters, at most `limit` long; "" if it is not a text."""
    if not isinstance(text, str):
        return ""
    lines = text[: 4 * limit].replace("\r\n", "\n").replace("\r", "\n")
    return HIDDEN.sub("", lines).strip()[:limit].strip()


def model_name(text: object) -> str:
    """The name of a model from a file: the last part of a path or address, without the suffix of weights; "" if nothing is left."""
    if not isinstance(text, str):
        return ""
    name = WEIGHTS.sub("", " ".join(plain(bare_model_name(text[:4096].split("?")[0])).split()))
    return name[:MAX_MODEL_NAME] if any(c.isalnum() for c in name) and name != "unknown" else ""


def _invokeai(texts: dict[str, str]) -> ForeignSettings | None:
    values = _object(texts.get("invokeai_metadata"))
    model = values.get("model")
    if isinstance(model, dict):
        values["model"] = model.get("name", model.get("model_name"))
    return _checked("InvokeAI", values, {"prompt": "positive_prompt", "num_inference_steps": "steps", "guidance_scale": "cfg_scale"})


def _wangp(texts: dict[str, str]) -> ForeignSettings | None:
    for name in ("comment", "user comment", "description"):
        values = _object(texts.get(name))
        if "wangp" not in str(values.get("type", "")).casefold() and not {"prompt", "video_length", "resolution"} <= values.keys():
            continue
        if size := SIZE.fullmatch(str(values.get("resolution", ""))):
            values["width"], values["height"] = size[1], size[2]
        values["model"] = values.get("model_type") or values.get("model_filename")
        return _checked("WanGP", values, {"num_frames": "video_length", "fps": "force_fps"})
    return None


def _comfyui(texts: dict[str, str]) -> ForeignSettings | None:
    """ComfyUI's own nodes write `prompt`; those of VideoHelperSuite write a comment that has it."""
    for text in (texts.get("prompt"), _object(texts.get("comment")).get("prompt")):
        graph = _object(text) if isinstance(text, str) else text
        if isinstance(graph, dict) and (values := read_graph(graph)):
            return _checked("ComfyUI", values, {})
    return None


def _a1111(texts: dict[str, str]) -> ForeignSettings | None:
    """The prompt, then `Negative prompt:`, then one line of settings that begins with `Steps:`."""
    text = texts.get("parameters") or texts.get("user comment") or texts.get("comment") or ""
    above, found, settings = text.replace("\r\n", "\n").rpartition("\nSteps: ")
    if not found or text.lstrip().startswith("{"):
        return None
    prompt, _, negative = f"\n{above}".partition("\nNegative prompt:")
    written = {name.strip().casefold(): value.strip('" ') for name, value in A1111_SETTINGS.findall(f"Steps: {settings[:MAX_PROMPT]}")}
    values: dict[str, Any] = {"prompt": prompt, "negative_prompt": negative, "seed": written.get("seed"), "model": written.get("model")}
    if size := SIZE.fullmatch(written.get("size", "")):
        values["width"], values["height"] = size[1], size[2]
    values |= {"num_inference_steps": written.get("steps"), "guidance_scale": written.get("cfg scale")}
    return _checked("AUTOMATIC1111", values, {})


def _object(text: object) -> dict[str, Any]:
    """The JSON object in a text; empty if there is none."""
    try:
        values = json.loads(text) if isinstance(text, str) and text.lstrip()[:1] == "{" else None
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _checked(program: str, values: dict[str, Any], names: dict[str, str]) -> ForeignSettings | None:
    """The settings in `values`, where `names` has their names if they differ from ours. None if there is no prompt."""

    def value(name: str) -> object:
        return values.get(names.get(name, name))

    prompt = plain(value("prompt"))
    if not prompt:
        return None
    found = ForeignSettings(program, prompt, plain(value("negative_prompt")), model_name(value("model")), _whole(value("seed"), 0, MAX_SEED))
    sides = _whole(value("width"), 8, MAX_FOREIGN_SIDE), _whole(value("height"), 8, MAX_FOREIGN_SIDE)
    return replace(
        found,
        num_inference_steps=_whole(value("num_inference_steps"), 1, MAX_STEPS),
        guidance_scale=_number(value("guidance_scale"), 1, 30),
        width=sides[0] if all(sides) else None,
        height=sides[1] if all(sides) else None,
        num_frames=_whole(value("num_frames"), 1, MAX_FRAMES),
        fps=_whole(value("fps"), 1, MAX_FPS),
    )


def _whole(value: object, low: int, high: int) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"\d{1,19}", value.strip()):
        value = int(value)
    if isinstance(value, float) and math.isfinite(value):
        value = round(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high else None


def _number(value: object, low: float, high: float) -> float | None:
    if isinstance(value, str) and re.fullmatch(r"\d{1,4}(\.\d{1,6})?", value.strip()):
        value = float(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high else None
