"""A family that shares nothing with ModelScope goes through every room: gate, store, estimate, engine, previews, both passes.

The window has its own: tests/gui/compose/test_another_family.py.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from t2v_desktop.engine.families import ENGINE_FAMILIES
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import BrokenModel, InvalidRequest
from t2v_desktop.events import Decoding, Denoising, Done, Event, Start, Warned
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.read import read_frames
from t2v_desktop.models import manifest
from t2v_desktop.models.families import FAMILIES
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.memory import count_parameters
from t2v_desktop.models.store import Model, find
from t2v_desktop.planning.devices import Device
from t2v_desktop.planning.draft import Draft, sizes
from t2v_desktop.planning.estimate import Conditions, estimate
from t2v_desktop.request import Request
from tests.engine.pretended_gpu import card
from tests.families import toy_engine
from tests.families.toy import TOY, write_toy


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FAMILIES, TOY.name, TOY)
    monkeypatch.setitem(ENGINE_FAMILIES, TOY.name, toy_engine)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_toy(tmp_path / "toy model")


@pytest.fixture
def model(folder: Path) -> Model:
    return find(str(folder))


def request_of(model: Model, **chosen: object) -> Request:
    return model.request("a red circle", "draft", **{"num_frames": 9, "seed": 3, **chosen})


def render(model: Model, request: Request, output: Path, source: str = "") -> list[Event]:
    heard: list[Event] = []
    heard.append(Renderer().render(Start(request, str(model.folder), str(output), source=source), heard.append, lambda: None))
    return heard


def test_the_gate_knows_its_parts_and_refuses_what_does_not_fit_together(folder: Path) -> None:
    assert set(inspect(folder)) == {"words", "mixer", "codec"}
    assert count_parameters(folder, TOY) == {"words": 256 * 6, "mixer": 5 * 6 + 25 + 5, "codec": 192 * 5 + 15}
    weights = folder / "mixer" / "weights.safetensors"
    whole = load_file(weights)
    save_file({name: tensor for name, tensor in whole.items() if name != "mix.bias"}, weights)
    with pytest.raises(BrokenModel, match=r"lacks 1 tensors, for example mix\.bias"):
        inspect(folder)
    save_file(whole, weights)
    (folder / "mixer" / "config.json").write_text(json.dumps({"_class_name": "ToyMixer", "width": 7, "channels": 5}))
    with pytest.raises(BrokenModel, match="the mixer is 7 wide"):
        inspect(folder)


def test_what_was_installed_is_recorded_by_the_familys_own_files(folder: Path) -> None:
    made_of = manifest.record(folder, "somewhere", "", "")
    assert "bytes/bytes.json" in made_of.sha256 and "mixer/weights.safetensors" in made_of.sha256
    (folder / "bytes" / "bytes.json").write_text('{"changed": 1}')
    assert manifest.changed(folder) == ["bytes/bytes.json"]


def test_it_makes_clips_of_its_own_lengths_with_previews(model: Model, tmp_path: Path) -> None:
    request = request_of(model, width=48, height=32)
    heard = render(model, request, tmp_path / "out.mp4")
    assert isinstance(heard[-1], Done)
    assert read_frames(tmp_path / "out.mp4", 10**7).pixels.shape == (9, 32, 48, 3)
    assert read_request(tmp_path / "out.mp4").num_frames == 9
    previews = [event.preview for event in heard if isinstance(event, Denoising) and event.step]
    assert [(p.count, p.width % 6, p.height % 4) for p in previews if p] == [(3, 0, 0)] * 2
    assert [event.frame for event in heard if isinstance(event, Decoding)][-1] == 9


def test_a_second_pass_begins_with_a_clip(model: Model, tmp_path: Path) -> None:
    render(model, request_of(model), tmp_path / "first.mp4")
    heard = render(model, request_of(model, strength=0.5, num_inference_steps=4), tmp_path / "second.mp4", source=str(tmp_path / "first.mp4"))
    assert [event.total for event in heard if isinstance(event, Denoising)] == [2] * 3
    assert len(read_frames(tmp_path / "second.mp4", 10**7).pixels) == 9


def test_words_past_the_limit_are_reported(model: Model, tmp_path: Path) -> None:
    heard = render(model, replace(request_of(model), prompt="a very long sentence about a circle"), tmp_path / "out.mp4")
    assert [event.message for event in heard if isinstance(event, Warned)] == ["the prompt is too long"]


@pytest.mark.parametrize("memory", ["full", "model_offload", "group_offload"])
def test_a_gpu_draws_what_the_cpu_draws(memory: str, model: Model, tmp_path: Path) -> None:
    request = request_of(model, dtype="fp32", device="cpu")
    render(model, request, tmp_path / "cpu.mp4")
    with card() as gpu:
        render(model, replace(request, device="cuda", memory=memory), tmp_path / "gpu.mp4")
        assert gpu.beside == 0
    frames = [read_frames(tmp_path / f"{name}.mp4", 10**7).pixels.astype(int) for name in ("cpu", "gpu")]
    assert np.abs(frames[0] - frames[1]).max() <= 2


def test_lengths_and_schedulers_it_does_not_have_are_refused_in_words(model: Model) -> None:
    with pytest.raises(InvalidRequest, match=r"10 frames aren't supported by .*: use 9"):
        request_of(model, num_frames=10)
    with pytest.raises(InvalidRequest, match="use euler"):
        request_of(model, scheduler="ddim")
    assert [model.nearest_frames(n) for n in (1, 2, 4, 11, 12, 250)] == [1, 1, 5, 9, 13, 249]


def test_its_cost_is_estimated_and_the_advice_keeps_to_its_lengths(model: Model) -> None:
    request = request_of(model, num_frames=241)
    cost = estimate(request, model, [], Conditions(Device("cpu", "a CPU", "fp32", 10**12), 10**12))
    assert cost.seconds is not None and cost.memory_bytes is not None and cost.fits
    tight = estimate(request, model, [], Conditions(Device("cpu", "a CPU", "fp32", cost.memory_bytes // 3), 10**12))
    assert tight.advice is not None and tight.advice.num_frames % 4 == 1 and tight.advice.num_frames < 241


def test_a_draft_is_snapped_to_it(model: Model) -> None:
    draft = Draft(prompt="x", num_frames=16, width=37, height=20).with_model(model)
    assert (draft.scheduler, draft.num_frames) == ("euler", 17)
    assert replace(draft, num_frames=11, width=37).snapped(model).num_frames == 9
    assert all(width % 16 == 0 and height % 16 == 0 for width, height in sizes(model))
