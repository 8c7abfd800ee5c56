from pathlib import Path

import pytest

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.families.modelscope.memory import SLICE_BYTES
from t2v_desktop.models.family import ClipShape
from t2v_desktop.models.memory import Footprint, count_parameters
from t2v_desktop.request import Request

BIG = {"unet": 1_411_233_860, "text_encoder": 340_387_840, "vae": 83_653_863}
MODEL = Footprint(MODELSCOPE, BIG, ClipShape(256, 256, 64, 8, 4))
REQUEST = Request("a cat", width=256, height=256, num_frames=24)


def test_the_estimate_matches_what_was_measured_on_a_simulated_gpu() -> None:
    large = Request("a cat", width=576, height=320, num_frames=24)
    for request, measured in ((REQUEST, 1.05e9), (large, 2.93e9)):
        assert measured < MODEL.need(request, 2).denoise < measured * 1.2
    assert 2.93e9 / 2 < MODEL.need(large, 2).denoise_pass < 2.93e9 / 2 * 1.2


def test_an_apple_gpu_needs_memory_for_attention_scores() -> None:
    large = Request("a cat", width=576, height=320, num_frames=24)
    cuda, apple = (MODEL.need(large, 2, kind) for kind in ("cuda", "mps"))
    assert 2 * SLICE_BYTES <= apple.denoise - cuda.denoise < 0.6e9, "unsliced they would need 8 GB"
    assert apple.decode_frame > cuda.decode_frame


def test_full_precision_needs_twice_the_memory() -> None:
    half, full = MODEL.need(REQUEST, 2), MODEL.need(REQUEST, 4)
    assert (full.total("full"), full.work) == (2 * half.total("full"), 2 * half.work)


def test_each_plan_needs_less_memory_than_the_previous_one() -> None:
    needed = MODEL.need(REQUEST, 2)
    totals = [needed.total(m) for m in ("full", "model_offload", "fp8_layerwise", "group_offload")]
    assert totals == sorted(set(totals), reverse=True)


def test_denoising_needs_less_memory_without_guidance_or_with_fewer_frames() -> None:
    guided = MODEL.need(REQUEST, 2)
    assert MODEL.need(Request("a cat", width=256, height=256, num_frames=24, guidance_scale=1), 2).denoise * 2 == guided.denoise
    assert MODEL.need(Request("a cat", width=256, height=256, num_frames=12), 2).denoise * 2 == guided.denoise


def test_parameters_are_counted_again_after_a_file_changes(tiny_copy: Path) -> None:
    counted = count_parameters(tiny_copy, MODELSCOPE)
    assert set(counted) == set(BIG) and min(counted.values()) > 0
    file = tiny_copy / "vae" / "diffusion_pytorch_model.safetensors"
    file = file if file.is_file() else next((tiny_copy / "vae").glob("*.safetensors"))
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BrokenModel, match="bytes long"):
        count_parameters(tiny_copy, MODELSCOPE)
