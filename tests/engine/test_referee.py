"""The stock diffusers pipeline as referee: same folder, request and initial latents must give the same frames."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, TextToVideoSDPipeline, UNet3DConditionModel
from numpy.typing import NDArray
from safetensors.torch import load_file
from transformers import CLIPTextModel, CLIPTokenizer

from benchmarks.random_model import write_tiny
from t2v_desktop import paths
from t2v_desktop.engine.decode import decode
from t2v_desktop.engine.denoise import denoise, initial_latents
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.load import load
from t2v_desktop.engine.schedulers import make_scheduler
from t2v_desktop.engine.text import encode_prompt
from t2v_desktop.models.memory import count_parameters
from t2v_desktop.models.store import Model, find
from t2v_desktop.request import Request


def ours(model: Model, request: Request, latents: torch.Tensor) -> NDArray[np.float32]:
    pipeline = load(model.folder, plan(request, count_parameters(model.folder), model.scale), lambda event=None: None)
    text = encode_prompt(pipeline.tokenizer, pipeline.text_encoder, request.prompt, request.negative_prompt, guided=request.guidance_scale > 1, warn=print)
    steps = denoise(
        pipeline.unet, make_scheduler(request.scheduler, model.folder), text, latents, num_inference_steps=request.num_inference_steps,
        guidance_scale=request.guidance_scale, device=torch.device("cpu"), seed=request.seed,
    )  # fmt: skip
    return np.concatenate(list(decode(pipeline.vae, list(steps)[-1].latents, chunk=3))).astype(np.float32) / 255


def stock(model: Model, request: Request, latents: torch.Tensor) -> NDArray[np.float32]:
    folder = model.folder
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # diffusers keeps this pipeline as deprecated, which is why we own the loop
        pipeline = TextToVideoSDPipeline(
            vae=AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32),
            text_encoder=CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32),
            tokenizer=CLIPTokenizer.from_pretrained(folder / "tokenizer"),
            unet=UNet3DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32),
            scheduler=make_scheduler(request.scheduler, folder),
        )
        pipeline.set_progress_bar_config(disable=True)
        r = request
        frames = pipeline(
            r.prompt, negative_prompt=r.negative_prompt, height=r.height, width=r.width, num_frames=r.num_frames,
            num_inference_steps=r.num_inference_steps, guidance_scale=r.guidance_scale, latents=latents.clone(), output_type="np",
            generator=torch.Generator("cpu").manual_seed(r.seed),
        ).frames[0]  # fmt: skip
    return np.asarray(frames, np.float32)


def largest_difference(folder: str, **chosen: object) -> float:
    model = find(folder)
    request = model.request("a small red circle that moves right", negative_prompt="blurry", seed=11, device="cpu", dtype="fp32", **chosen)
    channels = json.loads((model.folder / "unet" / "config.json").read_text())["in_channels"]
    shape = (1, channels, request.num_frames, request.height // model.scale, request.width // model.scale)
    latents = initial_latents(shape, request.seed)
    return float(np.abs(ours(model, request, latents) - stock(model, request, latents)).max())


@pytest.mark.parametrize("scheduler", ["ddim", "dpmpp_2m", "dpmpp_2m_karras", "unipc", "euler", "deis", "lcm"])
def test_the_tiny_random_model_gives_the_stock_frames(scheduler: str, tiny_model: Path) -> None:
    assert largest_difference(str(tiny_model), scheduler=scheduler, num_inference_steps=6, num_frames=5) <= 1 / 255


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
