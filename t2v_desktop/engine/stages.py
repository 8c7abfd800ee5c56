"""The stages of a clip in their order: each returns what it made and the seconds it took, and can be cancelled between two pieces of work."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray

from t2v_desktop.engine.decode import to_frames
from t2v_desktop.engine.denoise import Passes, denoise, initial_latents, noise_source
from t2v_desktop.engine.family import UNCONDITIONED, Condition, Predict, Text
from t2v_desktop.engine.graphs import ClipGraphs, clip_graphs
from t2v_desktop.engine.hand_over import HandOver
from t2v_desktop.engine.load import Pipeline, text_encoder
from t2v_desktop.engine.preview import LatentToRgb
from t2v_desktop.engine.readback import read_back
from t2v_desktop.engine.text_cache import keep_text, read_text, text_file
from t2v_desktop.errors import BlankVideo, InvalidRequest, OutputError
from t2v_desktop.events import Decoding, Denoising, Encoding, RaiseIfCancelled, Report, Start, Warned, Writing
from t2v_desktop.media.continued import copied_frames
from t2v_desktop.media.read import Pixels, read_fitted
from t2v_desktop.media.write import VideoWriter
from t2v_desktop.request import Effort, Request

Picture = NDArray[np.uint8]  # (height, width, 3)


def read_source(start: Start) -> tuple[Pixels | None, float]:
    """The frames that a second pass begins with, in its own size; None for a request from noise. Raises InvalidRequest."""
    began, request = perf_counter(), start.request
    if request.continued_frames:  # of its source only the last frames are known: `read_known`
        return None, 0.0
    if bool(start.source) != bool(request.strength):
        raise InvalidRequest("a second pass needs both a source clip and a strength above 0")
    if not start.source:
        return None, 0.0
    try:
        return read_fitted(Path(start.source), request.num_frames, request.width, request.height), perf_counter() - began
    except OutputError as error:
        raise InvalidRequest(f"the second pass can't start: {error}") from error


def encode_text(pipeline: Pipeline, request: Request, report: Report, raise_if_cancelled: RaiseIfCancelled) -> tuple[Text, float]:
    """The prompts as the denoiser takes them, on its device; encoded once, and then read from the disk."""
    raise_if_cancelled()
    report(Encoding())
    began, family = perf_counter(), pipeline.family
    family.check_prompts(pipeline.tokenizer, request.prompt, request.negative_prompt, lambda message: report(Warned(message)))
    if request.negative_prompt.strip() and request.guidance_scale <= 1:
        report(Warned("the negative prompt is ignored at guidance 1: raise guidance to use it"))
    elif request.negative_prompt.strip() and not any(effort.guided for effort in request.efforts()):
        report(Warned("the negative prompt is ignored because no step is guided: guide a longer part of the steps"))
    kept = text_file(request, pipeline)
    text = read_text(kept)
    if text is None:
        with text_encoder(pipeline, report, raise_if_cancelled) as encoder:
            text = family.encode_prompts(pipeline.tokenizer, encoder, request.prompt, request.negative_prompt, guided=request.guidance_scale > 1)
        keep_text(kept, text)
    return text.to(pipeline.plan.device, pipeline.plan.dtype), perf_counter() - began


def encode_source(pipeline: Pipeline, frames: Pixels, report: Report, raise_if_cancelled: RaiseIfCancelled) -> tuple[torch.Tensor, float]:
    """Clean latents (1, channels, frames, height, width) of the source clip. Raises BlankVideo for NaN values."""
    began = perf_counter()
    pipeline.move_to_device("vae")
    parts: list[torch.Tensor] = []
    raise_if_cancelled()
    report(Encoding(0, len(frames)))
    encoder = pipeline.family.encode(pipeline.vae, frames, pipeline.decode_chunk)
    with torch.inference_mode():
        for part in encoder:
            if not torch.isfinite(part).all():
                raise BlankVideo("the encoder returned NaN values")
            parts.append(part)
            raise_if_cancelled()
            report(Encoding(min(sum(p.shape[2] for p in parts) * pipeline.shape.frame_stride, len(frames)), len(frames)))
    return torch.cat(parts, dim=2), perf_counter() - began


def denoise_clip(
    pipeline: Pipeline, request: Request, text: Text, source: torch.Tensor | None, to_rgb: LatentToRgb | None,
    report: Report, raise_if_cancelled: RaiseIfCancelled, condition: Condition = UNCONDITIONED,
) -> tuple[torch.Tensor, float]:  # fmt: skip
    """Finished latents, on the CPU; each step's event has a preview if there is `to_rgb`. Raises BlankVideo for NaN values."""
    began, device = perf_counter(), pipeline.plan.device
    pipeline.move_to_device("denoiser")
    raise_if_cancelled()
    report(Denoising(0, request.steps_taken))
    generator = noise_source(request.seed)
    noise = initial_latents(pipeline.shape.latents(request.num_frames, request.width, request.height), generator)
    efforts = request.efforts()
    with clip_graphs(pipeline.plan) as graphs:
        steps = denoise(
            _passes(pipeline, text, efforts, graphs, condition),
            pipeline.family.make_schedule(request.scheduler, pipeline.folder, request.num_inference_steps, device, request.flow_shift),
            noise.to(device),
            efforts,
            guidance_scale=request.guidance_scale,
            generator=generator,
            source=None if source is None else source.to(device),
            fixed=condition.fixed,
        )
        for seen in read_back(steps, to_rgb):
            if not seen.finite:
                raise BlankVideo("the model returned NaN values")
            raise_if_cancelled()
            report(Denoising(seen.step.number, seen.step.total, seen.preview))
        latents = seen.step.latents.cpu()
    return latents, perf_counter() - began


