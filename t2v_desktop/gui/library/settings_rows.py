"""Every setting of a clip as rows of a name and a value, in the user's language."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from t2v_desktop.clip import Clip
from t2v_desktop.gui.library import conditions
from t2v_desktop.gui.look import phrases
from t2v_desktop.library.clip_rows import ListedClip
from t2v_desktop.request import Request

translate = QCoreApplication.translate


def settings_rows(request: Request) -> list[tuple[str, str]]:
    """What the clip was rendered with."""
    rows = [
        (translate("settings_rows", "Model"), conditions.model(Path(request.model).name)),
        (translate("settings_rows", "Preset"), _preset(request.preset)),
        (translate("settings_rows", "Size"), conditions.size(request.width, request.height)),
        (translate("settings_rows", "Length"), _length(request)),
        (translate("settings_rows", "Seed"), str(request.seed)),
        (translate("settings_rows", "Steps"), _number(request.num_inference_steps)),
        (translate("settings_rows", "Guidance"), _guidance(request)),
        (translate("settings_rows", "Scheduler"), phrases.NAMES.get(request.scheduler, request.scheduler)),
        (translate("settings_rows", "Flow shift"), _number(request.flow_shift) if request.flow_shift else ""),
        (translate("settings_rows", "Step caching"), phrases.cached_layers(request) if request.cache_interval > 1 else ""),
        (translate("settings_rows", "Strength"), _number(request.strength) if request.strength else ""),
        *((translate("settings_rows", "LoRA"), f"{lora.name} · {_number(lora.weight)}") for lora in request.loras),
        (translate("settings_rows", "Precision"), request.dtype if request.dtype != "auto" else ""),
    ]
    return [(name, value) for name, value in rows if value]


def file_rows(found: ListedClip) -> list[tuple[str, str]]:
    """Where the clip is and when it was made."""
    made = QDateTime.fromSecsSinceEpoch(int(found.clip.created_s))
    rows = [
        (translate("settings_rows", "Created"), QLocale().toString(made, QLocale.FormatType.ShortFormat) if found.clip.created_s else ""),
        (translate("settings_rows", "Source"), conditions.origin(found.origin)),
        (translate("settings_rows", "Provenance"), translate("settings_rows", "AI-generated; the file says so")),
        (translate("settings_rows", "File"), found.clip.path.name),
        (translate("settings_rows", "Folder"), str(found.clip.path.parent)),
    ]
    return [(name, value) for name, value in rows if value]


def summary(request: Request) -> str:
    """The settings that matter most, in one line."""
    seed = translate("settings_rows", "seed {0}").format(request.seed)
    return " · ".join((conditions.model(Path(request.model).name), conditions.size(request.width, request.height), _length(request), seed))


def as_text(clip: Clip) -> str:
    """All settings as lines of text, to paste elsewhere."""
    request = clip.request
    lines = [request.prompt]
    if request.negative_prompt:
        lines.append(translate("settings_rows", "Negative prompt: {0}").format(request.negative_prompt))
    return "\n".join([*lines, *(f"{name}: {value}" for name, value in settings_rows(request))])


def _length(request: Request) -> str:
    frames = translate("settings_rows", "{0} frames").format(_number(request.num_frames))
    rate = translate("settings_rows", "{0} fps").format(_number(request.fps))
    return f"{phrases.clip_length(request.duration_s)} · {frames} · {rate}"


def _guidance(request: Request) -> str:
    part = phrases.guided_steps(request) if (request.guidance_start, request.guidance_end) != (0, 1) else ""
    return " · ".join(filter(None, [_number(request.guidance_scale), part]))


def _preset(name: str) -> str:
    return {
        "draft": translate("settings_rows", "Draft"),
        "balanced": translate("settings_rows", "Balanced"),
        "best": translate("settings_rows", "Best"),
        "few_steps": translate("settings_rows", "Few steps"),
    }.get(name, name)


def _number(value: float) -> str:
    return QLocale().toString(float(value), "g", 6)
