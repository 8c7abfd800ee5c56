"""The real engine on a pretended GPU: device rules, memory and second attempts of every memory plan, without a card."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from t2v_desktop.engine import load
from t2v_desktop.engine.families.modelscope.transformer import Attention
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import DeviceError, OutOfMemory
from t2v_desktop.events import Decoding, Denoising, Done, Encoding, Event, Loading, Start, Warned
from t2v_desktop.media.read import read_frames
from t2v_desktop.models.memory import PLANS
from t2v_desktop.request import SCHEDULERS, Request
from tests.engine.pretended_gpu import Card, card, home

Make = Callable[..., Request]
CUDA = PLANS["cuda"]
OUTERMOST = [pytest.param(plan, marks=[] if plan in ("full", "group_offload") else pytest.mark.campaign) for plan in CUDA]  # the plans least alike
PLACES = [*(("cuda", plan) for plan in CUDA), ("cuda:1", "full"), ("cuda:1", "group_offload"), ("mps", "full")]


class Heard(list[tuple[Event, int]]):
    """Events, each with the bytes on the card when it came."""

    def __init__(self, gpu: Card | None = None) -> None:
        self._gpu = gpu

    def __call__(self, event: Event) -> None:
        self.append((event, self._gpu.used if self._gpu else 0))

    def of(self, kind: type[Event]) -> Iterator[Event]:
        return (event for event, _ in self if isinstance(event, kind))

    @property
    def warnings(self) -> list[str]:
        return [event.message for event, _ in self if isinstance(event, Warned)]


def never() -> None:
    """Nobody cancels."""


@pytest.fixture
def start(tiny_model: Path, tiny_request: Make, tmp_path: Path) -> Start:
    return Start(tiny_request(dtype="fp32", prompt="a (red:1.3) circle"), str(tiny_model), str(tmp_path / "out.mp4"), previews=True)


def on(start: Start, device: str, memory: str = "auto", **chosen: object) -> Start:
    return replace(start, request=replace(start.request, device=device, memory=memory, **chosen))  # type: ignore[arg-type]


def render(start: Start, renderer: Renderer | None = None, heard: Heard | None = None) -> Done:
    Path(start.output).unlink(missing_ok=True)
    return (renderer or Renderer()).render(start, heard if heard is not None else Heard(), never)


def overflowing(part: str, layer: str, folder: Path) -> str:
    """Make a part of the model give values that fp16 has no room for; the folder."""
    file = folder / part / "diffusion_pytorch_model.safetensors"
    weights = load_file(file)
    weights[layer] *= 60_000 / weights[layer].abs().max()
    save_file(weights, file)
    return str(folder)


def both_passes(at: Start, folder: Path) -> list[np.ndarray]:
    """The frames of a first pass with previews and a weighted prompt, and of a second pass over them by the same renderer; pictures, without loss."""
    renderer, heard, first = Renderer(), Heard(), folder / f"first-{at.request.device.replace(':', '')}"
    render(replace(at, output=str(first)), renderer, heard)
    assert all(event.preview for event in heard.of(Denoising) if isinstance(event, Denoising) and event.step)
    second = replace(at, output=f"{first}-second", source=str(first), request=replace(at.request, strength=0.5, num_inference_steps=4))
    return [read_frames(p, 10**6).pixels.astype(int) for p in (first, Path(render(second, renderer).path))]


@pytest.fixture(scope="module")
def on_the_cpu() -> dict[str, list[np.ndarray]]:
    """What the CPU draws, by memory plan: drawn once."""
    return {}


@pytest.mark.parametrize(("device", "memory"), PLACES)
def test_each_plan_draws_what_the_cpu_draws(device: str, memory: str, start: Start, tmp_path: Path, on_the_cpu: dict[str, list[np.ndarray]]) -> None:
    weights = memory if memory in PLANS["cpu"] else "full"
    if weights not in on_the_cpu:
        on_the_cpu[weights] = both_passes(on(start, "cpu", weights), tmp_path)
    with card(device) as gpu:
        drawn = both_passes(on(start, device, memory), tmp_path)
        assert gpu.beside == 0, "work that belongs on the card was done beside it"
    assert all(np.abs(a - b).max() <= 2 for a, b in zip(drawn, on_the_cpu[weights], strict=True))


@pytest.mark.parametrize(("device", "memory"), PLACES)
def test_loading_takes_no_more_than_what_is_loaded_and_unloading_gives_it_back(device: str, memory: str, start: Start) -> None:
    with card(device) as gpu:
        renderer, seen = Renderer(), []

        def hear(event: Event) -> None:
            if isinstance(event, Loading) and event.part == "ready":
                seen.append((gpu.peak, gpu.used))

        renderer.render(on(start, device, memory, num_inference_steps=1), hear, never)
        [(peak, used)] = seen
        assert peak <= used * 1.1 + 1e5
        renderer.unload()
        assert (gpu.used, gpu.reserved, gpu.pinned) == (0, 0, 0)


def test_a_second_job_finds_the_model_in_memory(start: Start) -> None:
    with card() as gpu:
        renderer, heard = Renderer(), Heard(gpu)
        render(on(start, "cuda"), renderer)
        loaded = gpu.used
        render(on(start, "cuda", seed=8), renderer, heard)
        assert not list(heard.of(Loading)) and gpu.used == loaded


@pytest.mark.parametrize("memory", OUTERMOST)
def test_a_decoder_that_overflows_is_tried_in_full_precision_with_half_the_frames(memory: str, start: Start, tiny_copy: Path) -> None:
    with card() as gpu:
        start = replace(on(start, "cuda", memory, dtype="fp16"), model_folder=overflowing("vae", "decoder.conv_out.weight", tiny_copy))
        renderer, heard, again = Renderer(), Heard(gpu), Heard(gpu)
        render(start, renderer, heard)
        assert [w for w in heard.warnings if "decoding again in full precision" in w]
        assert renderer._pipeline is not None and renderer._pipeline.decode_chunk == max(1, renderer._pipeline.plan.decode_chunk // 2)
        render(start, renderer, again)
        assert again.warnings == [], "the decoder stays in full precision"


@pytest.mark.parametrize("memory", OUTERMOST)
def test_a_second_attempt_in_full_precision_holds_one_model(memory: str, start: Start, tiny_copy: Path) -> None:
    with card() as gpu:
        start = replace(on(start, "cuda", memory, dtype="fp16"), model_folder=overflowing("unet", "conv_out.weight", tiny_copy))
        heard = Heard(gpu)
        render(start, heard=heard)
        assert [used for event, used in heard if event == Loading("text_encoder", 0, 3)] == [0, 0]


def test_a_model_that_overflows_on_a_device_is_loaded_in_full_precision_from_then_on(start: Start, tiny_copy: Path) -> None:
    with card() as gpu:
        start = replace(on(start, "cuda", dtype="auto"), model_folder=overflowing("unet", "conv_out.weight", tiny_copy))
        renderer, first, second, larger = Renderer(), Heard(gpu), Heard(gpu), Heard(gpu)
        for heard, chosen in ((first, {}), (second, {"seed": 9}), (larger, {"num_frames": 5})):
            render(on(start, "cuda", **chosen), renderer, heard)
        loads = [sum(isinstance(e, Loading) and e.part == "ready" for e in h.of(Loading)) for h in (first, second, larger)]
        assert loads == [2, 0, 1] and not larger.warnings


@pytest.mark.campaign
@pytest.mark.parametrize("memory", OUTERMOST)
def test_what_does_not_fit_leaves_the_card_empty_and_the_next_goes_on(memory: str, start: Start) -> None:
    with card() as gpu:
        renderer, small = Renderer(), on(start, "cuda", memory)
        render(small, renderer)
        gpu.total, gpu.peak = gpu.peak, 0
        with pytest.raises(OutOfMemory, match="use fewer frames"):
            render(on(small, "cuda", memory, width=64, height=64, num_frames=12), renderer)
        assert gpu.used == 0
        gpu.total *= 2
        render(small, renderer)


def test_a_clip_that_does_not_fit_is_tried_with_the_next_plan_and_the_next_clip_begins_there(start: Start) -> None:
    with card() as gpu:
        renderer, one_pass = Renderer(), {"guidance_scale": 1.0}  # which is nothing that could be split to save memory
        render(on(start, "cuda", "model_offload", **one_pass), renderer)
        renderer.unload()
        gpu.total, heard, again = int(gpu.peak * 1.05), Heard(gpu), Heard(gpu)
        gpu.free_told = 2**33  # a driver that promises more than there is
        render(on(start, "cuda", **one_pass), renderer, heard)
        assert [w for w in heard.warnings if "out of memory with memory saving full: retrying with more memory saving" in w]
        assert renderer._pipeline is not None and renderer._pipeline.plan.memory == "model_offload"
        render(on(start, "cuda", seed=8, **one_pass), renderer, again)
        assert again.warnings == []


def test_a_decode_that_does_not_fit_takes_fewer_frames_and_no_second_denoise(start: Start) -> None:
    with card() as gpu:
        heard, renderer = Heard(gpu), Renderer()

        def hear(event: Event) -> None:
            heard(event)
            if event == Decoding(0, 8):  # another program takes what there was
                gpu.total = gpu.used + 3_000_000

        renderer.render(on(start, "cuda", "full", num_frames=8, width=64, height=64), hear, never)
        assert [w for w in heard.warnings if w.startswith("memory ran out: decoding 4 frames at a time")]
        assert sum(event == Encoding() for event in heard.of(Encoding)) == 1
        assert renderer._pipeline is not None and renderer._pipeline.decode_chunk < 8


def test_latents_wait_for_a_decode_that_the_next_plan_makes(start: Start) -> None:
    with card() as gpu:
        heard = Heard(gpu)

        def hear(event: Event) -> None:
            heard(event)
            if event == Decoding(0, 3) and not gpu.free_told:
                gpu.total, gpu.free_told = gpu.used + 1_000, gpu.total

        Renderer().render(on(start, "cuda"), hear, never)
        assert [w for w in heard.warnings if "retrying with more memory saving" in w]
        assert sum(event == Encoding() for event in heard.of(Encoding)) == 1


@pytest.mark.campaign
@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_every_scheduler_keeps_to_the_card(device: str, start: Start) -> None:
    with card(device) as gpu:
        renderer = Renderer()
        for scheduler in SCHEDULERS:
            waits: list[int] = []

            def hear(event: Event, waits: list[int] = waits) -> None:
                if isinstance(event, Denoising | Decoding):
                    waits.append(gpu.waits)

            renderer.render(on(start, device, "full", scheduler=scheduler, num_inference_steps=3), hear, never)
            ready, *_, finished = waits[:5]
            assert finished - ready <= (8 if device == "cuda" else 12), scheduler


def test_a_card_that_cannot_run_this_pytorch_is_passed_over_in_words(start: Start) -> None:
    with card() as gpu:
        gpu.broken = "CUDA error: no kernel image is available for execution on the device"
        heard = Heard()
        render(on(start, "auto"), heard=heard)
        assert heard.warnings == [f"Pretended GPU (compute capability 8.6) can't run PyTorch {torch.__version__} ({gpu.broken}): the CPU is used"]
        with pytest.raises(DeviceError, match="no kernel image"):
            render(on(start, "cuda"))


def test_pinned_memory_is_taken_only_where_there_is_room(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with card() as gpu:
        render(on(start, "cuda", "group_offload"), renderer := Renderer())
        assert gpu.pinned > 0
        renderer.unload()
        monkeypatch.setattr(load, "PINNED_SHARE", 0.0)
        render(on(start, "cuda", "group_offload"), renderer)
        assert gpu.pinned == 0


def test_attention_in_slices_is_the_same_in_less_memory() -> None:
    attention = Attention(32, heads=4)
    query, key, value = torch.randn(3, 12, 4, 64, 8, generator=torch.Generator().manual_seed(0))
    whole, scores = attention.attend(query, key, value), 4 * 64 * 64 * 4
    with card("mps") as gpu:
        there, peaks, drawn = [x.to("mps") for x in (query, key, value)], [], []
        for most_bytes in (0, 2 * scores):
            attention.most_bytes = most_bytes
            gpu.peak = before = gpu.used
            drawn.append(attention.attend(*there).cpu())
            peaks.append(gpu.peak - before)
    assert peaks[1] < peaks[0] / 3
    assert all(torch.allclose(d, whole, atol=1e-6) for d in drawn)


def test_the_pretended_card_is_as_strict_as_a_real_one() -> None:
    with card(total=2**20) as gpu:
        there, here, index = torch.ones(3, device="cuda"), torch.ones(3), torch.arange(2)
        assert (there + 1 + torch.tensor(1.0)).device == there[index].device == there.to("cpu").to("cuda").device == gpu.device
        for mixed in (lambda: there + here, lambda: torch.cat([there, here]), lambda: here[index.to("cuda")], lambda: torch.zeros(1, device="cuda:1")):
            with pytest.raises(RuntimeError):
                mixed()
        with pytest.raises(TypeError, match="numpy"):
            there.numpy()
        twice = there * 2
        assert (home(twice), gpu.used) == (gpu.device, 24)
        del twice
        assert gpu.used == 12, "what is dropped gives its bytes back"
        with pytest.raises(torch.OutOfMemoryError):
            torch.empty(gpu.total, dtype=torch.uint8, device="cuda")
    with card("mps"), pytest.raises(TypeError, match="float64"):
        torch.ones(1, dtype=torch.float64).to("mps")


@contextmanager
def captured() -> Iterator[torch.cuda.CUDAGraph]:
    """What follows as a graph."""
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.stream(torch.cuda.Stream()):
        graph.capture_begin(capture_error_mode="thread_local")
        try:
            yield graph
        finally:
            graph.capture_end()


@torch.inference_mode()
def test_a_pretended_graph_computes_at_its_replay_from_and_into_its_own_memory() -> None:
    with card() as gpu:
        static, total, alone = torch.ones(2, device="cuda"), torch.zeros(2, device="cuda"), torch.full((2,), 5.0, device="cuda")
        with captured() as graph:
            output = (static * 2).view(2) + torch.arange(2, device="cuda")
            total.add_(output)
            gone = alone + 1
        assert output.isnan().all() and total.tolist() == [0, 0], "nothing was computed"
        graph.replay()
        first = output
        assert first.tolist() == [2, 3] and total.tolist() == [2, 3]
        static.copy_(torch.full((2,), 10.0, device="cuda"))
        assert first.tolist() == [2, 3], "an input has no effect before the next replay"
        graph.replay()
        assert first.tolist() == [20, 21] and total.tolist() == [22, 24], "which overwrites the result of the last"
        held = gpu.used
        del output, first, gone
        assert gpu.used == held and gpu.allocated < held, "what the graph needs stays with it"
        del alone
        with pytest.raises(RuntimeError, match="freed"):
            graph.replay()
        graph.reset()
        del static, total
        assert gpu.used == 0


@torch.inference_mode()
def test_a_pretended_capture_allows_what_a_real_one_does() -> None:
    with card() as gpu:
        there, here, indices = torch.ones(3, device="cuda"), torch.ones(3), torch.arange(2)
        event = torch.cuda.Event()
        forbidden = (
            lambda: bool(there[0]), lambda: there.cpu(), lambda: here.to("cuda"), lambda: torch.tensor([1.0], device="cuda"), lambda: there[indices],
            lambda: there.nonzero(), torch.cuda.synchronize, torch.cuda.empty_cache, event.synchronize,
        )  # fmt: skip
        for wrong in forbidden:
            with pytest.raises(RuntimeError, match="previous error during capture"), captured(), suppress(RuntimeError):
                wrong()
        with pytest.raises(RuntimeError, match="non-default stream"):
            torch.cuda.CUDAGraph().capture_begin(capture_error_mode="thread_local")
        assert gpu.pools == []


def test_a_copy_that_does_not_wait_is_there_after_its_event() -> None:
    with card() as gpu:
        there, waits = torch.ones(3, device="cuda"), gpu.waits
        here, event = there.to("cpu", non_blocking=True), torch.cuda.Event()
        event.record(torch.cuda.current_stream())
        with pytest.raises(RuntimeError, match="still copying"):
            bool(here[0] > 0)
        assert gpu.waits == waits
        event.synchronize()
        assert gpu.waits == waits + 1, "the card had nothing else to do"
        assert here.tolist() == [1, 1, 1]


def test_an_apple_gpu_has_what_metal_allows_and_no_more(start: Start) -> None:
    with card("mps", total=10_000_000), pytest.raises(OutOfMemory, match=r"0\.0 GB are free on mps"):
        render(on(start, "mps", width=256, height=256))
