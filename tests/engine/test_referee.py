"""The stock diffusers pipeline as referee: same folder, request and initial latents must give the same frames."""

import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, DiffusionPipeline, TextToVideoSDPipeline, UNet3DConditionModel, VideoToVideoSDPipeline
from numpy.typing import NDArray
from safetensors.torch import load_file
from transformers import CLIPTextModel, CLIPTokenizer

from benchmarks.random_model import write_tiny
from benchmarks.stock import stock_scheduler
from t2v_desktop import paths
from t2v_desktop.engine.decode import to_frames
from t2v_desktop.engine.denoise import Passes, denoise, initial_latents, noise_source
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.families.modelscope.schedule import make_schedule
from t2v_desktop.engine.families.modelscope.unet import predictor
from t2v_desktop.engine.families.modelscope.vae import decode, encode
from t2v_desktop.engine.load import load
from t2v_desktop.engine.stages import encode_text
from t2v_desktop.models.memory import footprint
from t2v_desktop.models.store import Model, find
from t2v_desktop.request import Request


def ours(model: Model, request: Request, latents: torch.Tensor, source: NDArray[np.uint8] | None = None) -> NDArray[np.float32]:
    pipeline = load(model.folder, plan(request, footprint(model.folder)), lambda _: None, lambda: None)
    text, _ = encode_text(pipeline, request, lambda _: None, lambda: None)
    steps = denoise(
        Passes([predictor(pipeline.denoiser, text)], predictor(pipeline.denoiser, text.chunk(len(text))[-1])),
        make_schedule(request.scheduler, model.folder, request.num_inference_steps, torch.device("cpu")), latents,
        request.efforts(), guidance_scale=request.guidance_scale, generator=drawn_from(request.seed, latents.shape),
        source=None if source is None else torch.cat(list(encode(pipeline.vae, source, chunk=2)), dim=2),
    )  # fmt: skip
    finished = list(steps)[-1].latents
    with torch.inference_mode():
        return np.concatenate(list(to_frames(decode(pipeline.vae, finished, chunk=3)))).astype(np.float32) / 255


def drawn_from(seed: int, shape: tuple[int, ...]) -> torch.Generator:
    """The source of noise behind the initial latents."""
    generator = noise_source(seed)
    initial_latents(shape, generator)
    return generator


def stock_pipeline(kind: type[DiffusionPipeline], folder: Path, scheduler: str) -> DiffusionPipeline:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # diffusers keeps these pipelines as deprecated, which is why we own the loop
        pipeline = kind(
            vae=AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32),
            text_encoder=CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32),
            tokenizer=CLIPTokenizer.from_pretrained(folder / "tokenizer"),
            unet=UNet3DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32),
            scheduler=stock_scheduler(scheduler, folder),
        )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def stock(model: Model, request: Request, latents: torch.Tensor | None) -> NDArray[np.float32]:
    """Stock frames from `latents`; without them the pipeline draws its own, from the seed."""
    r = request
    frames = stock_pipeline(TextToVideoSDPipeline, model.folder, r.scheduler)(
        r.prompt, negative_prompt=r.negative_prompt, height=r.height, width=r.width, num_frames=r.num_frames,
        num_inference_steps=r.num_inference_steps, guidance_scale=r.guidance_scale, output_type="np",
        latents=None if latents is None else latents.clone(),
        generator=noise_source(r.seed) if latents is None else drawn_from(r.seed, latents.shape),
    ).frames[0]  # fmt: skip
    return np.asarray(frames, np.float32)


def stock_second_pass(model: Model, request: Request, noise: torch.Tensor, source: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch) -> NDArray[np.float32]:
    r = request
    pipeline = stock_pipeline(VideoToVideoSDPipeline, model.folder, r.scheduler)
    pixels = torch.from_numpy(source).permute(0, 3, 1, 2) / 127.5 - 1
    with torch.no_grad():
        latents = pipeline.vae.encode(pixels).latent_dist.mode() * pipeline.vae.config.scaling_factor
    monkeypatch.setattr(sys.modules[VideoToVideoSDPipeline.__module__], "randn_tensor", lambda *_, **__: noise[0].permute(1, 0, 2, 3))  # it draws its own
    frames = pipeline(
        r.prompt, video=latents[None], strength=r.strength, negative_prompt=r.negative_prompt, num_inference_steps=r.num_inference_steps,
        guidance_scale=r.guidance_scale, output_type="np", generator=torch.Generator("cpu").manual_seed(r.seed),
    ).frames[0]  # fmt: skip
    return np.asarray(frames, np.float32)


def asked(folder: str, **chosen: object) -> tuple[Model, Request, torch.Tensor]:
    model = find(folder)
    request = model.request("a small red circle that moves right", negative_prompt="blurry", seed=11, device="cpu", dtype="fp32", **chosen)
    shape = model.shape.latents(request.num_frames, request.width, request.height)
    return model, request, initial_latents(shape, noise_source(request.seed))


def largest_difference(folder: str, **chosen: object) -> float:
    model, request, latents = asked(folder, **chosen)
    return float(np.abs(ours(model, request, latents) - stock(model, request, latents)).max())


@pytest.mark.parametrize("scheduler", ["ddim", "dpmpp_2m", "dpmpp_2m_karras", "unipc", "euler", "deis", "lcm", "ays"])
def test_the_tiny_random_model_gives_the_stock_frames(scheduler: str, tiny_model: Path) -> None:
    assert largest_difference(str(tiny_model), scheduler=scheduler, num_inference_steps=6, num_frames=5) <= 1 / 255


def test_a_seed_gives_stock_latents_and_then_the_noise_of_each_step(tiny_model: Path) -> None:
    model, request, latents = asked(str(tiny_model), scheduler="lcm", num_inference_steps=4, num_frames=3)
    assert np.abs(ours(model, request, latents) - stock(model, request, None)).max() <= 1 / 255


@pytest.mark.parametrize("scheduler", ["ddim", "dpmpp_2m", "dpmpp_2m_karras", "unipc", "euler", "deis", "ays"])
@pytest.mark.parametrize("strength", [0.3, 0.7, 1.0])
def test_a_second_pass_gives_the_stock_frames(scheduler: str, strength: float, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, request, noise = asked(str(tiny_model), scheduler=scheduler, strength=strength, num_inference_steps=6, num_frames=5)
    source = np.random.default_rng(0).integers(0, 256, (5, request.height, request.width, 3), np.uint8)
    theirs = stock_second_pass(model, request, noise, source, monkeypatch)
    assert np.abs(ours(model, request, noise, source) - theirs).max() <= 1 / 255


def test_v_prediction_and_no_guidance_give_the_stock_frames(tmp_path: Path) -> None:
    folder = str(write_tiny(tmp_path / "v", prediction_type="v_prediction"))
    assert largest_difference(folder, guidance_scale=1.0, num_inference_steps=6, num_frames=5, height=24) <= 1 / 255


def test_the_starter_gives_the_stock_frames() -> None:
    assert largest_difference("starter", num_inference_steps=8) <= 1 / 255


def test_no_zero_initialised_layer_makes_the_referee_blind(tiny_model: Path) -> None:
    starter = paths.resources() / "models" / "starter"
    for folder in (tiny_model, starter):
        weights = load_file(next((folder / "unet").glob("*.safetensors")))
        last = [k for k in weights if k.endswith("conv4.3.weight")]
        assert last and all(float(weights[k].float().abs().max()) > 0 for k in last)
