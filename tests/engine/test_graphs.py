"""Clips by CUDA graphs, on a pretended card: the same frames, or no graph."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from t2v_desktop.engine import graphs
from t2v_desktop.engine.families import modelscope
from t2v_desktop.engine.families.modelscope.unet import UNet3D
from t2v_desktop.engine.family import Condition, Predict, Text
from t2v_desktop.engine.render import Renderer
from t2v_desktop.events import Event, Loading, Start, Warned
from t2v_desktop.media.read import read_frames
from tests.engine.pretended_gpu import Card, card
from tests.engine.short_clip import REQUEST, STEPS, with_

SWITCHING = {"num_inference_steps": 12, "guidance_end": 0.5, "cache_interval": 2}  # six steps with guidance, six without, every other one reusing features


@pytest.fixture
def start(tiny_model: Path, tmp_path: Path) -> Start:
    return Start(REQUEST, str(tiny_model), str(tmp_path / "clip"), previews=True)


def frames(start: Start, gpu: Card, renderer: Renderer | None = None, *, cramped: bool = False, total: int = 0) -> np.ndarray:
    """The frames of the clip, which was made without a warning.

    If `cramped`, the plan is made as if the card were full. Once the model is loaded, the card has `total` bytes.
    """
    heard: list[Event] = []

    def hear(event: Event) -> None:
        heard.append(event)
        if isinstance(event, Loading) and event.part == "ready":
            gpu.free_told, gpu.total = None if cramped else gpu.free_told, total or gpu.total

    gpu.free_told = 1 if cramped else gpu.free_told
    (renderer or Renderer()).render(start, hear, lambda: None)
    assert not [event for event in heard if isinstance(event, Warned)]
    made = read_frames(Path(start.output), 10**6).pixels
    shutil.rmtree(start.output)
    return made


def eager(start: Start, *, cramped: bool = False) -> tuple[np.ndarray, int]:
    """Frames of a clip without graphs, and the most bytes it took."""
    with pytest.MonkeyPatch.context() as never, card() as gpu:
        never.setattr(graphs, "FEWEST_CALLS", 1000)
        drawn = frames(start, gpu, cramped=cramped)
        assert (gpu.captures, gpu.replays) == (0, 0)
        return drawn, gpu.peak


@pytest.mark.parametrize("memory", ["full", *(pytest.param(plan, marks=pytest.mark.campaign) for plan in ("fp8_layerwise", "model_offload"))])
def test_replayed_calls_give_the_frames_of_usual_ones_and_return_their_memory(memory: str, start: Start) -> None:
    start = with_(start, memory=memory)
    expected, _ = eager(start)
    with card() as gpu:
        renderer = Renderer()
        assert np.array_equal(frames(start, gpu, renderer), expected)
        assert (gpu.captures, gpu.replays) == (1, STEPS - 1)
        loaded = gpu.used
        assert np.array_equal(frames(start, gpu, renderer), expected)
        assert (gpu.captures, gpu.replays, gpu.used) == (2, 2 * (STEPS - 1), loaded), "a second clip has a graph of its own, and nothing is left of the first"
        assert not gpu.pools
    assert not torch.backends.cudnn.benchmark, "a search for the fastest kernels would not survive a capture"


def test_steps_with_and_without_guidance_that_reuse_features_have_graphs_of_their_own(start: Start) -> None:
    start = with_(start, **SWITCHING)
    expected, _ = eager(start)
    with card() as gpu:
        assert np.array_equal(frames(start, gpu), expected)
        assert (gpu.captures, gpu.replays) == (4, 8)


@pytest.mark.campaign
def test_features_are_not_reused_by_a_graph_before_they_have_a_lasting_place(start: Start) -> None:
    start = with_(start, num_inference_steps=9, cache_interval=4)  # the second step that reuses features comes before the second that doesn't
    expected, _ = eager(start)
    with card() as gpu:
        assert np.array_equal(frames(start, gpu), expected)
        assert (gpu.captures, gpu.replays) == (2, 5)


@pytest.mark.campaign
def test_prompts_one_after_the_other_have_graphs_of_their_own(start: Start) -> None:
    expected, _ = eager(start, cramped=True)
    with card() as gpu:
        assert np.array_equal(frames(start, gpu, cramped=True), expected)
        assert (gpu.captures, gpu.replays) == (2, 2 * (STEPS - 1))


@pytest.mark.parametrize("chosen", [{"memory": "group_offload"}, {"num_inference_steps": graphs.FEWEST_CALLS - 1}])
def test_layers_that_visit_the_card_and_short_clips_are_not_captured(chosen: dict[str, object], start: Start) -> None:
    with card() as gpu:
        frames(with_(start, **chosen), gpu)
        assert (gpu.captures, gpu.replays) == (0, 0)


def test_rocm_is_left_alone(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.version, "hip", "7.0")
    with card() as gpu:
        frames(start, gpu)
        assert gpu.captures == 0


def test_a_capture_that_fails_is_tried_once_and_changes_nothing(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    start = with_(start, **SWITCHING)
    expected, _ = eager(start)
    monkeypatch.setattr(graphs, "_FAILED", set())
    real, asked, answered = modelscope.predictor, list[bool](), list[float]()

    def waiting(denoiser: UNet3D, text: Text, *, keeps: bool, condition: Condition) -> Predict:
        predict = real(denoiser, text, keeps=keeps, condition=condition)

        def call(latents: torch.Tensor, timestep: torch.Tensor, *, reuse: bool = False) -> torch.Tensor:
            output = predict(latents, timestep, reuse=reuse)
            asked.append(reuse)
            answered.append(float(output.sum()))  # which no capture allows
            return output

        return call

    monkeypatch.setattr(modelscope, "predictor", waiting)
    with card() as gpu:
        renderer = Renderer()
        assert np.array_equal(frames(start, gpu, renderer), expected)
        used = gpu.used
        assert np.array_equal(frames(start, gpu, renderer), expected)
        assert (len(asked), len(answered)) == (25, 24), "one attempt, also in the next clip"
        assert (gpu.captures, gpu.replays, gpu.used, gpu.pools) == (1, 0, used, [])


def test_a_capture_without_memory_changes_nothing_and_the_next_clip_tries_again(start: Start) -> None:
    expected, _ = eager(start)
    with card() as gpu:
        renderer = Renderer()
        gpu.no_room_in_captures = True
        assert np.array_equal(frames(start, gpu, renderer), expected)
        assert (gpu.captures, gpu.replays, gpu.pools) == (1, 0, [])
        gpu.no_room_in_captures = False
        assert np.array_equal(frames(start, gpu, renderer), expected)
        assert gpu.replays == STEPS - 1


def test_without_room_for_a_second_set_of_activations_nothing_is_captured(start: Start) -> None:
    expected, peak = eager(start)
    with card() as gpu:
        assert np.array_equal(frames(start, gpu, total=int(peak * 1.02)), expected)
        assert gpu.captures == 0


def test_graphs_give_way_to_a_call_that_has_no_room_beside_them(start: Start) -> None:
    start = with_(start, **SWITCHING)
    expected, peak = eager(start)
    with card(total=int(peak * 1.02)) as gpu:
        gpu.free_told = 2**33  # a driver that promises more than there is
        assert np.array_equal(frames(start, gpu), expected)
        assert gpu.captures and not gpu.pools
