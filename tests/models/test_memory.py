from pathlib import Path

import pytest

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.memory import count_parameters, need
from t2v_desktop.request import Request

BIG = {"unet": 1_411_233_860, "text_encoder": 340_387_840, "vae": 83_653_863}
REQUEST = Request("a cat", width=256, height=256, num_frames=24)


def test_what_was_measured_on_a_gpu_is_what_is_said() -> None:
    assert 5.0e9 < need(REQUEST, BIG, 8, 2).total("full") < 6.5e9


def test_full_precision_takes_twice_the_memory() -> None:
    half, full = need(REQUEST, BIG, 8, 2), need(REQUEST, BIG, 8, 4)
    assert (full.total("full"), full.work) == (2 * half.total("full"), 2 * half.work)


def test_each_plan_takes_less_than_the_one_before() -> None:
    needed = need(REQUEST, BIG, 8, 2)
    totals = [needed.total(m) for m in ("full", "model_offload", "fp8_layerwise", "group_offload")]
    assert totals == sorted(set(totals), reverse=True)


def test_without_guidance_and_with_fewer_frames_denoising_takes_less() -> None:
    guided = need(REQUEST, BIG, 8, 2)
    assert need(Request("a cat", width=256, height=256, num_frames=24, guidance_scale=1), BIG, 8, 2).denoise * 2 == guided.denoise
    assert need(Request("a cat", width=256, height=256, num_frames=12), BIG, 8, 2).denoise * 2 == guided.denoise


def test_parameters_are_counted_from_the_files_as_they_are_now(tiny_copy: Path) -> None:
    counted = count_parameters(tiny_copy)
    assert set(counted) == set(BIG) and min(counted.values()) > 0
    file = tiny_copy / "vae" / "diffusion_pytorch_model.safetensors"
    file = file if file.is_file() else next((tiny_copy / "vae").glob("*.safetensors"))
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BrokenModel, match="bytes long"):
        count_parameters(tiny_copy)
