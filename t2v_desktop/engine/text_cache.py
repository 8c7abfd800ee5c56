"""Keeps encoded prompts on disk, so that the same prompt needs no text encoder again."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from t2v_desktop import paths
from t2v_desktop.engine.family import Text
from t2v_desktop.engine.kept_files import identity, make_room
from t2v_desktop.engine.load import Pipeline
from t2v_desktop.request import Request

MAX_KEPT = 64  # a file of two prompts takes 320 KB for a CLIP of ModelScope's size in half precision


def text_file(request: Request, pipeline: Pipeline) -> Path:
    """Where the encoded prompts are kept: the same file for the same words, text encoder, precision and guidance. The name tells nothing of the words."""
    prompts = [request.prompt, request.negative_prompt if request.guidance_scale > 1 else None]
    parts = [*identity(pipeline.folder, ("text_encoder", "tokenizer")), *(lora.identity for lora in pipeline.loras if "text_encoder" in lora.changes)]
    name = hashlib.sha256(json.dumps([prompts, parts, str(pipeline.plan.dtype), pipeline.plan.device.type]).encode("utf-8", "replace")).hexdigest()[:32]
    return paths.kept_text() / f"{name}.safetensors"


def read_text(file: Path) -> Text | None:
    """The encoded prompts in `file`, on the CPU; None if the file is missing, cut short or damaged."""
    with suppress(OSError, SafetensorError, KeyError):
        tensors = load(file.read_bytes())
        text = Text(tensors["features"], tensors.get("mask"))
        if torch.equal(tensors["digest"], _digest(text)):
            file.touch()  # the least recently used are deleted first
            return text
    return None


def keep_text(file: Path, text: Text) -> None:
    """Save encoded prompts unless they hold NaN values; a full disk costs only the time to encode them again.

    The file is written in place: a digest shows whether all of it is there.
    """
    text = Text(text.features.cpu().contiguous(), None if text.mask is None else text.mask.cpu().contiguous())
    tensors = {"features": text.features, "digest": _digest(text)} | ({} if text.mask is None else {"mask": text.mask})
    if not torch.isfinite(text.features).all():
        return
    with suppress(OSError):
        make_room(file.parent, MAX_KEPT)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(save(tensors))


def _digest(text: Text) -> torch.Tensor:
    """32 bytes that tell whether features and mask are those that were saved."""
    parts = [tensor.contiguous().view(torch.uint8).numpy().tobytes() for tensor in (text.features, text.mask) if tensor is not None]
    return torch.tensor(list(hashlib.sha256(b"".join(parts)).digest()), dtype=torch.uint8)
