import json
from dataclasses import replace
from pathlib import Path

import pytest

from t2v_desktop.errors import BrokenModel
from t2v_desktop.events import Setup
from t2v_desktop.library.runs import Run
from t2v_desktop.media.names import output_bytes
from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.family import ClipShape
from t2v_desktop.models.memory import Footprint
from t2v_desktop.models.store import Model
from t2v_desktop.planning.devices import Device
from t2v_desktop.planning.estimate import DISK, MEMORY, Conditions, Estimate, cost_key, estimate
from t2v_desktop.request import Request

# a hundredth of text-to-video-ms-1.7b
PARAMETERS = {"unet": 14_112_338, "text_encoder": 3_403_878, "vae": 836_538}
NAMES = {"unet": "diffusion_pytorch_model", "text_encoder": "model", "vae": "diffusion_pytorch_model"}
PLENTY = 10**12
REQUEST = Request("a cat", model="small", width=256, height=256, num_frames=16, num_inference_steps=25, guidance_scale=9)
SECONDS = {"load": 0.001, "text": 0.5, "denoise": 50.0, "decode": 8.0, "write": 2.0}
RUN = Run("small", "cpu", 256, 256, 16, 50.0, SECONDS, 400_000, "a CPU", "fp32", "full")
SHAPE = ClipShape(256, 256, 64, 8, 4)
COLD = replace(RUN, seconds={**SECONDS, "load": 3.0})
CPU = Device("cpu", "a CPU", "fp32")
CARD = Device("cuda:0", "a card", "fp16")
ON_CARD = replace(RUN, device="cuda:0", device_name="a card", dtype="fp16")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder = tmp_path_factory.mktemp("small")
    for part, count in PARAMETERS.items():
        (folder / part).mkdir()
        header = json.dumps({"all": {"dtype": "F16", "shape": [count], "data_offsets": [0, 2 * count]}}).encode()
        file = folder / part / f"{NAMES[part]}.fp16.safetensors"
        file.write_bytes(len(header).to_bytes(8, "little") + header + bytes(2 * count))
    return Model("small", "Small", folder, 256, 256, 16, 8, MODELSCOPE, SHAPE, MODELSCOPE.presets, 2 * sum(PARAMETERS.values()))


MEASURED = Footprint(MODELSCOPE, PARAMETERS, SHAPE)
ONE_PASS = replace(REQUEST, guidance_scale=1.0)  # its guidance cannot be split to save memory


def just_enough(request: Request, plan: str, value_bytes: int = 4) -> int:
    """The free memory in which `request` just fits with a plan, and with no faster one."""
    return int(MEASURED.need(request, value_bytes).total(plan) / 0.9) + 10


def cost(
    model: Model, request: Request = REQUEST, *runs: Run, loaded: bool = True, started: bool = True, memory: int | None = PLENTY, disk: int = PLENTY,
    device: Device | None = CPU, plan: str = "full",
) -> Estimate:  # fmt: skip
    held = Setup(device.name, device.title, device.dtype, plan) if loaded and device else None
    there = replace(device, free_bytes=memory) if device else None
    return estimate(request, model, runs, Conditions(there, disk, held, started), cores=4)


def test_the_same_request_takes_as_long_as_last_time(model: Model) -> None:
    found = cost(model, REQUEST, RUN)
    assert found.seconds == pytest.approx(60.5) and found.learned


def test_time_scales_with_steps_passes_and_pixels(model: Model) -> None:
    assert cost(model, replace(REQUEST, num_inference_steps=50), RUN).seconds == pytest.approx(110.5)
    assert cost(model, replace(REQUEST, guidance_scale=1.0), RUN).seconds == pytest.approx(35.5)
    assert cost(model, replace(REQUEST, num_frames=32), RUN).seconds == pytest.approx(120.5)
    assert cost(model, replace(REQUEST, width=128), RUN).seconds == pytest.approx(30.5)


