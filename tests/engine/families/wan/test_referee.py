"""The stock Wan pipeline as referee: same folder, request and initial latents must give the same frames."""

import html
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKLWan, FlowMatchEulerDiscreteScheduler, UniPCMultistepScheduler, WanPipeline, WanTransformer3DModel
from numpy.typing import NDArray
from transformers import T5TokenizerFast, UMT5EncoderModel

from benchmarks.random_wan import write_tiny
from t2v_desktop.engine.decode import to_frames
from t2v_desktop.engine.denoise import Passes, denoise, initial_latents, noise_source
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.families.wan.schedule import make_schedule
from t2v_desktop.engine.families.wan.transformer import predictor
from t2v_desktop.engine.families.wan.vae import decode, encode
from t2v_desktop.engine.load import load
from t2v_desktop.engine.stages import encode_text
from t2v_desktop.models.memory import footprint
from t2v_desktop.models.store import Model, find
from t2v_desktop.request import Request

Frames = NDArray[np.float32]


@pytest.fixture(scope="module", params=[False, True], ids=["wan 2.1", "wan 2.2"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Model:
    return find(str(write_tiny(tmp_path_factory.mktemp("wan"), residual=request.param)))


def ours(model: Model, request: Request, latents: torch.Tensor, chunk: int) -> Frames:
    pipeline = load(model.folder, plan(request, footprint(model.folder)), lambda _: None, lambda: None)
    text, _ = encode_text(pipeline, request, lambda _: None, lambda: None)
    steps = denoise(
        Passes([predictor(pipeline.denoiser, text)], predictor(pipeline.denoiser, text.chunk(len(text))[-1])),
        make_schedule(request.scheduler, model.folder, request.num_inference_steps, torch.device("cpu")), latents,
        request.efforts(), guidance_scale=request.guidance_scale, generator=noise_source(request.seed),
    )  # fmt: skip
    finished = list(steps)[-1].latents
    with torch.inference_mode():
        return np.concatenate(list(to_frames(decode(pipeline.vae, finished, chunk)))).astype(np.float32) / 255


def stock_pipeline(folder: Path, scheduler: str) -> WanPipeline:
    kinds = {"unipc": UniPCMultistepScheduler, "euler": FlowMatchEulerDiscreteScheduler}
    pipeline = WanPipeline(
        tokenizer=T5TokenizerFast.from_pretrained(folder / "tokenizer"),
        text_encoder=UMT5EncoderModel.from_pretrained(folder / "text_encoder", dtype=torch.float32),
        transformer=WanTransformer3DModel.from_pretrained(folder / "transformer", torch_dtype=torch.float32),
        vae=AutoencoderKLWan.from_pretrained(folder / "vae", torch_dtype=torch.float32),
        scheduler=kinds[scheduler].from_config(UniPCMultistepScheduler.from_pretrained(folder / "scheduler").config, shift=3.0),
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def stock(model: Model, request: Request, latents: torch.Tensor) -> Frames:
    r = request
    made = stock_pipeline(model.folder, r.scheduler)(
        r.prompt, negative_prompt=r.negative_prompt, height=r.height, width=r.width, num_frames=r.num_frames, latents=latents.clone(),
        num_inference_steps=r.num_inference_steps, guidance_scale=r.guidance_scale, output_type="np",
    )  # fmt: skip
    return np.asarray(made.frames[0], np.float32)


@pytest.mark.parametrize(("scheduler", "steps", "guidance", "size", "frames", "chunk"), [
    ("unipc", 6, 5.0, (96, 64), 9, 4),
    ("unipc", 3, 1.0, (64, 96), 13, 8),
    ("euler", 5, 3.0, (64, 64), 5, 16),
    ("euler", 1, 1.0, (32, 64), 1, 1),
])  # fmt: skip
def test_frames_are_those_of_the_stock_pipeline(
    model: Model, scheduler: str, steps: int, guidance: float, size: tuple[int, int], frames: int, chunk: int
) -> None:
    request = model.request(
        "the red cat moves, fast &amp; far", negative_prompt="a circle", width=size[0], height=size[1], num_frames=frames,
        num_inference_steps=steps, guidance_scale=guidance, scheduler=scheduler, dtype="fp32", device="cpu",
    )  # fmt: skip
    latents = initial_latents(model.shape.latents(frames, *size), noise_source(3))
    expected, got = stock(model, request, latents), ours(model, request, latents, chunk)
    assert got.shape == expected.shape == (frames, size[1], size[0], 3)
    assert expected.std() > 0.05
    assert np.abs(got - expected).max() <= 1 / 255


def test_a_clip_is_encoded_as_the_stock_autoencoder_does(model: Model) -> None:
    frames = np.random.default_rng(5).integers(0, 256, (13, 64, 32, 3), np.uint8)
    request = model.request("a cat", width=32, height=64, num_frames=13, dtype="fp32", device="cpu")
    pipeline = load(model.folder, plan(request, footprint(model.folder)), lambda _: None, lambda: None)
    vae = AutoencoderKLWan.from_pretrained(model.folder / "vae", torch_dtype=torch.float32)
    mean, deviation = (torch.tensor(vae.config[name]).view(1, -1, 1, 1, 1) for name in ("latents_mean", "latents_std"))
    with torch.inference_mode():
        known = vae.encode(torch.from_numpy(frames).permute(3, 0, 1, 2)[None] / 127.5 - 1).latent_dist.mode()
        for chunk in (1, 8, 64):
            assert torch.allclose(torch.cat(list(encode(pipeline.vae, frames, chunk)), dim=2), (known - mean) / deviation, atol=1e-4)


def test_tokens_are_those_of_the_stock_tokenizer(model: Model) -> None:
    stock_tokenizer = T5TokenizerFast.from_pretrained(model.folder / "tokenizer")
    tokens = model.family.text_tokens(model.folder)
    for text in ("", "a", "  the   red\ncat ", "the red circle & &amp;amp; <b>", "x" * 600, "Ünïcode 猫", "the " * 600):
        cleaned = " ".join(html.unescape(html.unescape(text)).split())
        assert tokens.read(text).ids == stock_tokenizer(cleaned, truncation=True, max_length=512).input_ids, text
