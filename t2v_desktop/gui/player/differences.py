"""Labels of clips that say what is different about each."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from PySide6.QtCore import QCoreApplication, QLocale

from t2v_desktop.gui.look.phrases import cached_layers, flow_shift, guided_steps
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.request import Request

translate = QCoreApplication.translate
WORDS = re.compile(r"\s+")


def labels_of(requests: Sequence[Request]) -> list[str]:
    """For each request what is different about it: its words, styles, model or other settings, and the seed if that's needed to tell it apart."""
    parts = [list[str]() for _ in requests]
    for values in (_words([request.prompt for request in requests]), *([describe(request) for request in requests] for describe in DESCRIPTIONS)):
        if len(set(values)) > 1:
            for label, value in zip(parts, values, strict=True):
                label.append(value)
    seeds = [translate("compare", "seed {0}").format(request.seed) for request in requests]
    found = [" · ".join(filter(None, label)) for label in parts]
    if len(set(found)) < len(found):
        found = [" · ".join(filter(None, (label, seed))) for label, seed in zip(found, seeds, strict=True)]
    return found


def _words(prompts: Sequence[str]) -> list[str]:
    """The prompts without the words that all of them begin and end with."""
    split = [WORDS.split(prompt.strip()) for prompt in prompts]
    first = _shared(split)
    last = _shared([words[first:][::-1] for words in split])
    return [" ".join(words[first : len(words) - last]).strip(" ,") for words in split]


def _shared(lists: Sequence[Sequence[str]]) -> int:
    """How many words all lists begin with."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*lists, strict=False)))


def _styles(request: Request) -> str:
    return ", ".join(request.styles) or translate("compare", "no style")


def _model(request: Request) -> str:
    return CATALOG[request.model].title if request.model in CATALOG else request.model


def _number(value: float) -> str:
    return QLocale().toString(float(value), "g", 4)


DESCRIPTIONS: tuple[Callable[[Request], str], ...] = (
    _styles,
    _model,
    lambda request: f"{request.width} × {request.height}",
    lambda request: translate("compare", "{0} frames").format(request.num_frames),
    lambda request: translate("compare", "{0} steps").format(request.num_inference_steps),
    lambda request: translate("compare", "guidance {0}").format(_number(request.guidance_scale)),
    lambda request: request.scheduler,
    lambda request: ", ".join(f"{lora.name} {_number(lora.weight)}" for lora in request.loras) or translate("compare", "no LoRA"),
    guided_steps,
    cached_layers,
    flow_shift,
)
