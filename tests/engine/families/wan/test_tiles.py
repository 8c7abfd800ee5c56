"""Frames that are decoded in tiles are those decoded whole, but for the seams."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.random_wan import FULL_VAE, TINY_RESIDUAL_VAE, TINY_VAE, random_weights
from t2v_desktop.engine.attempts import smaller_decode
from t2v_desktop.engine.families.wan.autoencoder import Autoencoder, Settings
from t2v_desktop.engine.families.wan.causal import Past
from t2v_desktop.engine.families.wan.vae import STRIDE, decode
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import OutOfMemory
from t2v_desktop.events import Decoding, Denoising, Encoding, Event, Start, Warned
from t2v_desktop.media.read import read_frames
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.families.wan.tiling import MARGIN, grid_within, spans
from t2v_desktop.models.family import ClipShape
from t2v_desktop.models.store import find
from t2v_desktop.request import Request
from tests.engine.pretended_gpu import card

SIZES = {8: (1, 40, 42), 16: (2, 8, 44)}  # frames, height and width of the latents, by the autoencoder's stride
TILES = {8: (2, 2), 16: (1, 2)}  # rows and columns
WHOLE_BYTES = 9_734 * 2 * TINY_VAE["base_dim"] // FULL_VAE["base_dim"]  # of a pixel in fp32, if frames are decoded whole
NATIVE = ClipShape(832, 480, 16, 8, 16, 4, 1, 81, 16)


@pytest.fixture(scope="module", params=[TINY_VAE, TINY_RESIDUAL_VAE], ids=["wan 2.1", "wan 2.2"])
def vae(request: pytest.FixtureRequest) -> Autoencoder:
    made = Autoencoder(Settings.read(request.param)).eval().requires_grad_(False)
    made.load_state_dict(random_weights({name: tuple(value.shape) for name, value in made.state_dict().items()}))
    return made


@torch.inference_mode()
def pixels(vae: Autoencoder, latents: torch.Tensor, chunk: int, tile: int = 0) -> torch.Tensor:
    return torch.cat(list(decode(vae, latents, chunk, tile)))


@pytest.fixture(scope="module")
def latents(vae: Autoencoder) -> torch.Tensor:
    return torch.randn(1, 4, *SIZES[vae.stride], generator=torch.Generator().manual_seed(4))


def faded(side: int, count: int, stride: int) -> torch.Tensor:
    """Where along a side two of `count` tiles fade into each other, and one latent pixel around."""
    found = torch.zeros(side * stride, dtype=torch.bool)
    for before, after in pairwise(spans(side, count)):
        found[(after[0] + MARGIN - 1) * stride : (before[1] - MARGIN + 1) * stride] = True
    return found


def test_tiles_differ_from_the_whole_only_in_seams_that_nobody_sees(vae: Autoencoder, latents: torch.Tensor) -> None:
    (frames, height, width), (rows, columns) = SIZES[vae.stride], TILES[vae.stride]
    assert grid_within(height, width, 1) == (rows, columns)
    whole, tiled = pixels(vae, latents, 4), pixels(vae, latents, 4, 1)
    assert whole.shape == tiled.shape == (4 * frames - 3, 3, height * vae.stride, width * vae.stride)
    off = (whole - tiled).abs()
    seam = faded(height, rows, vae.stride)[:, None] | faded(width, columns, vae.stride)
    assert whole.std() > 0.1 and off[..., seam].max() > 1e-3, "tiles were decoded"
    assert off[..., ~seam].max() < 2 / 255, "away from the seams"
    assert off[..., seam].mean() < 0.02 * whole.std() and off.max() < 0.25 * whole.std()
    for dim in (2, 3):  # a seam would be an edge that runs through all frames
        steps = [frames.diff(dim=dim).abs().mean([d for d in range(4) if d != dim]) for frames in (whole, tiled)]
        assert torch.allclose(steps[0], steps[1], rtol=0.02)


def test_chunks_change_nothing(vae: Autoencoder, latents: torch.Tensor) -> None:
    assert torch.allclose(pixels(vae, latents, 4, 1), pixels(vae, latents, 16, 1), atol=1e-4)


def test_a_frame_that_needs_no_tiles_is_decoded_as_before(vae: Autoencoder, latents: torch.Tensor) -> None:
    past = Past()
    with torch.inference_mode():
        known = torch.cat([vae.decode(part, past)[0].transpose(0, 1) for part in latents.split(8 // STRIDE, dim=2)])
    assert torch.equal(pixels(vae, latents, 8), known) and torch.equal(pixels(vae, latents, 8, latents[0, 0, 0].numel()), known)


@pytest.mark.parametrize("tile", [0, pytest.param(3360, marks=pytest.mark.campaign), 1088])
def test_the_bytes_of_a_decode_are_those_that_are_counted(tile: int) -> None:
    request = Request("a cat", width=832, height=480, num_frames=81)
    parameters = {"text_encoder": 0, "transformer": 1_418_996_800, "vae": 126_892_531}
    counted = WAN.need(request, parameters, NATIVE, 2, "cuda").decode(tile)
    with card(total=20 * 2**30, hollow=True) as gpu, torch.inference_mode():
        with torch.device("meta"):
            vae = Autoencoder(Settings.read(FULL_VAE)).eval()
        vae.load_state_dict({name: torch.empty(value.shape, dtype=torch.bfloat16, device="cuda:0") for name, value in vae.state_dict().items()}, assign=True)
        weights = gpu.peak = gpu.used
        for frames in decode(vae, torch.zeros(1, 16, 2, 60, 104), 4, tile):
            del frames
        assert gpu.used - weights < 1_000, "what waits for the next chunk is not on the card"
        assert 0.8 * counted < gpu.peak - weights < 0.9 * counted  # the rest is for the kernels' own workspace


@pytest.fixture(scope="module")
def start(tiny_wan: Path, tmp_path_factory: pytest.TempPathFactory) -> Start:
    request = find(str(tiny_wan)).request("the cat", width=512, height=64, num_frames=9, num_inference_steps=1, dtype="fp32", device="cpu")
    return Start(request, str(tiny_wan), str(tmp_path_factory.mktemp("clips") / "out"))


def render(start: Start, name: str, hear=lambda _: None) -> tuple[np.ndarray, Renderer]:
    renderer = Renderer()
    done = renderer.render(replace(start, output=f"{start.output}-{name}"), hear, lambda: None)
    return read_frames(Path(done.path), 10**6).pixels.astype(int), renderer


def test_a_card_too_small_for_whole_frames_decodes_in_tiles(start: Start) -> None:
    known, _ = render(start, "known")
    heard: list[Event] = []
    need = WAN.need(start.request, {"text_encoder": 0, "transformer": 30_000, "vae": 250_000}, find(start.model_folder).shape, 4, "cuda")
    with card(total=int((need.decode(need.tiles[1]) + 4_000_000) / 0.9)) as gpu:
        got, renderer = render(replace(start, request=replace(start.request, device="cuda")), "tiled", heard.append)
        assert renderer._pipeline is not None and renderer._pipeline.plan.decode_tile in need.tiles[1:] and gpu.peak <= gpu.total
    assert not [event for event in heard if isinstance(event, Warned)]
    assert [event.frame for event in heard if isinstance(event, Decoding)] == [0, 1, 5, 9], "frames come in order as they are made"
    assert np.abs(got - known).max() > 0 and np.abs(got - known).mean() < 0.5


def test_a_decode_that_does_not_fit_goes_on_in_tiles_without_a_second_denoise(start: Start) -> None:
    heard: list[Event] = []
    with card() as gpu:

        def hear(event: Event) -> None:
            heard.append(event)
            if event == Decoding(0, 9) and gpu.total > 10**9:  # another program takes what there was
                gpu.total = gpu.used + 512 * 64 * WHOLE_BYTES * 2 // 3

        _, renderer = render(replace(start, request=replace(start.request, device="cuda", memory="full")), "later", hear)
        assert renderer._pipeline is not None and renderer._pipeline.plan.decode_tile
    warnings = [event.message for event in heard if isinstance(event, Warned)]
    assert warnings[0].startswith("memory ran out: decoding ") and "memory ran out: decoding in tiles" in warnings, warnings
    assert sum(event == Encoding() for event in heard) == 1 and sum(isinstance(event, Denoising) for event in heard) == 2


def test_fewer_frames_come_before_tiles_and_there_is_an_end(start: Start) -> None:
    with card():
        _, renderer = render(replace(start, request=replace(start.request, device="cuda")), "plan")
        assert renderer._pipeline is not None
        plan, said = replace(renderer._pipeline.plan, decode_chunk=16), []
    while (smaller := smaller_decode(plan, plan.decode_chunk, 4, [1000, 700])) is not None:
        plan = smaller[0]
        said.append(smaller[1])
    assert said == ["decoding 8 frames at a time", "decoding 4 frames at a time", "decoding in tiles", "decoding in smaller tiles"]
    assert (plan.decode_chunk, plan.decode_tile) == (4, 700)


def test_a_card_too_small_for_the_smallest_tile_says_what_to_do(start: Start) -> None:
    with card(total=3_000_000), pytest.raises(OutOfMemory, match="close other programs, or use a smaller size"):
        render(replace(start, request=replace(start.request, device="cuda")), "none")
