"""What `auto` chooses on the cards people have: the full-size model on a hollow card, its bytes counted operation by operation."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.random_model import write_hollow
from t2v_desktop.engine.render import Renderer
from t2v_desktop.events import Event, Start, Warned
from t2v_desktop.models.memory import Placement
from t2v_desktop.request import Request
from tests.engine.pretended_gpu import card

LINUX, WINDOWS = 450_000_000, 1_200_000_000  # bytes that the system, a screen and CUDA itself have taken
SMALL, LARGE = (16, 256, 256), (24, 576, 320)


@dataclass(frozen=True, slots=True)
class Row:
    """A clip (frames, width, height) on a card of `gib`, of which `taken` bytes are gone: how it is to be made."""

    gib: int
    taken: int
    clip: tuple[int, int, int]
    chosen: Placement


ROWS = [
    Row(4, LINUX, SMALL, Placement("model_offload", batched=False)),
    Row(4, WINDOWS, SMALL, Placement("fp8_layerwise", batched=False)),
    Row(6, LINUX, SMALL, Placement("full")),
    Row(6, WINDOWS, SMALL, Placement("full")),
    Row(8, LINUX, SMALL, Placement("full")),
    Row(8, WINDOWS, SMALL, Placement("full")),
    Row(12, LINUX, SMALL, Placement("full")),
    Row(12, WINDOWS, SMALL, Placement("full")),
    Row(4, LINUX, LARGE, Placement("group_offload")),
    Row(4, WINDOWS, LARGE, Placement("group_offload", batched=False)),
    Row(6, LINUX, LARGE, Placement("full", batched=False)),
    Row(6, WINDOWS, LARGE, Placement("model_offload", batched=False)),
    Row(8, LINUX, LARGE, Placement("full")),
    Row(8, WINDOWS, LARGE, Placement("full", batched=False)),
    Row(12, LINUX, LARGE, Placement("full")),
    Row(12, WINDOWS, LARGE, Placement("full")),
]
TIGHT = [row for row in ROWS if (row.gib, row.taken, row.clip) == (4, WINDOWS, LARGE)]  # the others are counted in the campaign


@pytest.fixture(scope="module")
def full_size(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hollow(tmp_path_factory.mktemp("models") / "full")


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=[] if row in TIGHT else pytest.mark.campaign) for row in ROWS],
    ids=lambda r: f"{r.gib} GB, {r.taken // 10**6} MB taken, {r.clip[0]} f {r.clip[1]}x{r.clip[2]}",
)
def test_what_auto_chooses_fits(row: Row, full_size: Path, tmp_path: Path) -> None:
    render_on(row, full_size, tmp_path, steps=1)


@pytest.mark.campaign
@pytest.mark.parametrize(("row", "graphs"), [(Row(8, LINUX, SMALL, Placement("full")), 1), (Row(8, LINUX, LARGE, Placement("full")), 0)])
def test_a_clip_fits_with_its_graph_or_has_none(row: Row, graphs: int, full_size: Path, tmp_path: Path) -> None:
    assert render_on(row, full_size, tmp_path, steps=4) == graphs


def render_on(row: Row, full_size: Path, folder: Path, *, steps: int) -> int:
    """Render on the card of a row, as it says; how many calls were captured."""
    frames, width, height = row.clip
    request = Request("a cat", width=width, height=height, num_frames=frames, num_inference_steps=steps, device="cuda")
    warned: list[Event] = []
    with card(total=row.gib * 2**30, taken=row.taken, hollow=True) as gpu:
        renderer = Renderer()
        renderer.render(Start(request, str(full_size), str(folder / "out.mp4")), lambda e: warned.append(e) if isinstance(e, Warned) else None, lambda: None)
        assert renderer._pipeline is not None
        print(f"{renderer._pipeline.plan.placement}, {gpu.peak / 1e9:.2f} of {gpu.total / 1e9:.2f} GB")
        assert renderer._pipeline.plan.placement == row.chosen
        assert not warned, "nothing had to be tried twice"
        assert gpu.peak <= gpu.total
        return gpu.captures
