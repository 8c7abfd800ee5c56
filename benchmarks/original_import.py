"""Imports a full-size checkpoint in ModelScope's own format and renders with it: `python -m benchmarks.original_import`.

Writes a full-size model with random weights and a second copy of its UNet under ModelScope's names (6.5 GB), imports that file
with the command line, renders the same clip with both and compares the frames.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from accelerate import init_empty_weights
from diffusers import UNet3DConditionModel
from safetensors.torch import load_file

from benchmarks.original_layout import to_original
from benchmarks.random_model import FULL_UNET, write_full
from t2v_desktop.media.read import read_frames
from t2v_desktop.paths import HOME_VARIABLE

RENDER = ["render", "a panda eating bamboo", "--size", "64x64", "--frames", "4", "--steps", "2", "--seed", "1", "--json"]


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        os.environ[HOME_VARIABLE] = str(Path(scratch) / "home")
        model, checkpoint = Path(scratch) / "text-to-video-ms-1.7b", Path(scratch) / "text2video_pytorch_model.pth"
        write_checkpoint(write_full(model), checkpoint)
        began = time.monotonic()
        command("import", "models", "import", str(checkpoint), "--name", "original", "--parts-from", str(model), "--convert", "--json")
        print(f"{checkpoint.stat().st_size / 1e9:.2f} GB converted and installed in {time.monotonic() - began:.1f} s", flush=True)
        clips: list[Path] = []  # folders of pictures: videos are lossy
        for name in (str(model), "original"):
            clips.append(Path(scratch) / f"clip-{len(clips)}")
            output = command(name, *RENDER, "--model", name, "-o", str(clips[-1]))
            print(f"{Path(name).name}: {json.dumps(json.loads(output.splitlines()[-1])['seconds'])}", flush=True)
        first, second = (read_frames(clip, 10**9).pixels.astype(np.int16) for clip in clips)
    largest = int(np.abs(first - second).max())
    print(f"largest difference of {first.shape[0]} frames: {largest} of 255")
    return 0 if largest == 0 else 1


def command(what: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", "t2v_desktop", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{what}: {done.stderr or done.stdout}")
    return done.stdout


def write_checkpoint(model: Path, checkpoint: Path) -> None:
    """Write the model's UNet with ModelScope's names, as a pickle."""
    with init_empty_weights(include_buffers=False):
        unet = UNet3DConditionModel(**FULL_UNET)
    torch.save(to_original(unet, load_file(model / "unet" / "diffusion_pytorch_model.fp16.safetensors")), checkpoint)


if __name__ == "__main__":
    sys.exit(main())
