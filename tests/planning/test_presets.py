import json
from dataclasses import asdict, replace

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.store import Model, find
from t2v_desktop.planning import presets
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.presets import OwnPreset


@pytest.fixture
def starter() -> Model:
    return find("starter")


@pytest.fixture
def fast(starter: Model) -> OwnPreset:
    return OwnPreset.of_draft(" Fast ", replace(Draft("a cat", seed=7).with_model(starter), num_inference_steps=6, width=192), starter)


def test_a_preset_has_the_settings_and_neither_prompt_nor_seed(fast: OwnPreset, starter: Model) -> None:
    assert (fast.name, fast.family, fast.width, fast.num_inference_steps) == ("Fast", "modelscope", 192, 6)
    other = Draft("a dog", seed=9, seed_locked=True, styles=("Film",)).with_model(starter)
    applied, changed = fast.apply(other, starter)
    assert changed == [] and fast.fits(applied) and not fast.fits(other)
    assert (applied.prompt, applied.seed, applied.seed_locked, applied.styles) == ("a dog", 9, True, ("Film",))


def test_what_the_model_can_not_take_is_changed_and_named(fast: OwnPreset, starter: Model) -> None:
    wan = replace(starter, family=WAN, presets={**WAN.presets, "few_steps": WAN.few_steps})
    odd = replace(fast, width=100, scheduler="ays", cache_interval=9)
    applied, changed = odd.apply(Draft().with_model(wan), wan)
    assert set(changed) == {"width", "scheduler", "cache_interval"} and applied.width % wan.step == 0 and applied.scheduler == "unipc"


def test_presets_are_saved_updated_renamed_and_removed(fast: OwnPreset) -> None:
    presets.put(fast)
    presets.put(replace(fast, family="wan"))
    assert presets.own("modelscope") == [fast] and len(presets.own()) == 2
    better = replace(fast, num_inference_steps=9)
    presets.put(better)
    assert presets.find("FAST", "modelscope") == better
    renamed = replace(better, name="Faster")
    presets.put(renamed, instead_of=better)
    assert presets.own("modelscope") == [renamed] and presets.find("fast", "modelscope") is None
    presets.remove(renamed)
    assert presets.own() == [replace(fast, family="wan")]


@pytest.mark.parametrize(("name", "message"), [("", "needs a name"), ("x" * 101, "needs a name"), ("Draft", "built-in"), ("fast", "already a preset")])
def test_an_invalid_name_is_refused(name: str, message: str, fast: OwnPreset) -> None:
    presets.save([fast])
    with pytest.raises(InvalidRequest, match=message):
        presets.save([fast, replace(fast, name=name)])
    assert presets.own() == [fast]


def test_hostile_entries_of_the_file_are_left_out(fast: OwnPreset) -> None:
    good = asdict(fast)
    bad = [
        {**good, "width": "192"},
        {**good, "width": True},
        {**good, "guidance_scale": 1e300},
        {**good, "scheduler": "x"},
        {"name": "x"},
        5,
        {**good, "fps": 0},
    ]
    presets.file().parent.mkdir(parents=True, exist_ok=True)
    presets.file().write_text(json.dumps({"presets": [*bad, {**good, "newer": 1}]}))
    assert presets.own() == [fast]
    presets.file().write_text('{"presets": [{"guidance_scale": NaN}]}')
    assert presets.own() == []
