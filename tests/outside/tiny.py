"""The tiny model that the rows modify, and helpers for it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from t2v_desktop.models.get.download_file import RetryPolicy

ROOT = Path(__file__).parents[2]
UNET, TEXT, VAE = "unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors", "vae/diffusion_pytorch_model.safetensors"
QUICK = RetryPolicy(stall_timeout_s=1.0, attempts=3, first_wait_s=0.01, max_wait_s=0.05)
Damage = Callable[[Path], object]


def copy_of(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue("tiny_copy")
    return folder


def edit(file: Path, **changes: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))
