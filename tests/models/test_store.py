import re
import shutil
from pathlib import Path

import pytest

from benchmarks.random_wan import write_tiny
from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest, UnknownModel
from t2v_desktop.models import store
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.request import PRESETS, Request


def test_a_folder_can_be_used_as_a_model(tiny_model: Path) -> None:
    model = store.find(str(tiny_model))
    assert (model.shape.grid, model.shape.stride, model.width, model.height) == (4, 2, 16, 16)


def test_an_installed_model_is_found_by_name(tiny_model: Path) -> None:
    shutil.copytree(tiny_model, paths.models() / "tiny")
    assert store.installed_names() == ["tiny"]
    assert store.find("tiny").folder == paths.models() / "tiny"


def test_the_starter_is_always_installed() -> None:
    model = store.find("starter")
    assert (model.width, model.height, model.num_frames, model.fps) == (128, 128, 16, 8)
    assert (model.shape.width, model.shape.height) == (model.width, model.height)
    assert model.weights_bytes <= 40_000_000


def test_an_unknown_model_error_lists_installed_models() -> None:
    with pytest.raises(UnknownModel, match="'sora' is not installed: choose one of starter"):
        store.find("sora")


def test_an_unsupported_size_error_names_the_nearest_supported_one() -> None:
    model = store.find("starter")
    with pytest.raises(InvalidRequest, match="use a multiple of 64, such as 64"):
        model.request("a cat", width=72)


def test_chosen_values_override_the_preset(tiny_model: Path) -> None:
    model = store.find(str(tiny_model))
    request = model.request("a cat", "draft", num_inference_steps=3, seed=None)
    assert request.num_inference_steps == 3 and request.scheduler == model.presets["draft"].scheduler


def test_every_known_model_has_every_preset_and_a_hub_id() -> None:
    for entry in CATALOG.values():
        assert (*entry.presets, "few_steps") == PRESETS, "the last comes from the family"
        assert bool(entry.hub_id) == bool(entry.revision) == bool(entry.download_bytes)
        assert re.fullmatch(r"|main|[0-9a-f]{40}", entry.revision)
        assert entry.width % 32 == 0 and entry.height % 32 == 0 and 0 <= entry.strength < 1


def test_the_starters_draft_is_an_eighth_of_the_work_of_a_stock_pipelines_fifty_guided_steps() -> None:
    starter = store.find("starter")
    work = {preset: starter.request("a cat", preset).evaluations(starter.family.cached_share) for preset in PRESETS}
    assert work["draft"] * 8 <= 2 * 50 and work["draft"] < work["balanced"] < work["best"]


def test_models_that_are_given_frames_are_named_where_another_one_is_not(tiny_model: Path, tmp_path: Path) -> None:
    flat, vace = store.find(str(tiny_model)), store.find(str(write_tiny(tmp_path / "vace", control=True)))
    for name, value, named in (("start_image", "ab" * 32, ("vace", "ti2v")), ("end_image", "ab" * 32, ("vace",)), ("continued_frames", 5, ("vace",))):
        with pytest.raises(InvalidRequest, match=r"isn't supported by tiny: use ") as refused:
            flat.request("a cat", **{name: value})
        assert [kind for kind in ("vace", "t2v", "ti2v") if f"-{kind}-" in str(refused.value)] == list(named)
        assert getattr(vace.request("a cat", **{name: value}), name) == value
    with pytest.raises(InvalidRequest, match="can't continue a clip after 10 frames: use 9"):
        vace.request("a cat", continued_frames=10)


def test_a_second_pass_over_a_clip_with_an_image_starts_from_its_frames_alone(tiny_model: Path) -> None:
    second = store.find(str(tiny_model)).second_pass(Request("a cat", start_image="ab" * 32, num_frames=17))
    assert second.strength and not second.is_given


def test_only_a_flow_has_a_shift(tiny_wan: Path) -> None:
    assert store.find(str(tiny_wan)).request("a cat", flow_shift=5.0).flow_shift == 5.0
    with pytest.raises(InvalidRequest, match=r"^a flow shift of 5 isn't supported by .*: use 0$"):
        store.find("starter").request("a cat", flow_shift=5.0)
