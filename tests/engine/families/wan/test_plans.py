"""Every memory plan of each kind of Wan model on a pretended GPU: the frames are those of the CPU, and the text encoder leaves the card."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from benchmarks.random_wan import write_tiny
from t2v_desktop.engine import load
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import OutOfMemory
from t2v_desktop.events import Denoising, Event, Loading, Start, Warned
from t2v_desktop.media.kept_images import keep
from t2v_desktop.media.read import read_frames
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.memory import PLANS, Placement
from t2v_desktop.models.store import find
from t2v_desktop.request import ChosenLora
from tests.engine.pretended_gpu import card
from tests.models.loras.lora_files import WAN_LAYERS, products, write_peft

PLACES = [*(("cuda", plan) for plan in PLANS["cuda"]), ("cuda:1", "group_offload"), ("mps", "full")]


KINDS: dict[str, dict[str, bool]] = {"t2v": {}, "vace": {"control": True}, "ti2v": {"residual": True, "fixes_first_frame": True}}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {kind: write_tiny(tmp_path_factory.mktemp(kind), **chosen) for kind, chosen in KINDS.items()}


def make_start(folder: Path, tmp_path: Path, **chosen: object) -> Start:
    """A clip that starts with an image if the model takes one."""
    model = find(str(folder))
    if "start_image" in model.shape.inputs:
        Image.fromarray(np.random.default_rng(4).integers(0, 256, (20, 30, 3), np.uint8)).save(tmp_path / "image.png")
        chosen["start_image"] = keep(tmp_path / "image.png")
    values: dict[str, object] = {"width": 64, "height": 32, "num_frames": 9, "num_inference_steps": 4, "dtype": "fp32", "device": "cpu"}
    request = model.request("the (red:1.3) cat", **(values | chosen))
    return Start(request, str(folder), str(tmp_path / "out"), previews=True)


@pytest.fixture
def start(folders: dict[str, Path], tmp_path: Path) -> Start:
    return make_start(folders["t2v"], tmp_path)


def frames(start: Start, heard: list[Event] | None = None, renderer: Renderer | None = None) -> np.ndarray:
    done = (renderer or Renderer()).render(start, (heard if heard is not None else []).append, lambda: None)
    return read_frames(Path(done.path), 10**6).pixels.astype(int)


@pytest.mark.parametrize("kind", ["t2v", "vace", pytest.param("ti2v", marks=pytest.mark.campaign)])
@pytest.mark.parametrize(("device", "memory"), PLACES)
def test_every_plan_gives_the_frames_of_the_cpu(folders: dict[str, Path], tmp_path: Path, kind: str, device: str, memory: str) -> None:
    start = make_start(folders[kind], tmp_path)
    known = frames(start)
    heard: list[Event] = []
    there = replace(start, output=f"{start.output}-there", request=replace(start.request, device=device, memory=memory))
    with card("mps" if device == "mps" else f"cuda:{device[5:] or 0}") as gpu:
        got = frames(there, heard)
        assert gpu.peak
    assert not [event for event in heard if isinstance(event, Warned)]
    assert all(event.preview for event in heard if isinstance(event, Denoising) and event.step)
    tolerance = 60 if memory == "fp8_layerwise" else 1
    assert got.shape == known.shape == (9, 32, 64, 3) and np.abs(got - known).max() <= tolerance
    if memory == "fp8_layerwise":
        assert np.abs(got - known).mean() < 6


@pytest.mark.campaign
@pytest.mark.parametrize("kind", ["vace", "ti2v"])
@pytest.mark.parametrize("cache_interval", [1, 2])
def test_graphs_and_passes_in_sequence_give_the_frames_of_the_cpu(folders: dict[str, Path], tmp_path: Path, kind: str, cache_interval: int) -> None:
    start = make_start(folders[kind], tmp_path, num_inference_steps=8, cache_interval=cache_interval)
    known = frames(start)
    for batched in (True, False):
        there = replace(start, output=f"{start.output}-{batched}", request=replace(start.request, device="cuda", memory="full"))
        with card() as gpu:
            renderer = Renderer()
            renderer.prepare(there, lambda _: None, lambda: None)
            assert renderer._pipeline is not None
            renderer._pipeline = replace(renderer._pipeline, plan=replace(renderer._pipeline.plan, placement=Placement("full", batched)))
            assert np.abs(frames(there, renderer=renderer) - known).max() <= 1
            assert gpu.captures and gpu.replays and not gpu.recording


def test_a_flow_shift_gives_another_clip(start: Start) -> None:
    def shifted(shift: float) -> np.ndarray:
        return frames(replace(start, output=f"{start.output}-{shift:g}", request=replace(start.request, flow_shift=shift)))

    own, same, other = shifted(0.0), shifted(3.0), shifted(9.0)
    assert np.array_equal(own, same), "the model's own is 3"
    assert np.abs(own - other).mean() > 1


def test_a_card_computes_in_the_precision_that_the_model_was_trained_in(start: Start) -> None:
    with card():
        renderer = Renderer()
        renderer.render(replace(start, request=replace(start.request, device="cuda", dtype="auto")), lambda _: None, lambda: None)
        assert renderer._pipeline is not None and renderer._pipeline.plan.dtype is torch.bfloat16
        kept = {name for name, value in renderer._pipeline.denoiser.named_parameters() if value.dtype is torch.float32}
        assert kept and all(WAN.with_role("denoiser").stays_in_fp32(name) for name in kept)


def test_the_text_encoder_is_read_for_a_new_prompt_only(start: Start) -> None:
    heard: list[Event] = []
    renderer = Renderer()
    for name, prompt in (("a", "the cat"), ("b", "the cat"), ("c", "a red circle")):
        frames(replace(start, output=f"{start.output}-{name}", request=replace(start.request, prompt=prompt)), heard, renderer)
    assert [event.part for event in heard if isinstance(event, Loading)].count("text_encoder") == 2


@pytest.mark.parametrize("memory", PLANS["cuda"])
def test_every_plan_merges_loras(folders: dict[str, Path], start: Start, tmp_path: Path, memory: str) -> None:
    file = write_peft(tmp_path / "a.safetensors", products(folders["t2v"], "transformer", WAN_LAYERS), "transformer.")
    changed = replace(start, request=replace(start.request, loras=(ChosenLora("a", 2.0),)), loras=(str(file),))
    plain, known = frames(start), frames(replace(changed, output=f"{start.output}-changed"))
    there = replace(changed, output=f"{start.output}-there", request=replace(changed.request, device="cuda", memory=memory))
    with card():
        got = frames(there)
    assert np.abs(plain - known).max() > 20
    assert np.abs(got - known).max() <= (60 if memory == "fp8_layerwise" else 1)


def test_a_text_encoder_in_fp16_needs_ram_and_others_are_mapped(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(start.model_folder, tmp_path / "fp16")
    monkeypatch.setattr(load, "free_bytes", lambda _: 1_000)
    frames(replace(start, model_folder=str(folder)))
    for file in (folder / "text_encoder").glob("*.safetensors"):
        save_file({name: value.half() for name, value in load_file(file).items()}, file)
    heard: list[Event] = []
    with pytest.raises(OutOfMemory, match=r"^the text_encoder needs 0.0 GB of RAM and 0.0 GB are free: close other programs, or use a model that .* bf16$"):
        frames(replace(start, model_folder=str(folder), output=f"{start.output}-fp16"), heard)
    assert not [event for event in heard if isinstance(event, Denoising)], "before anything that takes time"
    monkeypatch.undo()
    assert frames(replace(start, model_folder=str(folder), output=f"{start.output}-room")).std() > 1
