from pathlib import Path

import pytest
import torch

from t2v_desktop.engine.denoise import Passes, Step, denoise, initial_latents, noise_source
from t2v_desktop.engine.device import Plan
from t2v_desktop.engine.families.modelscope.noise import read_noise
from t2v_desktop.engine.families.modelscope.schedule import KINDS, make_schedule
from t2v_desktop.engine.families.modelscope.unet import predictor
from t2v_desktop.engine.family import Predict, Text
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.models.json_files import read_json
from t2v_desktop.models.memory import Placement
from t2v_desktop.request import SCHEDULERS, Effort, Request

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def pipeline(tiny_model: Path) -> Pipeline:
    return load(tiny_model, Plan(CPU, torch.float32, Placement("full"), 4, 0, Request("any")), lambda _: None, lambda: None)


def run(pipeline: Pipeline, seed: int = 3, scheduler: str = "dpmpp_2m", steps: int = 4, efforts: list[Effort] | None = None) -> list[Step]:
    text = Text(torch.randn(2, 77, 32, generator=torch.Generator().manual_seed(0)))
    noise = noise_source(seed)
    latents = initial_latents((1, 4, 3, 8, 8), noise)
    schedule = make_schedule(scheduler, pipeline.folder, steps, CPU)
    both, alone = (predictor(pipeline.denoiser, part, keeps=True) for part in (text, text.chunk(2)[1]))
    return list(denoise(Passes([both], alone), schedule, latents, efforts or [Effort(True, False)] * steps, guidance_scale=5.0, generator=noise))


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_a_seed_gives_the_same_latents_whatever_ran_before(scheduler: str, pipeline: Pipeline) -> None:
    first = run(pipeline, scheduler=scheduler)
    torch.rand(1000)  # another job's random numbers
    run(pipeline, seed=99)
    again = run(pipeline, scheduler=scheduler)
    assert torch.equal(first[-1].latents, again[-1].latents)
    assert not torch.equal(first[-1].latents, run(pipeline, seed=4, scheduler=scheduler)[-1].latents)


def test_every_step_is_numbered_and_predicts_clean_latents(pipeline: Pipeline) -> None:
    steps = run(pipeline, steps=5)
    assert [(s.number, s.total) for s in steps] == [(n, 5) for n in range(1, 6)]
    assert all(s.predicted.shape == s.latents.shape == (1, 4, 3, 8, 8) for s in steps)


def test_the_prediction_reaches_the_result(pipeline: Pipeline) -> None:
    last = run(pipeline, scheduler="ddim", steps=20)[-1]
    closeness = torch.nn.functional.cosine_similarity(last.predicted.flatten(), last.latents.flatten(), dim=0)
    assert float(closeness) > 0.95


def test_the_noise_is_standard_gaussian_and_the_seeds_own() -> None:
    noise = initial_latents((1, 4, 16, 32, 32), noise_source(1))
    assert abs(float(noise.mean())) < 0.02 and abs(float(noise.std()) - 1) < 0.02
    assert torch.equal(noise, initial_latents((1, 4, 16, 32, 32), noise_source(1)))


def test_every_scheduler_that_can_be_asked_for_is_made_with_the_models_own_noise(tiny_model: Path) -> None:
    assert tuple(KINDS) == SCHEDULERS
    config = read_json(tiny_model / "scheduler" / "scheduler_config.json")
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=torch.float64) ** 2
    for name in SCHEDULERS:
        noise = read_noise(config, **KINDS[name].reads)
        assert noise.prediction == "epsilon" and torch.allclose(torch.from_numpy(noise.alpha_bars).double(), (1 - betas).cumprod(0), rtol=1e-5)


def test_steps_without_guidance_are_those_of_the_prompt_alone(pipeline: Pipeline) -> None:
    guided, alone = Effort(True, False), Effort(False, False)
    text = Text(torch.randn(2, 77, 32, generator=torch.Generator().manual_seed(0)))
    seen: list[int] = []

    def counted(part: Text) -> Predict:
        predict = predictor(pipeline.denoiser, part)

        def call(latents: torch.Tensor, timestep: torch.Tensor, *, reuse: bool = False) -> torch.Tensor:
            seen.append(len(part))
            return predict(latents, timestep, reuse=reuse)

        return call

    noise = noise_source(3)
    schedule = make_schedule("ddim", pipeline.folder, 4, CPU)
    passes = Passes([counted(text)], counted(text.chunk(2)[1]))
    list(denoise(passes, schedule, initial_latents((1, 4, 3, 8, 8), noise), [alone, guided, guided, alone], guidance_scale=5.0, generator=noise))
    assert seen == [1, 2, 2, 1]
    never = run(pipeline, efforts=[alone] * 4)[-1].latents
    assert torch.equal(never, run(pipeline, efforts=[alone] * 4)[-1].latents) and not torch.equal(never, run(pipeline)[-1].latents)


def test_a_step_that_reuses_the_inner_layers_is_near_the_whole_one(pipeline: Pipeline) -> None:
    whole, cached = run(pipeline, steps=20)[-1].latents, run(pipeline, steps=20, efforts=[Effort(True, n % 2 > 0) for n in range(20)])[-1].latents
    assert not torch.equal(whole, cached)
    assert float((whole - cached).norm() / whole.norm()) < 0.2
