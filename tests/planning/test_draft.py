import json
from dataclasses import replace

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.store import Model, find
from t2v_desktop.planning.draft import Draft, draw_seed, parse_length, sizes
from t2v_desktop.request import MAX_FRAMES, MAX_SEED, Request


@pytest.fixture(scope="module")
def starter() -> Model:
    return find("starter")


def test_a_draft_becomes_count_requests_for_each_alternative(starter: Model) -> None:
    draft = Draft("a {red|blue} ball", "text", seed=5, count=2).with_model(starter)
    made = draft.requests(starter)
    assert [(r.prompt, r.seed) for r in made] == [("a red ball", 5), ("a red ball", 6), ("a blue ball", 5), ("a blue ball", 6)]
    assert {(r.negative_prompt, r.width, r.num_frames, r.scheduler, r.num_inference_steps, r.guidance_scale) for r in made} == {
        ("text", 128, 16, "dpmpp_2m", 12, 2.0)
    }


def test_a_negative_prompt_has_alternatives_too(starter: Model) -> None:
    made = Draft("a {b|c}", "{x|y}").requests(starter)
    assert [(r.prompt, r.negative_prompt) for r in made] == [("a b", "x"), ("a b", "y"), ("a c", "x"), ("a c", "y")]


def test_seeds_wrap_around_after_the_last_one(starter: Model) -> None:
    assert [r.seed for r in Draft("a", seed=MAX_SEED, count=2).requests(starter)] == [MAX_SEED, 0]


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        (Draft("  "), "prompt is empty"),
        (Draft("a {b"), "never closed"),
        (Draft("a (b:9)"), "0 to 2"),
        (Draft("a", "(b:9)"), "0 to 2"),
        (Draft("{a|b}" * 5, count=100), "over the limit of 1000: use fewer alternatives or clips"),
        (Draft("a {|}b", width=40), "width 40 isn't supported"),
    ],
)
def test_an_invalid_draft_is_refused(starter: Model, draft: Draft, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        draft.requests(starter)


def test_a_draft_of_a_request_makes_exactly_that_request(starter: Model) -> None:
    request = starter.request("a {literal} (red:1.2) ball", "draft", negative_prompt="{x}", seed=9, width=192, num_frames=7, guidance_scale=3.5, dtype="fp32")
    draft = Draft.of_request(request)
    assert draft.seed_locked and draft.requests(starter) == [request]


def test_a_draft_survives_a_json_round_trip() -> None:
    draft = Draft("a {b|c}\n«é» 🐻", "n", seed=3, seed_locked=True, count=4, guidance_scale=2.5)
    assert Draft.from_json(draft.to_json()) == draft


def test_a_draft_saved_by_an_older_version_opens_with_every_value() -> None:
    saved = """{"prompt": "a {red|blue} ball", "negative_prompt": "text", "model": "zeroscope_v2_576w", "preset": "draft", "width": 576, "height": 320,
        "num_frames": 24, "fps": 12, "num_inference_steps": 15, "guidance_scale": 5.0, "scheduler": "unipc", "seed": 7, "seed_locked": true, "count": 3,
        "device": "cuda:1", "dtype": "fp16", "memory": "model_offload", "hd": true}"""
    assert Draft.from_json(saved) == Draft(
        "a {red|blue} ball", "text", model="zeroscope_v2_576w", preset="draft", width=576, height=320, num_frames=24, fps=12, num_inference_steps=15,
        guidance_scale=5.0, scheduler="unipc", seed=7, seed_locked=True, count=3, device="cuda:1", dtype="fp16", memory="model_offload", hd=True,
    )  # fmt: skip
    assert json.loads(Draft().to_json()).keys() >= json.loads(saved).keys()  # an older version can read it, too


@pytest.mark.parametrize("text", ["", "no", "[]", "[" * 99_999])
def test_text_that_is_not_a_draft_gives_none(text: str) -> None:
    assert Draft.from_json(text) is None


def test_invalid_values_in_a_draft_get_their_defaults() -> None:
    read = Draft.from_json('{"prompt": "kept", "width": "64", "count": true, "preset": "worst", "device": "abacus", "newer": 1, "guidance_scale": 7}')
    assert read == Draft("kept")


def test_another_model_sets_its_own_size_and_recipe(starter: Model) -> None:
    other = replace(starter, name="other", width=256, height=256, num_frames=24, fps=12, presets={**starter.presets})
    draft = Draft("kept", preset="draft", seed=7, width=96).with_model(other)
    assert (draft.prompt, draft.seed, draft.model, draft.width, draft.num_frames, draft.fps, draft.num_inference_steps) == ("kept", 7, "other", 256, 24, 12, 4)


def test_a_preset_is_in_use_until_its_values_are_changed(starter: Model) -> None:
    draft = Draft().with_preset(starter, "draft")
    assert draft.preset_in_use(starter) == "draft"
    assert replace(draft, num_inference_steps=11).preset_in_use(starter) == ""
    for changed in ({"guidance_start": 0.1}, {"guidance_end": 0.7}, {"cache_interval": 3}):
        assert replace(draft, **changed).preset_in_use(starter) == ""
    assert replace(draft, num_inference_steps=20, guidance_scale=2.0).preset_in_use(starter) == "best"


def test_values_snap_to_what_the_model_supports(starter: Model, tiny_model: object) -> None:
    wild = Draft(width=1, height=99_999, num_frames=0, fps=999, num_inference_steps=0, guidance_scale=float("nan"), seed=-1, count=0, prompt="a")
    calm = wild.snapped(starter)
    assert (calm.width, calm.height, calm.num_frames, calm.fps, calm.num_inference_steps, calm.seed, calm.count) == (64, 2048, 1, 60, 1, 0, 1)
    assert calm.requests(starter)
    for start, end in ((0.7, 0.3), (0.5, 0.5), (float("nan"), 1.0), (-1.0, 2.0)):
        calm = Draft("a", guidance_start=start, guidance_end=end, cache_interval=99).snapped(starter)
        assert (calm.guidance_start, calm.guidance_end, calm.cache_interval) == (0.0, 1.0, 5) and calm.requests(starter)
    chosen = Draft("a", guidance_start=0.2, guidance_end=0.6, cache_interval=0)
    assert (kept := chosen.snapped(starter)).requests(starter) and kept == replace(chosen, cache_interval=1)
    plain = replace(starter, family=replace(starter.family, cached_share=None))
    assert replace(chosen, cache_interval=3).snapped(plain) == replace(chosen, cache_interval=1)
    tiny = find(str(tiny_model))
    assert (tiny.shape.grid, tiny.step, tiny.snap(19)) == (4, 8, 16)


def test_a_scheduler_that_another_family_lacks_gives_way_to_the_presets(starter: Model) -> None:
    wan = replace(starter, family=WAN, presets=WAN.presets)
    assert Draft("a", scheduler="ays", preset="draft").snapped(wan).scheduler == WAN.presets["draft"].scheduler
    assert Draft("a", scheduler="euler").snapped(wan).scheduler == "euler"


def test_a_flow_shift_is_kept_within_its_range_and_belongs_to_one_model(starter: Model) -> None:
    wan = replace(starter, family=WAN, presets=WAN.presets)
    assert [Draft("a", flow_shift=value).snapped(wan).flow_shift for value in (0.0, -1.0, 0.01, 5.0, 99.0, float("nan"))] == [0, 0, 0.1, 5, 20, 0]
    assert Draft("a", flow_shift=5.0).snapped(starter).flow_shift == Draft("a", flow_shift=5.0).with_model(wan).flow_shift == 0
    assert Draft.from_json(Draft("a", flow_shift=5.0).to_json()) == Draft("a", flow_shift=5.0)


def test_the_native_size_is_offered_first_and_every_size_fits(starter: Model) -> None:
    model = replace(starter, width=256, height=256)
    offered = sizes(model)
    assert offered[0] == (256, 256) and (320, 192) in offered and (192, 320) in offered and len(set(offered)) == len(offered)
    for width, height in offered:
        model.check(Request("a", width=width, height=height))
    assert sizes(replace(starter, width=576, height=320))[0] == (576, 320)


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("24", 24),
        ("24 frames", 24),
        ("3 s", 24),
        ("1.5", 12),
        ("1,5 s", 12),
        ("2.0 s · 16 frames", 16),
        ("0", 1),
        ("9999", MAX_FRAMES),
        ("", None),
        ("two", None),
    ],
)
def test_a_length_is_typed_in_frames_or_seconds(text: str, frames: int | None) -> None:
    assert parse_length(text, fps=8) == frames


def test_seeds_drawn_at_random_differ() -> None:
    assert len({draw_seed() for _ in range(20)}) > 15