def test_time_scales_with_the_evaluations_of_the_denoiser(model: Model) -> None:
    guided = replace(REQUEST, num_inference_steps=20)
    run = replace(RUN, evaluations=guided.evaluations(MODELSCOPE.cached_share), seconds={"denoise": 40.0})
    assert cost(model, guided, run).seconds == pytest.approx(40)
    assert cost(model, replace(guided, guidance_end=0.5), run).seconds == pytest.approx(40 * 3 / 4)
    assert MODELSCOPE.cached_share is not None
    assert cost(model, replace(guided, cache_interval=2), run).seconds == pytest.approx(40 * (1 + MODELSCOPE.cached_share) / 2)
    cached = replace(run, evaluations=replace(guided, cache_interval=2).evaluations(MODELSCOPE.cached_share), seconds={"denoise": 23.12})
    assert cost(model, guided, cached).seconds == pytest.approx(40)


def test_requests_that_cost_the_same_have_the_same_key() -> None:
    cached = replace(REQUEST, cache_interval=2)
    assert cost_key(REQUEST) == cost_key(replace(REQUEST, prompt="a dog", seed=9, scheduler="ddim", guidance_scale=2.0))
    assert len({cost_key(request) for request in (REQUEST, ONE_PASS, cached, replace(REQUEST, guidance_end=0.5), replace(REQUEST, guidance_start=0.5))}) == 5
    assert cost_key(replace(ONE_PASS, guidance_end=0.5)) == cost_key(ONE_PASS)


def test_loading_and_starting_count_only_if_they_are_needed(model: Model) -> None:
    runs = [RUN, COLD, RUN, replace(RUN, seconds={**SECONDS, "load": 7.0, "start": 6.0}), RUN]
    assert cost(model, REQUEST, *runs).seconds == pytest.approx(60.5)
    assert cost(model, REQUEST, *runs, loaded=False).seconds == pytest.approx(65.5)
    assert cost(model, REQUEST, *runs, loaded=False, started=False).seconds == pytest.approx(71.5)
    assert cost(model, REQUEST, RUN, loaded=False).seconds == pytest.approx(60.5)
    assert cost(model, REQUEST, RUN, loaded=False, started=False).seconds == pytest.approx(64.5)


def test_extra_time_of_the_first_clip_after_a_load_counts_as_loading(model: Model) -> None:
    slow = replace(COLD, seconds={**SECONDS, "load": 3.0, "start": 5.0, "denoise": 90.0})
    assert cost(model, REQUEST, slow).seconds == pytest.approx(100.5)  # no warm runs yet
    assert cost(model, REQUEST, RUN, slow).seconds == pytest.approx(60.5)
    assert cost(model, REQUEST, RUN, slow, loaded=False).seconds == pytest.approx(60.5 + 43)


def test_several_clips_load_the_model_once(model: Model) -> None:
    assert cost(model, REQUEST, RUN, COLD, loaded=False).seconds_of(10) == pytest.approx(605 + 3)
    assert cost(model, REQUEST, RUN, COLD).seconds_of(10) == pytest.approx(605)
    assert cost(model, device=CARD).seconds_of(10) is None


def test_a_second_pass_includes_encoding(model: Model) -> None:
    again = replace(REQUEST, strength=0.4)
    assert cost(model, again, RUN).seconds == pytest.approx(20 + 10 * 1.5 + 0.5)
    taught = replace(RUN, seconds={**SECONDS, "encode": 3.0})
    assert cost(model, again, taught).seconds == pytest.approx(20 + 13 + 0.5)


def test_runs_of_similar_size_count_and_an_outlier_does_not(model: Model) -> None:
    def run(num_frames: int, denoise: float) -> Run:
        return replace(RUN, num_frames=num_frames, seconds={"denoise": denoise})

    near = [run(16, 50.0), run(16, 52.0), run(17, 53.0), run(15, 47.0), run(16, 5000.0)]
    far = [run(250, 50.0) for _ in range(20)]
    assert cost(model, REQUEST, *far, *near).seconds == pytest.approx(50, rel=0.05)


