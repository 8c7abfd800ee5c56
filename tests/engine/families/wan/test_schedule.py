"""The schedules of a flow are those of the stock schedulers."""

import json
from pathlib import Path

import pytest
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, UniPCMultistepScheduler

from t2v_desktop.engine.families.wan.schedule import KINDS, make_schedule

CPU = torch.device("cpu")


@pytest.fixture(params=[1.0, 3.0, 8.0])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "scheduler").mkdir()
    settings = {"_class_name": "UniPCMultistepScheduler", "prediction_type": "flow_prediction", "use_flow_sigmas": True, "flow_shift": request.param}
    (tmp_path / "scheduler" / "scheduler_config.json").write_text(json.dumps(settings))
    return tmp_path


def output(latents: torch.Tensor, number: int) -> torch.Tensor:
    """A denoiser that bends the way."""
    return torch.sin(3 * latents + number) + 0.3 * latents


@pytest.mark.parametrize("steps", [1, 2, 3, 12, 50])
@pytest.mark.parametrize("name", ["unipc", "euler"])
def test_every_step_is_that_of_the_stock_scheduler(name: str, steps: int, folder: Path) -> None:
    stock = UniPCMultistepScheduler.from_pretrained(folder / "scheduler")
    if name == "euler":
        stock = FlowMatchEulerDiscreteScheduler(shift=stock.config.flow_shift)
    check_steps(stock, name, folder, steps, 0.0)


@pytest.mark.parametrize("shift", [0.1, 5.0, 20.0])
@pytest.mark.parametrize("name", ["unipc", "euler"])
def test_a_requests_own_shift_is_that_of_a_stock_scheduler_made_with_it(name: str, shift: float, folder: Path) -> None:
    stock = UniPCMultistepScheduler.from_pretrained(folder / "scheduler", flow_shift=shift)
    check_steps(stock if name == "unipc" else FlowMatchEulerDiscreteScheduler(shift=shift), name, folder, 12, shift)
    own, shifted = (make_schedule(name, folder, 12, CPU, each).timesteps for each in (0.0, shift))
    assert not torch.allclose(own, shifted, rtol=0.01)


def check_steps(stock: UniPCMultistepScheduler | FlowMatchEulerDiscreteScheduler, name: str, folder: Path, steps: int, shift: float) -> None:
    """Walk all steps with both schedules."""
    stock.set_timesteps(steps)
    ours, random = make_schedule(name, folder, steps, CPU, shift), torch.Generator().manual_seed(2)
    assert torch.allclose(ours.timesteps.double(), stock.timesteps.double(), rtol=1e-5)
    latents = known = ours.start(torch.randn(1, 4, 3, 2, 2, generator=random))
    for number, (timestep, asked) in enumerate(zip(ours.timesteps, stock.timesteps, strict=True)):
        assert ours.scaled(latents, timestep) is latents
        latents = ours.step(output(latents, number), timestep, latents, random)
        known = stock.step(output(known, number), asked, known).prev_sample
        assert torch.allclose(latents, known, atol=1e-3), number


@pytest.mark.parametrize("name", KINDS)
def test_a_straight_flow_ends_in_its_clean_latents(name: str, folder: Path) -> None:
    random = torch.Generator().manual_seed(2)
    noise, clean = torch.randn(2, 1, 4, 3, 2, 2, generator=random).unbind()
    ours = make_schedule(name, folder, 7, CPU)
    latents = ours.start(noise)
    for timestep in ours.timesteps:
        before = latents
        latents = ours.step(noise - clean, timestep, latents, random)
        assert torch.allclose(ours.clean(noise - clean, before, timestep), clean, atol=1e-2)
    assert torch.allclose(latents, clean, atol=1e-4)


@pytest.mark.parametrize("name", KINDS)
def test_a_second_pass_starts_on_the_line_to_its_source(name: str, folder: Path) -> None:
    random = torch.Generator().manual_seed(2)
    noise, source = torch.randn(2, 1, 4, 3, 2, 2, generator=random).unbind()
    ours = make_schedule(name, folder, 10, CPU)
    latents, time = ours.start_from(source, noise, 4), float(make_schedule(name, folder, 10, CPU).timesteps[6]) / 1000
    assert len(ours.timesteps) == 4
    assert torch.allclose(latents, (1 - time) * source + time * noise, atol=5e-3)  # whole timesteps are rounded down
    for timestep in ours.timesteps:
        latents = ours.step(noise - source, timestep, latents, random)
    assert torch.allclose(latents, source, atol=1e-4)
