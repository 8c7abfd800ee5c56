import numpy as np
import torch
from safetensors.torch import load_file

from t2v_desktop.engine.device import Plan
from t2v_desktop.engine.load import load
from t2v_desktop.engine.preview import FILE, patch_side, read_or_fit
from t2v_desktop.models.memory import Placement
from t2v_desktop.models.store import find
from t2v_desktop.request import Request
from training.scenes import Scene, Thing, draw
from training.vae import to_pixels


def test_the_starters_preview_shows_its_colours() -> None:
    """A drawn clip, encoded and previewed, looks like the same clip made small."""
    folder = find("starter").folder
    pipeline = load(folder, Plan(torch.device("cpu"), torch.float32, Placement("full"), 4, 0, Request("any")), lambda _: None, lambda: None)
    frames, _ = draw(Scene((Thing("circle", "red"),), "grass", "right", "large"), find("starter").width)
    latents = pipeline.vae.encode(to_pixels(frames, torch.device("cpu"))).permute(1, 0, 2, 3)[None]
    patch = patch_side(*latents.shape[3:])
    assert load_file(folder / FILE)["matrix"].shape == (9, patch * patch * 3), "the matrix that ships is not for the starter's own size"
    preview = read_or_fit(pipeline, patch)(latents)
    shown = np.frombuffer(preview.rgb, np.uint8).reshape(16, 64, 64, 3).astype(float)
    small = frames.reshape(16, 64, 2, 64, 2, 3).mean((2, 4))
    assert np.abs(shown - small).mean() < 40  # one matrix for a decoder that is anything but linear: a sketch
    assert np.corrcoef(shown.ravel(), small.ravel())[0, 1] > 0.7


def test_larger_latents_get_smaller_patches() -> None:
    assert [patch_side(n, n) for n in (2, 8, 12, 32, 64, 200)] == [8, 8, 5, 2, 1, 1]