def test_runs_of_another_model_or_without_denoising_are_ignored(model: Model) -> None:
    others = [replace(RUN, model="other"), replace(RUN, seconds={"denoise": 0.0, "decode": 8.0}, file_bytes=0)]
    assert cost(model, REQUEST, *others) == cost(model)
    assert not cost(model).learned


@pytest.mark.parametrize("other", [
    {"device": "cpu", "device_name": "a CPU"}, {"device": "mps", "device_name": "Apple GPU"}, {"device": "", "device_name": ""},
    {"device": "auto", "device_name": ""}, {"device_name": "the card before"}, {"dtype": "fp32"}, {"dtype": ""}, {"memory": "group_offload"}, {"memory": ""},
])  # fmt: skip
def test_only_runs_with_the_same_settings_predict_a_gpus_time(model: Model, other: dict[str, str]) -> None:
    assert cost(model, REQUEST, ON_CARD, device=CARD).learned
    found = cost(model, REQUEST, replace(ON_CARD, **other), device=CARD)
    assert (found.seconds, found.learned) == (None, False)
    assert found.disk_bytes == 400_000  # the file size does not depend on the device


def test_a_gpu_is_recognized_by_its_name_under_another_index(model: Model) -> None:
    second = replace(CARD, name="cuda:1")
    assert cost(model, REQUEST, ON_CARD, device=second).learned
    assert not cost(model, REQUEST, ON_CARD, device=replace(second, title="a faster card")).learned
    nameless = replace(CARD, title="")
    assert cost(model, REQUEST, ON_CARD, device=nameless).learned
    assert not cost(model, REQUEST, ON_CARD, device=replace(nameless, name="cuda:1")).learned


def test_the_request_and_the_free_memory_select_the_runs(model: Model) -> None:
    offloaded = replace(ON_CARD, memory="model_offload", seconds={**SECONDS, "denoise": 80.0})
    runs = [ON_CARD, offloaded, replace(ON_CARD, dtype="fp32", seconds={**SECONDS, "denoise": 200.0})]
    assert cost(model, REQUEST, *runs, device=CARD, loaded=False).seconds == pytest.approx(60.5)
    tight = just_enough(ONE_PASS, "model_offload", 2)
    assert cost(model, ONE_PASS, *runs, device=CARD, loaded=False, memory=tight).seconds == pytest.approx(50.5)
    assert cost(model, REQUEST, *runs, device=CARD, plan="model_offload").seconds == pytest.approx(90.5)
    assert cost(model, replace(REQUEST, memory="model_offload"), *runs, device=CARD, loaded=False).seconds == pytest.approx(90.5)
    assert cost(model, replace(REQUEST, dtype="fp32"), *runs, device=CARD, loaded=False).seconds == pytest.approx(210.5)


def test_an_unknown_precision_is_that_of_the_last_run(model: Model) -> None:
    runs = [replace(RUN, dtype="bf16"), replace(RUN, seconds={**SECONDS, "denoise": 99.0})]
    assert cost(model, REQUEST, *runs, device=replace(CPU, dtype=""), loaded=False).seconds == pytest.approx(60.5)


def test_for_an_unknown_device_only_the_disk_is_estimated(model: Model) -> None:
    found = cost(model, REQUEST, RUN, ON_CARD, device=None)
    assert found == Estimate(None, None, 400_000)
    assert cost(model, device=None, disk=1000).lacking == (DISK,)
    for nonsense in ("auto:7", "auto", "tpu", ""):
        assert cost(model, device=Device(nonsense)).seconds is None


def test_before_the_first_run_a_cpus_time_is_estimated_from_its_cores(model: Model) -> None:
    tera = (25 * 9.774 + 9.955) / 100
    assert cost(model).seconds == pytest.approx(tera * 1e12 / (75e9 * 4), rel=0.01)
    assert cost(model, loaded=False, started=False).seconds == pytest.approx(tera * 1e12 / (75e9 * 4) + 4.07, rel=0.01)


