"""Clips that are given frames, with the stock pipelines as referee: same folder, request, frames and initial latents must give the same frames."""

from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanImageToVideoPipeline, WanTransformer3DModel, WanVACEPipeline, WanVACETransformer3DModel
from diffusers.pipelines.wan import pipeline_wan, pipeline_wan_i2v, pipeline_wan_vace
from numpy.typing import NDArray
from PIL import Image
from transformers import T5TokenizerFast, UMT5EncoderModel

from benchmarks.random_wan import write_tiny
from t2v_desktop.engine.decode import to_frames
from t2v_desktop.engine.denoise import initial_latents, noise_source
from t2v_desktop.engine.device import CPU, Plan, plan
from t2v_desktop.engine.family import Known
from t2v_desktop.engine.known import encode_known
from t2v_desktop.engine.load import load
from t2v_desktop.engine.stages import denoise_clip, encode_text
from t2v_desktop.errors import BlankVideo, Cancelled
from t2v_desktop.events import Encoding, Event
from t2v_desktop.models.memory import Placement, footprint
from t2v_desktop.models.store import Model, find
from t2v_desktop.request import Request

Frames = NDArray[np.float32]


@pytest.fixture(scope="module")
def vace(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return find(str(write_tiny(tmp_path_factory.mktemp("vace"), control=True)))


@pytest.fixture(scope="module")
def ti2v(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return find(str(write_tiny(tmp_path_factory.mktemp("ti2v"), residual=True, fixes_first_frame=True)))


@pytest.fixture(autouse=True)
def without_ftfy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the stock pipelines need a package that the third does without."""
    for stock in (pipeline_wan_vace, pipeline_wan_i2v):
        monkeypatch.setattr(stock, "prompt_clean", pipeline_wan.prompt_clean)


def pictures(count: int, request: Request, seed: int) -> NDArray[np.uint8]:
    """Frames that change from one to the next, of soft shapes and hard edges."""
    drawn = np.random.default_rng(seed).integers(0, 256, (count, 4, 4, 3), np.uint8)
    large = [np.asarray(Image.fromarray(one).resize((request.width, request.height), Image.Resampling.NEAREST)) for one in drawn]
    return np.array(large, np.uint8).reshape(count, request.height, request.width, 3)


def known(request: Request, first: int, last: int) -> Known:
    return Known(request.num_frames, request.width, request.height, pictures(first, request, 1), pictures(last, request, 2))


def ours(model: Model, request: Request, given: Known, *, batched: bool = True, chunk: int = 8) -> Frames:
    made = plan(request, footprint(model.folder))
    placed = Plan(made.device, made.dtype, Placement("full", batched), chunk, made.estimated_bytes, request)
    pipeline = load(model.folder, placed, lambda _: None, lambda: None)
    text, _ = encode_text(pipeline, request, lambda _: None, lambda: None)
    condition, _ = encode_known(pipeline, given, lambda _: None, lambda: None)
    latents, _ = denoise_clip(pipeline, request, text, None, None, lambda _: None, lambda: None, condition)
    with torch.inference_mode():
        return np.concatenate(list(to_frames(pipeline.family.decode(pipeline.vae, latents, chunk)))).astype(np.float32) / 255


def stock_parts(folder: Path) -> dict[str, object]:
    return {
        "tokenizer": T5TokenizerFast.from_pretrained(folder / "tokenizer"),
        "text_encoder": UMT5EncoderModel.from_pretrained(folder / "text_encoder", dtype=torch.float32),
        "vae": AutoencoderKLWan.from_pretrained(folder / "vae", torch_dtype=torch.float32),
        "scheduler": UniPCMultistepScheduler.from_pretrained(folder / "scheduler"),
    }


def settings(model: Model, request: Request) -> dict[str, object]:
    r = request
    return {
        "prompt": r.prompt, "negative_prompt": r.negative_prompt, "height": r.height, "width": r.width, "num_frames": r.num_frames,
        "latents": initial_latents(model.shape.latents(r.num_frames, r.width, r.height), noise_source(r.seed)),
        "num_inference_steps": r.num_inference_steps, "guidance_scale": r.guidance_scale, "output_type": "np",
    }  # fmt: skip


def stock_vace(model: Model) -> WanVACEPipeline:
    transformer = WanVACETransformer3DModel.from_pretrained(model.folder / "transformer", torch_dtype=torch.float32)
    pipeline = WanVACEPipeline(transformer=transformer, **stock_parts(model.folder))
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def video_and_mask(given: Known) -> dict[str, torch.Tensor]:
    """The known frames among grey ones, and where they are not, as the stock pipeline takes them (1, frames, 3, height, width), 0 to 1; nothing for none."""
    if not given:
        return {}
    video = torch.full((1, given.num_frames, 3, given.height, given.width), 0.5)
    mask = torch.ones_like(video)
    for at, frames in ((0, given.first), (given.num_frames - len(given.last), given.last)):
        video[0, at : at + len(frames)] = torch.from_numpy(frames.copy()).permute(0, 3, 1, 2) / 255
        mask[0, at : at + len(frames)] = 0
    return {"video": video, "mask": mask}


def request_of(model: Model, size: tuple[int, int], frames: int, guidance: float, **chosen: object) -> Request:
    return model.request(
        "the red cat moves", negative_prompt="a circle", width=size[0], height=size[1], num_frames=frames, num_inference_steps=4,
        guidance_scale=guidance, scheduler="unipc", dtype="fp32", device="cpu", seed=5, **chosen,
    )  # fmt: skip


GIVEN = [  # frames known at the start and at the end
    (0, 0, (64, 48), 9, 4.0),
    (1, 0, (64, 32), 13, 4.0),
    (0, 1, (32, 64), 9, 1.0),
    (1, 1, (48, 64), 17, 3.0),
    (9, 0, (64, 32), 17, 4.0),
    (5, 1, (32, 32), 13, 1.0),
    (1, 0, (64, 32), 1, 4.0),
    (9, 0, (32, 48), 33, 2.0),
]


@pytest.mark.parametrize(("first", "last", "size", "frames", "guidance"), GIVEN)
def test_vace_makes_the_frames_of_the_stock_pipeline(first: int, last: int, size: tuple[int, int], frames: int, guidance: float, vace: Model) -> None:
    request = request_of(vace, size, frames, guidance)
    given = known(request, first, last)
    expected = np.asarray(stock_vace(vace)(**settings(vace, request), **video_and_mask(given)).frames[0], np.float32)
    for batched in (True, False):
        got = ours(vace, request, given, batched=batched, chunk=4 if batched else 64)
        assert got.shape == expected.shape == (frames, size[1], size[0], 3)
        assert expected.std() > 0.05
        assert np.abs(got - expected).max() <= 1 / 255


@pytest.mark.parametrize(("first", "last", "size", "frames", "guidance"), GIVEN)
def test_control_latents_are_those_of_the_stock_pipeline(first: int, last: int, size: tuple[int, int], frames: int, guidance: float, vace: Model) -> None:
    request = request_of(vace, size, frames, guidance)
    pipeline = load(vace.folder, Plan(CPU, torch.float32, Placement("full"), 8, 0, request), lambda _: None, lambda: None)
    given = known(request, first, last)
    got, without = (encode_known(pipeline, each, lambda _: None, lambda: None)[0].control for each in (given, known(request, 0, 0)))
    stock, chosen = stock_vace(vace), video_and_mask(given)
    with torch.no_grad():
        video, mask, references = stock.preprocess_conditions(chosen.get("video"), chosen.get("mask"), None, 1, size[1], size[0], frames, torch.float32, CPU)
        expected = torch.cat([stock.prepare_video_latents(video, mask, references, None, CPU), stock.prepare_masks(mask, references)], dim=1)
    assert got is not None and got.shape == expected.shape and torch.allclose(got, expected, atol=1e-4)
    assert without is not None and bool(given) == bool((got - without).abs().max() > 0.02)


def test_the_known_frames_change_what_vace_makes(vace: Model) -> None:
    request = request_of(vace, (64, 32), 9, 4.0)
    drawn = [ours(vace, request, known(request, *given)) for given in ((0, 0), (1, 0), (5, 0))]
    assert all(np.abs(one - other).max() > 5 / 255 for at, one in enumerate(drawn) for other in drawn[:at])


@pytest.mark.parametrize(("size", "frames", "guidance"), [((64, 96), 9, 4.0), ((64, 64), 5, 1.0), ((96, 64), 1, 3.0)])
def test_ti2v_makes_the_frames_of_the_stock_pipeline(size: tuple[int, int], frames: int, guidance: float, ti2v: Model) -> None:
    request = request_of(ti2v, size, frames, guidance)
    given = known(request, 1, 0)
    transformer = WanTransformer3DModel.from_pretrained(ti2v.folder / "transformer", torch_dtype=torch.float32)
    pipeline = WanImageToVideoPipeline(transformer=transformer, expand_timesteps=True, **stock_parts(ti2v.folder))
    pipeline.set_progress_bar_config(disable=True)
    expected = np.asarray(pipeline(image=Image.fromarray(given.first[0]), **settings(ti2v, request)).frames[0], np.float32)
    for batched in (True, False):
        got = ours(ti2v, request, given, batched=batched)
        assert got.shape == expected.shape == (frames, size[1], size[0], 3) and expected.std() > 0.05
        assert np.abs(got - expected).max() <= 1 / 255
    assert np.abs(got - ours(ti2v, request, known(request, 0, 0))).max() > 5 / 255


@pytest.mark.parametrize("reused", [1, 2])
def test_vace_can_reuse_inner_layers(reused: int, vace: Model) -> None:
    request = request_of(vace, (64, 32), 9, 4.0, cache_interval=reused)
    got = ours(vace, request, known(request, 1, 0))
    assert np.isfinite(got).all() and got.std() > 0.05


def encode(model: Model, given: Known, request: Request, chunk: int, heard: list[Event], stop_at: int | None = None) -> None:
    made = Plan(CPU, torch.float32, Placement("full"), chunk, 0, request)

    def stop() -> None:
        if stop_at is not None and sum(isinstance(event, Encoding) for event in heard) >= stop_at:
            raise Cancelled

    encode_known(load(model.folder, made, lambda _: None, lambda: None), given, heard.append, stop)


def test_progress_counts_the_frames_of_both_encodings(vace: Model) -> None:
    request, heard = request_of(vace, (32, 32), 9, 1.0), list[Event]()
    encode(vace, known(request, 1, 0), request, 4, heard)
    counts = [(event.frame, event.total) for event in heard if isinstance(event, Encoding)]
    assert counts[1:] == [(frame, 18) for frame in (1, 5, 9, 10, 14, 18)]


def test_cancel_is_noticed_between_two_chunks(vace: Model) -> None:
    request, heard = request_of(vace, (32, 32), 17, 1.0), list[Event]()
    with pytest.raises(Cancelled):
        encode(vace, known(request, 1, 0), request, 4, heard, stop_at=3)
    assert sum(isinstance(event, Encoding) for event in heard) == 3


def test_nan_values_of_the_encoder_are_noticed(vace: Model) -> None:
    request = request_of(vace, (32, 32), 9, 1.0)
    pipeline = load(vace.folder, Plan(CPU, torch.float32, Placement("full"), 8, 0, request), lambda _: None, lambda: None)
    with torch.no_grad():
        pipeline.vae.encoder.conv_in.bias[:] = torch.nan
    with pytest.raises(BlankVideo, match="encoder returned NaN"):
        encode_known(pipeline, known(request, 1, 0), lambda _: None, lambda: None)
