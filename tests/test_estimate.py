import json
from dataclasses import replace
from pathlib import Path

import pytest

from t2v_desktop.clip import output_bytes
from t2v_desktop.errors import BrokenModel
from t2v_desktop.estimate import Estimate, estimate
from t2v_desktop.job import Run
from t2v_desktop.models.catalog import MODELSCOPE_PRESETS
from t2v_desktop.models.memory import need
from t2v_desktop.models.store import Model
from t2v_desktop.request import Request

# a hundredth of text-to-video-ms-1.7b
PARAMETERS = {"unet": 14_112_338, "text_encoder": 3_403_878, "vae": 836_538}
NAMES = {"unet": "diffusion_pytorch_model", "text_encoder": "model", "vae": "diffusion_pytorch_model"}
PLENTY = 10**12
REQUEST = Request("a cat", model="small", width=256, height=256, num_frames=16, num_inference_steps=25, guidance_scale=9)
RUN = Run("small", "cpu", 256, 256, 16, 25, True, {"load": 3.0, "text": 0.5, "denoise": 50.0, "decode": 8.0, "write": 2.0}, 400_000)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder = tmp_path_factory.mktemp("small")
    for part, count in PARAMETERS.items():
        (folder / part).mkdir()
        header = json.dumps({"all": {"dtype": "F16", "shape": [count], "data_offsets": [0, 2 * count]}}).encode()
        file = folder / part / f"{NAMES[part]}.fp16.safetensors"
        file.write_bytes(len(header).to_bytes(8, "little") + header + bytes(2 * count))
    return Model("small", "Small", folder, 256, 256, 16, 8, 64, 8, MODELSCOPE_PRESETS, 2 * sum(PARAMETERS.values()))


def cost(model: Model, request: Request = REQUEST, *runs: Run, loaded: bool = True, memory: int = PLENTY, disk: int = PLENTY, device: str = "cpu") -> Estimate:
    return estimate(request, model, runs, loaded, memory, disk, device, cores=4)


def test_the_same_again_takes_as_long_as_last_time(model: Model) -> None:
    told = cost(model, REQUEST, RUN)
    assert told.seconds == pytest.approx(60.5) and told.learned


def test_time_goes_with_steps_passes_and_pixels(model: Model) -> None:
    assert cost(model, replace(REQUEST, num_inference_steps=50), RUN).seconds == pytest.approx(110.5)
    assert cost(model, replace(REQUEST, guidance_scale=1.0), RUN).seconds == pytest.approx(35.5)
    assert cost(model, replace(REQUEST, num_frames=32), RUN).seconds == pytest.approx(120.5)
    assert cost(model, replace(REQUEST, width=128), RUN).seconds == pytest.approx(30.5)


def test_loading_counts_only_while_the_model_is_not_in_memory(model: Model) -> None:
    warm = replace(RUN, seconds={**RUN.seconds, "load": 0.001})
    runs = [warm, RUN, warm, replace(RUN, seconds={**RUN.seconds, "load": 7.0}), warm]
    assert cost(model, REQUEST, *runs).seconds == pytest.approx(60.5)
    assert cost(model, REQUEST, *runs, loaded=False).seconds == pytest.approx(65.5)
    assert cost(model, REQUEST, warm, loaded=False).seconds == pytest.approx(60.5)


def test_runs_of_a_like_size_count_and_one_odd_run_does_not(model: Model) -> None:
    def run(num_frames: int, denoise: float) -> Run:
        return replace(RUN, num_frames=num_frames, seconds={"denoise": denoise})

    near = [run(16, 50.0), run(16, 52.0), run(17, 53.0), run(15, 47.0), run(16, 5000.0)]
    far = [run(250, 50.0) for _ in range(20)]
    assert cost(model, REQUEST, *far, *near).seconds == pytest.approx(50, rel=0.05)


def test_runs_on_another_device_of_another_model_or_without_denoising_teach_nothing(model: Model) -> None:
    others = [replace(RUN, device="cuda:0"), replace(RUN, model="other"), replace(RUN, seconds={"denoise": 0.0, "decode": 8.0})]
    assert cost(model, REQUEST, *others) == cost(model)
    assert not cost(model).learned
    assert cost(model, replace(REQUEST, device="cuda:1"), replace(RUN, device="cuda:0")).learned
    assert cost(model, REQUEST, replace(RUN, device="")).learned


