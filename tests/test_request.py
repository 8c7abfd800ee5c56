import json
from dataclasses import replace

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.request import MAX_JSON, Request


def test_a_request_survives_a_json_round_trip() -> None:
    request = Request("ein Bär, 熊 🐻", negative_prompt='"text"\n', width=320, height=192, seed=2**62, guidance_scale=7.25)
    assert Request.from_json(request.to_json()) == request


def test_the_json_of_a_request_is_unchanged_from_older_versions() -> None:
    request = Request("a red ball", "text", model="zeroscope_v2_576w", preset="draft", width=576, height=320, scheduler="unipc", seed=7, strength=0.5)
    assert request.to_json() == (
        '{"prompt": "a red ball", "negative_prompt": "text", "model": "zeroscope_v2_576w", "width": 576, "height": 320, "num_frames": 16, "fps": 8, '
        '"num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "unipc", "seed": 7, "preset": "draft", "device": "auto", "dtype": "auto", '
        '"memory": "auto", "strength": 0.5}'
    )


def test_unknown_keys_of_a_newer_version_are_ignored() -> None:
    assert Request.from_json(json.dumps({"prompt": "a cat", "camera": "dolly"})) == Request("a cat")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("width", 0, "multiple of 8"),
        ("width", 100, "such as 96"),
        ("height", 4096, "2048"),
        ("num_frames", 0, "1 to 250"),
        ("num_frames", -3, "1 to 250"),
        ("num_inference_steps", 0, "1 to 200"),
        ("guidance_scale", 0.5, "1 to 30"),
        ("guidance_scale", float("nan"), "1 to 30"),
        ("guidance_scale", float("inf"), "1 to 30"),
        ("fps", 0, "1 to 60"),
        ("seed", -1, "out of range"),
        ("seed", 2**63, "out of range"),
        ("scheduler", "magic", "ddim, dpmpp_2m"),
        ("preset", "fast", "draft, balanced, best"),
        ("device", "tpu", "auto, cpu, cuda, mps"),
        *(
            ("device", name, "unknown device")
            for name in ("auto:7", "auto:0", "cpu:3", "mps:1", "cuda:", "cuda:x", "cuda:-1", "cuda:01", "cuda:1:2", "cuda:٣", "")
        ),
        ("dtype", "int4", "fp32"),
        ("memory", "swap", "group_offload"),
        ("prompt", "", "is empty"),
        ("prompt", " \n", "is empty"),
        ("prompt", "a\0b", "NUL"),
        ("negative_prompt", "a\ud83d", "surrogate"),
        ("prompt", "x" * 10_001, "10000"),
        ("width", 10**400, "such as 2048"),
        ("width", True, "should be a whole number"),
        ("width", 64.0, "should be a whole number"),
        ("prompt", 3, "should be text"),
    ],
)
def test_an_invalid_value_is_refused_in_one_line_with_valid_ones(name: str, value: object, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message) as refusal:
        replace(Request("a cat"), **{name: value})
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"prompt": 1}', "[" * 100_000, '{"prompt": "' + "x" * MAX_JSON + '"}'])
def test_json_without_a_valid_request_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        Request.from_json(text)


def test_lcm_has_its_own_limit_of_steps() -> None:
    with pytest.raises(InvalidRequest, match="1 to 50"):
        Request("a cat", scheduler="lcm", num_inference_steps=60)


def test_duration_is_in_seconds() -> None:
    assert Request("a cat", num_frames=16, fps=8).duration_s == 2.0


@pytest.mark.parametrize("name", ["auto", "cpu", "cpu:0", "mps", "mps:0", "cuda", "cuda:0", "cuda:1", "cuda:12"])
def test_devices_are_named_as_torch_names_them(name: str) -> None:
    assert Request("a cat", device=name).device == name


def test_a_placed_model_can_render_requests_that_are_not_larger() -> None:
    planned = Request("a cat", width=64, height=64, num_frames=16, guidance_scale=6)
    assert replace(planned, prompt="a dog", width=32, height=128, num_frames=8, guidance_scale=1, seed=9).within(planned)
    larger = ({"width": 72}, {"num_frames": 17}, {"device": "cpu"}, {"dtype": "fp32"}, {"memory": "full"}, {"model": "other"})
    assert not any(replace(planned, **change).within(planned) for change in larger)
    assert not planned.within(replace(planned, guidance_scale=1))
    lighter = replace(planned, guidance_start=0.2, guidance_end=0.6, cache_interval=3)  # a guided step takes as much memory as any other
    assert lighter.within(planned) and planned.within(lighter)


