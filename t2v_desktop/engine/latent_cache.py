"""Keeps finished latents on disk until their clip is written, so that a failed decode can be retried without denoising again."""

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from t2v_desktop import paths
from t2v_desktop.engine.kept_files import identity, make_room
from t2v_desktop.engine.load import Pipeline
from t2v_desktop.media.read import Pixels
from t2v_desktop.request import Request

MAX_KEPT = 8


def kept_file(request: Request, pipeline: Pipeline, source: Pixels | None) -> Path:
    """Where the latents of `request` are kept: the same file for everything that gives the same latents.

    That is the request as it is rendered, the weights and their precision, and the frames `source` of a second pass; not the device or the memory plan.
    """
    weights = [*identity(pipeline.folder, ("*",)), *(lora.identity for lora in pipeline.loras)]
    same = replace(request, fps=1, preset="draft", memory="auto", device="auto", dtype="auto", typed="", typed_negative="", styles=()).to_json()
    precision = [str(pipeline.plan.dtype), pipeline.plan.memory == "fp8_layerwise"]
    frames = "" if source is None else hashlib.sha256(source.tobytes()).hexdigest()
    name = hashlib.sha256(json.dumps([same, precision, weights, frames]).encode("utf-8", "replace")).hexdigest()[:32]
    return paths.kept_latents() / f"{name}.safetensors"


def read_latents(file: Path) -> torch.Tensor | None:
    """The latents (1, channels, frames, height, width) in `file`, on the CPU; None if the file is missing or unreadable."""
    try:
        latents: torch.Tensor = load(file.read_bytes())["latents"]  # copied, because a mapped file can't be deleted on Windows
        return latents
    except (OSError, SafetensorError, KeyError):
        return None


def keep_latents(file: Path, latents: torch.Tensor) -> None:
    """Save latents until their decode has succeeded; a full disk costs only this second chance."""
    with suppress(OSError):
        make_room(file.parent, MAX_KEPT)
        paths.write_whole(file, save({"latents": latents.contiguous()}))


def forget_latents(path: Path) -> None:
    """Delete latents that are no longer needed; if that fails now, a later `keep_latents` deletes them."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