def test_before_the_first_run_a_cpus_time_is_reckoned_from_its_cores(model: Model) -> None:
    tera = (25 * 9.774 + 9.955) / 100
    assert cost(model).seconds == pytest.approx(tera * 1e12 / (75e9 * 4), rel=0.01)
    assert cost(model, loaded=False).seconds == pytest.approx(tera * 1e12 / (75e9 * 4) + 4.07, rel=0.01)


def test_before_the_first_run_there_is_no_telling_a_gpus_time(model: Model) -> None:
    assert cost(model, device="cuda").seconds is None
    assert cost(model, replace(REQUEST, device="mps")).seconds is None


def test_memory_is_what_the_roomiest_plan_that_fits_takes(model: Model) -> None:
    full, half = need(REQUEST, PARAMETERS, 8, 4), need(REQUEST, PARAMETERS, 8, 2)
    assert cost(model).memory_bytes == full.total("full")
    assert cost(model, replace(REQUEST, dtype="bf16")).memory_bytes == half.total("full")
    assert cost(model, device="cuda").memory_bytes == half.total("full")
    tight = int(half.total("model_offload") / 0.9) + 10
    told = cost(model, device="cuda", memory=tight, loaded=False)
    assert told.memory_bytes == half.total("model_offload") and told.fits


def test_a_loaded_model_needs_memory_for_its_work_only(model: Model) -> None:
    needed = need(REQUEST, PARAMETERS, 8, 4)
    enough = int(needed.work / 0.9) + 10
    assert cost(model, memory=enough).fits
    assert not cost(model, memory=enough, loaded=False).fits
    assert not cost(model, memory=enough - 20).fits


def test_fewer_frames_are_advised_first(model: Model) -> None:
    request = replace(REQUEST, num_frames=64)
    told = cost(model, request, memory=2 * 10**9)
    assert not told.fits and told.advice is not None
    assert told.advice == replace(request, num_frames=told.advice.num_frames)
    assert 8 <= told.advice.num_frames < 64
    assert cost(model, told.advice, memory=2 * 10**9).fits
    assert not cost(model, replace(request, num_frames=told.advice.num_frames + 1), memory=2 * 10**9).fits


def test_then_a_smaller_size_of_the_same_shape_on_the_models_grid(model: Model) -> None:
    request = replace(REQUEST, width=512, height=256)
    told = cost(model, request, memory=11 * 10**8)
    assert told.advice == replace(request, width=256, height=128)
    assert cost(model, told.advice, memory=11 * 10**8).fits
    upright = cost(model, replace(REQUEST, width=256, height=512), memory=11 * 10**8).advice
    assert upright == replace(request, width=128, height=256)


def test_then_both_and_then_there_is_no_advice(model: Model) -> None:
    request = replace(REQUEST, num_frames=64)
    both = cost(model, request, memory=3 * 10**8).advice
    assert both == replace(request, width=128, height=128, num_frames=8)
    assert cost(model, request, memory=10**7) == replace(cost(model, request), fits=False, memory_bytes=cost(model, request, memory=10**7).memory_bytes)


def test_a_memory_plan_that_does_not_fit_or_is_not_for_the_device_gives_way_first(model: Model) -> None:
    half = need(REQUEST, PARAMETERS, 8, 2)
    wish = replace(REQUEST, memory="full")
    told = cost(model, wish, device="cuda", loaded=False, memory=int(half.total("group_offload") / 0.9) + 10)
    assert (told.fits, told.advice, told.memory_bytes) == (False, REQUEST, half.total("full"))
    offload = cost(model, replace(REQUEST, memory="group_offload"))
    assert (offload.fits, offload.advice) == (False, REQUEST)


def test_disk_is_learned_and_what_does_not_fit_is_said(model: Model) -> None:
    assert cost(model).disk_bytes == output_bytes(REQUEST)
    assert cost(model, replace(REQUEST, num_frames=32), RUN).disk_bytes == 800_000
    told = cost(model, disk=output_bytes(replace(REQUEST, num_frames=10)))
    assert not told.fits and told.advice == replace(REQUEST, num_frames=10)
    assert cost(model, disk=1000).advice is None


def test_the_models_files_must_be_there(model: Model, tmp_path: Path) -> None:
    with pytest.raises(BrokenModel, match="no weights"):
        cost(replace(model, folder=tmp_path))
