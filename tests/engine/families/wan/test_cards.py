"""What `auto` chooses for Wan 2.1 T2V and VACE 1.3B on the cards people have: full-size models on a hollow card, their bytes counted by operation."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.random_wan import write_hollow
from t2v_desktop.engine import device
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import OutOfMemory
from t2v_desktop.events import Event, Start, Warned
from t2v_desktop.media.kept_images import keep
from t2v_desktop.models.families.wan.tiling import grid_within
from t2v_desktop.models.memory import Placement, footprint
from t2v_desktop.request import Request
from tests.engine.pretended_gpu import card

TAKEN = 1_200_000_000  # bytes that Windows, a screen and CUDA itself have taken
SMALL, MIDDLE, NATIVE = (33, 480, 272), (81, 640, 384), (81, 832, 480)


@dataclass(frozen=True, slots=True)
class Row:
    """A clip (frames, width, height) on a card of `gib`: how it is to be made, and in how many rows and columns of tiles it is to be decoded."""

    gib: int
    clip: tuple[int, int, int]
    chosen: Placement
    tiles: tuple[int, int] = (1, 1)
    vace: bool = False


ROWS = [
    Row(6, SMALL, Placement("full")),
    Row(8, SMALL, Placement("full")),
    Row(6, MIDDLE, Placement("model_offload", batched=False)),
    Row(4, NATIVE, Placement("group_offload", batched=False), (2, 2)),
    Row(6, NATIVE, Placement("model_offload", batched=False), (1, 2)),
    Row(8, NATIVE, Placement("model_offload")),
    Row(12, NATIVE, Placement("full")),
    Row(24, NATIVE, Placement("full")),
    Row(8, SMALL, Placement("full"), vace=True),
    Row(8, MIDDLE, Placement("model_offload"), vace=True),
    Row(8, NATIVE, Placement("model_offload", batched=False), vace=True),
    Row(12, NATIVE, Placement("full"), vace=True),
    Row(24, NATIVE, Placement("full"), vace=True),
]


def test_a_clip_too_large_for_the_decoder_is_not_to_be_shortened(full_size: Path, tmp_path: Path) -> None:
    request = Request("a cat", width=832, height=480, num_frames=81, scheduler="unipc", device="cuda")
    with card(total=19 * 2**30 // 10, taken=TAKEN, hollow=True), pytest.raises(OutOfMemory, match="close other programs, or use a smaller size"):
        Renderer().render(Start(request, str(full_size), str(tmp_path / "out.mp4")), lambda _: None, lambda: None)


@pytest.mark.parametrize(("dtype", "clip", "memory", "gib"), [
    ("bf16", MIDDLE, "full", 5.5), ("bf16", NATIVE, "full", 7.2),
    ("fp32", MIDDLE, "full", 11.0), ("fp32", NATIVE, "fp8_layerwise", 10.4),
])  # fmt: skip
def test_a_computer_with_16_gib_of_ram_takes_it(
    full_size: Path, monkeypatch: pytest.MonkeyPatch, dtype: str, clip: tuple[int, int, int], memory: str, gib: float
) -> None:
    """13 GiB are free beside the system; the text encoder is mapped, so that its pages can be dropped."""
    monkeypatch.setattr(device, "free_bytes", lambda _: 13 * 2**30)
    frames, width, height = clip
    request = Request("a cat", width=width, height=height, num_frames=frames, scheduler="unipc", guidance_scale=5.0, device="cpu", dtype=dtype)
    made = device.plan(request, footprint(full_size))
    assert made.memory == memory and made.estimated_bytes / 2**30 == pytest.approx(gib, abs=0.1)


@pytest.fixture(scope="module")
def full_size(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hollow(tmp_path_factory.mktemp("models") / "wan")


@pytest.fixture(scope="module")
def with_control(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hollow(tmp_path_factory.mktemp("models") / "vace", control=True)


@pytest.mark.campaign
@pytest.mark.parametrize(
    "row",
    ROWS,
    ids=lambda r: f"{r.gib} GB, {r.clip[0]} f {r.clip[1]}x{r.clip[2]}{', VACE' * r.vace}",
)
def test_what_auto_chooses_fits(row: Row, full_size: Path, with_control: Path, tmp_path: Path) -> None:
    frames, width, height = row.clip
    request = Request("a cat", width=width, height=height, num_frames=frames, num_inference_steps=1, scheduler="unipc", guidance_scale=5.0, device="cuda")
    folder = with_control if row.vace else full_size
    if row.vace:
        Image.new("RGB", (width, height), "red").save(tmp_path / "image.png")
        request = replace(request, start_image=keep(tmp_path / "image.png"))
    warned: list[Event] = []
    with card(total=row.gib * 2**30, taken=TAKEN, hollow=True) as gpu:
        renderer = Renderer()
        renderer.render(Start(request, str(folder), str(tmp_path / "out.mp4")), lambda e: warned.append(e) if isinstance(e, Warned) else None, lambda: None)
        assert renderer._pipeline is not None
        print(f"{renderer._pipeline.plan.placement}, {gpu.peak / 1e9:.2f} of {gpu.total / 1e9:.2f} GB")
        assert not warned, "nothing had to be tried twice"
        assert renderer._pipeline.plan.placement == row.chosen
        latent = height // 8, width // 8
        assert grid_within(*latent, renderer._pipeline.plan.decode_tile or latent[0] * latent[1]) == row.tiles
        assert gpu.peak <= gpu.total