@torch.inference_mode()
def _passes(pipeline: Pipeline, text: Text, efforts: Sequence[Effort], graphs: ClipGraphs | None, condition: Condition) -> Passes:
    """The denoiser for a clip's prompts, as the placement has it, and for the prompt alone: the last of them."""
    guided, keeps = sum(effort.guided for effort in efforts), any(effort.reuses for effort in efforts)

    def predictor(part: Text, calls: int) -> Predict:
        predict = pipeline.family.predictor(pipeline.denoiser, part, keeps=keeps, condition=condition)
        return predict if graphs is None else graphs.replayed(predict, calls)

    *others, prompt = text.chunk(len(text))
    if others and pipeline.plan.placement.batched:
        return Passes([predictor(text, guided)], predictor(prompt, len(efforts) - guided))
    alone = predictor(prompt, len(efforts))
    return Passes([*(predictor(other, guided) for other in others), alone], alone)


def write_frames(
    pipeline: Pipeline, start: Start, request: Request, latents: torch.Tensor, report: Report, raise_if_cancelled: RaiseIfCancelled
) -> tuple[VideoWriter, Picture, dict[str, float]]:
    """Decode and write all frames. Returns the open video for `finish_clip`, the frame with the most contrast, and the seconds of both.

    A clip that continues another one is written behind that one's frames; those known of it are not written twice. The frame with the most contrast
    makes a poster that never shows a moment of darkness. Raises BlankVideo for NaN values or a flat colour, OutputError or EncodeError.
    """
    if not torch.isfinite(latents).all():
        raise BlankVideo("the model returned NaN values")
    pipeline.move_to_device("vae")
    raise_if_cancelled()
    report(Decoding(0, request.num_frames))
    seconds = {"decode": 0.0, "write": 0.0}
    highest_contrast: Picture | None = None
    with ExitStack() as opened:
        video = opened.enter_context(VideoWriter(Path(start.output), request))
        began, decoded = perf_counter(), 0
        with HandOver(video.write) as encoder:  # the encoder takes one chunk while the next is decoded
            for frames in copied_frames(Path(start.source)) if request.continued_frames else ():
                encoder.give(frames)
                highest_contrast = _higher_contrast(highest_contrast, frames)
                raise_if_cancelled()
            seconds["write"] += perf_counter() - began
            began = perf_counter()
            for frames in to_frames(pipeline.family.decode(pipeline.vae, latents, pipeline.decode_chunk, pipeline.plan.decode_tile)):
                seconds["decode"] += perf_counter() - began
                began = perf_counter()
                new = frames[max(request.continued_frames - decoded, 0) :]
                if len(new):
                    encoder.give(new)
                    highest_contrast = _higher_contrast(highest_contrast, new)
                decoded += len(frames)
                raise_if_cancelled()
                report(Decoding(decoded, request.num_frames))
                seconds["write"] += perf_counter() - began
                began = perf_counter()
        seconds["write"] += perf_counter() - began
        assert highest_contrast is not None, "the decoder returned no frame"
        opened.pop_all()
    return video, highest_contrast, seconds


def finish_clip(video: VideoWriter, report: Report, raise_if_cancelled: RaiseIfCancelled) -> float:
    """Finish the file of a video that has all its frames, and close it. Returns the seconds. Raises OutputError or EncodeError."""
    began = perf_counter()
    with video:
        raise_if_cancelled()
        report(Writing())
        video.finish(raise_if_cancelled=raise_if_cancelled)
    return perf_counter() - began


def _higher_contrast(picture: Picture | None, frames: NDArray[np.uint8]) -> Picture:
    best: Picture = max(frames, key=lambda f: float(f.std()))
    return best if picture is None or best.std() > picture.std() else picture
