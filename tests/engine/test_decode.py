from pathlib import Path

import numpy as np
import pytest
import torch

from t2v_desktop.engine.decode import to_frames
from t2v_desktop.engine.device import Plan
from t2v_desktop.engine.families.modelscope.vae import decode
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.engine.preview import patch_side, read_or_fit
from t2v_desktop.engine.stages import write_frames
from t2v_desktop.errors import BlankVideo
from t2v_desktop.events import Start
from t2v_desktop.models.memory import Placement
from t2v_desktop.request import Request


@pytest.fixture(scope="module")
def pipeline(tiny_model: Path) -> Pipeline:
    return load(tiny_model, Plan(torch.device("cpu"), torch.float32, Placement("full"), 4, 0, Request("any")), lambda _: None, lambda: None)


def test_chunks_give_the_same_frames_as_the_whole(pipeline: Pipeline) -> None:
    latents = torch.randn(1, 4, 7, 8, 8)
    whole = np.concatenate(list(to_frames(decode(pipeline.vae, latents, chunk=7))))
    parts = list(to_frames(decode(pipeline.vae, latents, chunk=3)))
    assert [len(p) for p in parts] == [3, 3, 1]
    assert whole.shape == (7, 16, 16, 3) and whole.dtype == np.uint8
    assert np.abs(whole.astype(int) - np.concatenate(parts)).max() <= 1


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_latents_with_nan_are_never_decoded(value: float, pipeline: Pipeline, tmp_path: Path) -> None:
    latents = torch.randn(1, 4, 2, 8, 8)
    latents[0, 0, 1, 3, 3] = value
    with pytest.raises(BlankVideo, match="NaN"):
        write_frames(pipeline, Start(Request("any"), "", str(tmp_path / "out.mp4")), Request("any"), latents, lambda _: None, lambda: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("colour", [(-1.0, -1.0, -1.0), (0.8, 0.1, -0.7)])
def test_a_clip_of_one_flat_colour_is_no_video(colour: tuple[float, ...]) -> None:
    flat = torch.tensor(colour)[None, :, None, None].expand(1, 3, 16, 16)
    with pytest.raises(BlankVideo, match="flat colour"):
        list(to_frames([flat, flat]))


def test_a_preview_is_a_strip_of_small_frames(pipeline: Pipeline) -> None:
    to_rgb = read_or_fit(pipeline, patch_side(8, 8))
    preview = to_rgb(torch.randn(1, 4, 40, 8, 8))
    assert (preview.count, preview.width, preview.height) == (16, 64, 64)
    assert len(preview.rgb) == 16 * 64 * 64 * 3