def test_before_the_first_run_a_gpus_time_is_unknown(model: Model) -> None:
    assert cost(model, device=CARD).seconds is None
    assert cost(model, device=Device("mps", "Apple GPU", "fp16")).seconds is None


def test_memory_is_that_of_the_fastest_plan_that_fits(model: Model) -> None:
    full, half = MEASURED.need(REQUEST, 4), MEASURED.need(REQUEST, 2)
    assert cost(model).memory_bytes == full.total("full")
    assert cost(model, replace(REQUEST, dtype="bf16"), loaded=False).memory_bytes == half.total("full")
    assert cost(model, device=CARD).memory_bytes == half.total("full")
    found = cost(model, ONE_PASS, device=CARD, memory=just_enough(ONE_PASS, "model_offload", 2), loaded=False)
    assert found.memory_bytes == MEASURED.need(ONE_PASS, 2).total("model_offload") and found.fits


@pytest.mark.parametrize("device", [CPU, CARD, replace(CARD, dtype="")])
def test_without_a_reported_plan_a_loaded_model_is_estimated_as_if_it_had_to_be_loaded(model: Model, device: Device) -> None:
    there = replace(device, free_bytes=PLENTY)
    silent = estimate(ONE_PASS, model, [], Conditions(there, PLENTY, loaded=Setup(device.name)))
    assert silent.memory_bytes == cost(model, ONE_PASS, device=device, loaded=False).memory_bytes


def test_a_loaded_model_needs_memory_for_its_work_only(model: Model) -> None:
    enough = int(MEASURED.need(ONE_PASS, 4).work / 0.9) + 10
    assert cost(model, ONE_PASS, memory=enough).fits
    assert not cost(model, ONE_PASS, memory=enough, loaded=False).fits
    assert not cost(model, ONE_PASS, memory=enough - 20).fits


def test_fewer_frames_are_advised_first(model: Model) -> None:
    request = replace(REQUEST, num_frames=64)
    found = cost(model, request, memory=2 * 10**9)
    assert not found.fits and found.advice is not None
    assert found.advice == replace(request, num_frames=found.advice.num_frames)
    assert 8 <= found.advice.num_frames < 64
    assert cost(model, found.advice, memory=2 * 10**9).fits
    assert not cost(model, replace(request, num_frames=found.advice.num_frames + 1), memory=2 * 10**9).fits


def test_then_a_smaller_size_with_the_same_aspect_ratio_is_advised(model: Model) -> None:
    request, smaller = replace(ONE_PASS, width=512, height=256), replace(ONE_PASS, width=256, height=128)
    memory = just_enough(smaller, "fp8_layerwise")
    assert cost(model, request, memory=memory, loaded=False).advice == smaller
    assert cost(model, smaller, memory=memory, loaded=False).fits
    upright = cost(model, replace(request, width=256, height=512), memory=memory, loaded=False).advice
    assert upright == replace(smaller, width=128, height=256)


def test_then_both_are_advised_and_then_nothing(model: Model) -> None:
    request, both = replace(ONE_PASS, num_frames=64), replace(ONE_PASS, width=128, height=128, num_frames=8)
    assert cost(model, request, memory=just_enough(both, "fp8_layerwise"), loaded=False).advice == both
    found = cost(model, request, memory=10**7)
    assert (found.lacking, found.advice) == ((MEMORY,), None)


def test_a_memory_plan_that_does_not_fit_the_device_is_replaced_first(model: Model) -> None:
    requested = replace(ONE_PASS, memory="full")
    found = cost(model, requested, device=CARD, loaded=False, memory=just_enough(ONE_PASS, "group_offload", 2))
    assert (found.lacking, found.advice) == ((MEMORY,), replace(requested, memory="group_offload"))
    assert found.memory_bytes == MEASURED.need(ONE_PASS, 2).total("full")
    offload = cost(model, replace(ONE_PASS, memory="group_offload"), loaded=False)
    assert (offload.fits, offload.advice) == (False, requested)