def test_guidance_applies_between_its_ends_and_inner_layers_are_kept_within_a_kind_of_step() -> None:
    request = Request("a cat", num_inference_steps=8, guidance_scale=5.0, guidance_start=0.25, guidance_end=0.75, cache_interval=2)
    efforts = request.efforts()
    assert [e.guided for e in efforts] == [False, False, True, True, True, True, False, False]
    assert [e.reuses for e in efforts] == [False, True] * 4
    assert request.evaluations(0.25) == 1.25 + 2 * 2 * 1.25 + 1.25
    assert Request("a cat", num_inference_steps=8, guidance_scale=5.0).evaluations(0.25) == 16
    assert Request("a cat", num_inference_steps=8, guidance_scale=1.0, cache_interval=3).evaluations(None) == 8
    second = replace(request, strength=0.5)
    assert [e.guided for e in second.efforts()] == [True, True, False, False]  # the last steps of the same schedule
    assert [e.reuses for e in second.efforts()] == [False, True, False, True]


def test_a_step_without_guidance_reuses_nothing_of_one_with_it() -> None:
    request = Request("a cat", num_inference_steps=5, guidance_scale=5.0, guidance_end=0.5, cache_interval=2)
    assert [(e.guided, e.reuses) for e in request.efforts()] == [(True, False), (True, True), (True, False), (False, False), (False, False)]


def test_settings_younger_than_version_01_are_written_where_they_differ() -> None:
    assert "cache_interval" not in Request("a cat").to_json()
    assert "flow_shift" not in Request("a cat").to_json()
    changed = Request("a cat", cache_interval=2, guidance_end=0.5, flow_shift=5.0)
    assert Request.from_json(changed.to_json()) == changed


IMAGE = "0123456789abcdef" * 4


@pytest.mark.parametrize(("chosen", "message"), [
    ({"start_image": "photo.png"}, "the start image 'photo.png' is not the SHA-256"),
    ({"end_image": IMAGE.upper()}, "the end image .* is not the SHA-256"),
    ({"start_image": IMAGE + "\n"}, "not the SHA-256"),
    ({"continued_frames": -1}, "continued frames -1 is out of range"),
    ({"continued_frames": 16}, "16 frames, 16 of them known, add nothing: use more than 16"),
    ({"continued_frames": 9, "strength": 0.5}, "leave out strength and start image"),
    ({"continued_frames": 9, "start_image": IMAGE}, "leave out strength and start image"),
    ({"strength": 0.5, "start_image": IMAGE}, "a second pass starts from its clip alone"),
    ({"strength": 0.5, "end_image": IMAGE}, "a second pass starts from its clip alone"),
    ({"num_frames": 1, "start_image": IMAGE, "end_image": IMAGE}, "can't both start and end"),
    ({"continued_frames": 1.0}, "should be a whole number"),
    ({"start_image": 1}, "should be text"),
])  # fmt: skip
def test_known_frames_that_make_no_sense_are_refused_in_one_line(chosen: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidRequest, match=message) as refusal:
        Request("a cat", **chosen)  # type: ignore[arg-type]
    assert "\n" not in str(refusal.value)


def test_known_frames_are_written_where_there_are_any() -> None:
    given = [Request("a cat", start_image=IMAGE), Request("a cat", start_image=IMAGE, end_image=IMAGE), Request("a cat", end_image=IMAGE, continued_frames=9)]
    assert [Request.from_json(request.to_json()) for request in given] == given
    assert [request.is_given for request in (Request("a cat"), *given)] == [False, True, True, True]
    assert not any(name in Request("a cat").to_json() for name in ("image", "continued"))
    assert [request.new_frames for request in given] == [16, 16, 7]


@pytest.mark.parametrize("shift", [0.01, -1.0, 20.5, float("nan"), float("inf")])
def test_a_flow_shift_is_in_range_or_the_models_own(shift: float) -> None:
    with pytest.raises(InvalidRequest, match=r"^flow shift .* is out of range: use 0.1 to 20, or 0 for the model's own$"):
        Request("a cat", flow_shift=shift)
    assert [Request("a cat", flow_shift=good).flow_shift for good in (0, 0.1, 3, 20)] == [0, 0.1, 3, 20]