def test_disk_use_is_learned_and_a_full_disk_is_reported(model: Model) -> None:
    assert cost(model).disk_bytes == output_bytes(REQUEST)
    assert cost(model, replace(REQUEST, num_frames=32), RUN).disk_bytes == 800_000
    found = cost(model, disk=output_bytes(replace(REQUEST, num_frames=10)))
    assert found.lacking == (DISK,) and found.advice == replace(REQUEST, num_frames=10)
    assert cost(model, disk=1000).advice is None
    assert cost(model, disk=1000, memory=10**7).lacking == (MEMORY, DISK)


def test_unknown_free_memory_is_not_reported_as_too_little(model: Model) -> None:
    assert cost(model, replace(REQUEST, num_frames=250), device=CARD, memory=None).fits


def test_missing_model_files_are_an_error(model: Model, tmp_path: Path) -> None:
    with pytest.raises(BrokenModel, match="no weights"):
        cost(replace(model, folder=tmp_path))


def test_a_continued_clip_is_advised_in_its_own_size_and_with_new_frames(model: Model) -> None:
    request, shorter = replace(ONE_PASS, num_frames=64, continued_frames=9), replace(ONE_PASS, num_frames=20, continued_frames=9)
    assert cost(model, request, memory=just_enough(shorter, "fp8_layerwise"), loaded=False).advice == shorter
    assert cost(model, request, memory=10**7).advice is None


def test_the_frames_of_a_continued_clip_are_written_again(model: Model) -> None:
    conditions, request = Conditions(replace(CPU, free_bytes=PLENTY), PLENTY), replace(REQUEST, continued_frames=6)
    assert estimate(request, model, [], conditions, 4, frames_before=100).disk_bytes == output_bytes(request, 100) == 256 * 256 * 110 + 1_000_000
    assert estimate(request, model, [RUN], conditions, 4, frames_before=100).disk_bytes == 25_000 * 110
    full = replace(conditions, free_disk=output_bytes(request, 99))
    assert estimate(request, model, [], full, 4, frames_before=100).lacking == (DISK,)
    assert cost_key(request) != cost_key(REQUEST)


def test_control_latents_are_encoded_once_or_with_known_frames_twice(model: Model) -> None:
    controlled, seconds = replace(model, shape=replace(SHAPE, control_channels=96)), {**SECONDS, "encode": 6.0}
    given, conditions = replace(REQUEST, start_image="ab" * 32), Conditions(replace(CPU, free_bytes=PLENTY), PLENTY, Setup("cpu", "a CPU", "fp32", "full"))
    assert estimate(REQUEST, controlled, [replace(RUN, seconds=seconds)], conditions, 4).seconds == pytest.approx(66.5)
    guessed = [estimate(request, made, [], conditions, 4).seconds for request, made in ((REQUEST, model), (REQUEST, controlled), (given, controlled))]
    none, once, twice = (each or 0.0 for each in guessed)
    assert 0 < none < once < twice and twice - once == pytest.approx(once - none)
    assert cost_key(given) != cost_key(REQUEST)


def test_a_model_learns_on_a_card_from_runs_in_its_own_half_precision(model: Model) -> None:
    bf16 = replace(model, family=replace(MODELSCOPE, half="bf16"))
    run = replace(ON_CARD, dtype="bf16")
    assert cost(bf16, REQUEST, run, loaded=False, device=CARD).learned and not cost(bf16, REQUEST, ON_CARD, loaded=False, device=CARD).learned
    assert cost(model, REQUEST, ON_CARD, loaded=False, device=CARD).learned and not cost(model, REQUEST, run, loaded=False, device=CARD).learned
