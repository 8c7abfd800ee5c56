"""The whole way from a request to a video file: load, encode text, denoise, decode, write."""

import gc
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray

from t2v_desktop import paths
from t2v_desktop.engine.decode import decode
from t2v_desktop.engine.denoise import denoise, initial_latents, noise_source
from t2v_desktop.engine.device import Plan, is_out_of_memory, plan
from t2v_desktop.engine.encode import encode
from t2v_desktop.engine.families.modelscope.schedule import make_scheduler
from t2v_desktop.engine.families.modelscope.text import encode_prompt
from t2v_desktop.engine.kept import forget_latents, keep_latents, kept_file, read_latents
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.engine.preview import LatentToRgb, patch_side, read_or_fit
from t2v_desktop.engine.report import setup
from t2v_desktop.errors import BlankVideo, Cancelled, InvalidRequest, OutOfMemory, OutputError
from t2v_desktop.events import Decoding, Denoising, Done, Encoding, Event, Loading, Say, Start, Warned, Writing
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.media.names import check_output, output_bytes
from t2v_desktop.media.read import Pixels, read_fitted
from t2v_desktop.media.write import VideoWriter, save_picture
from t2v_desktop.models import manifest
from t2v_desktop.models.gate import inspect, vae_scale
from t2v_desktop.models.memory import Placement, count_parameters, placements
from t2v_desktop.request import Request


@dataclass(slots=True)
class Task:
    """One clip to make, and what earlier attempts at it have shown.

    `plan` is that of the last attempt, `dtype` the precision that half precision's NaN has forced, `too_large` the memory plans
    that did not fit, `latents` a finished denoise that only waits to be decoded. `seconds` are those of the last attempt.
    """

    start: Start
    report: Callable[[Event], None]
    say: Say
    source: Pixels | None = None
    plan: Plan | None = None
    dtype: torch.dtype | None = None
    too_large: set[Placement] = field(default_factory=set)
    latents: torch.Tensor | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def request(self) -> Request:
        """What is made, as the file will say it."""
        return replace(self.start.request, dtype="fp32") if self.dtype is torch.float32 else self.start.request


class Renderer:
    """Renders requests one after another and keeps the last model in memory between them."""

    def __init__(self) -> None:
        self._pipeline: Pipeline | None = None
        self._to_rgb: LatentToRgb | None = None
        self._only_fp32: set[tuple[str, Path]] = set()  # devices on which a model gives NaN in half precision

    def render(self, start: Start, report: Callable[[Event], None], cancelled: Callable[[], bool]) -> Done:
        """Make the clip and return where it is. `cancelled` is asked between any two pieces of work.

        Raises Cancelled, leaving nothing behind, or any other T2VError, leaving no video but perhaps the latents, so that
        the same request goes on behind the denoising.
        """

        def say(event: Event | None = None) -> None:
            if cancelled():
                raise Cancelled("cancelled")
            if event is not None:
                report(event)

        output = Path(start.output)
        check_output(output)
        ffmpeg()
        paths.check_writable(output.parent, needed_bytes=output_bytes(start.request))
        task = Task(start, report, say)
        while True:
            blank = ""
            try:
                return self._attempt(task)
            except BlankVideo as error:
                blank = str(error)
            except (RuntimeError, MemoryError, OSError) as error:
                if not is_out_of_memory(error):
                    raise
            # outside the handlers: an error holds the frames it passed through, and with them the old weights
            if blank:
                _raise_precision(task, blank)
            else:
                self.unload()
                _save_memory(task)

    def unload(self) -> None:
        """Give the model's memory back, on the device and in the RAM that was locked for it."""
        self._pipeline = self._to_rgb = None
        gc.collect()  # diffusers' hooks and the modules they hang on hold each other
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
            torch.accelerator.empty_host_cache()
        if torch.backends.mps.is_available():
            torch.mps.empty_cache()

    def _attempt(self, task: Task) -> Done:
        began = perf_counter()
        task.source = _read_source(task.start)
        task.seconds = {} if task.source is None else {"encode": perf_counter() - began}
        began = perf_counter()
        pipeline = self._ready(task)
        task.seconds |= {"load": perf_counter() - began, "text": 0.0, "denoise": 0.0}
        kept = kept_file(task.start.request, pipeline, task.source)
        try:
            if task.latents is None:
                task.latents = read_latents(kept)
            if task.latents is None:
                task.latents = self._denoise(task, pipeline)
                keep_latents(kept, task.latents)
            self._write_surely(task, pipeline, task.latents)
        except (Cancelled, BlankVideo):
            task.latents = None
            forget_latents(kept)
            raise
        forget_latents(kept)
        if task.dtype is not None:
            self._only_fp32.add((str(pipeline.plan.device), pipeline.folder))
        r = task.start.request
        seconds = {k: round(v, 3) for k, v in task.seconds.items()}
        return Done(task.start.output, task.start.poster, r.seed, r.num_frames, r.width, r.height, r.fps, seconds, setup(pipeline.plan))

    def _ready(self, task: Task) -> Pipeline:
        """The model in memory, kept from the last request where it would be placed the same way again."""
        folder = Path(task.start.model_folder)
        if self._pipeline is not None and _still_serves(self._pipeline, task, folder):
            task.plan = self._pipeline.plan
            return self._pipeline
        self.unload()
        inspect(folder)
        unsaid = iter([Loading("files", 0, 1)])  # said where there is anything to read: at the first load
        manifest.check(folder, told=lambda _bytes: task.say(next(unsaid, None)))
        task.plan = self._plan(task, folder)
        if task.plan.note:
            task.say(Warned(task.plan.note))
        self._pipeline = load(folder, task.plan, task.say)
        return self._pipeline

    def _plan(self, task: Task, folder: Path) -> Plan:
        def with_precision(dtype: torch.dtype | None) -> Plan:
            return plan(task.start.request, count_parameters(folder), vae_scale(folder), dtype=dtype, without=task.too_large)

        made = with_precision(task.dtype)
        known = made.dtype is not torch.float32 and (str(made.device), folder) in self._only_fp32
        return with_precision(torch.float32) if known else made

    def _denoise(self, task: Task, pipeline: Pipeline) -> torch.Tensor:
        """Finished latents, on the CPU."""
        request, say = task.request, task.say
        text = self._encode_prompt(task, pipeline)
        source = None if task.source is None else self._encode_source(task, pipeline, task.source)
        began = perf_counter()
        scale = vae_scale(pipeline.folder)
        height, width = request.height // scale, request.width // scale
        to_rgb = self._preview_matrix(pipeline, height, width) if task.start.previews else None
        pipeline.bring("unet")
        say(Denoising(0, request.steps_taken))
        noise = noise_source(request.seed)
        steps = denoise(
            pipeline.unet,
            make_scheduler(request.scheduler, pipeline.folder),
            text,
            initial_latents((1, pipeline.unet.config.in_channels, request.num_frames, height, width), noise),
            num_inference_steps=request.num_inference_steps,
            guidance_scale=request.guidance_scale,
            device=pipeline.plan.device,
            generator=noise,
            source=source,
            steps_taken=request.steps_taken,
            batched=pipeline.plan.placement.batched,
        )
        for step in steps:
            if not torch.isfinite(step.latents).all():
                raise BlankVideo("the model gave NaN values")
            say(Denoising(step.number, step.total, to_rgb(step.predicted) if to_rgb else None))
        task.seconds["denoise"] = perf_counter() - began
        return step.latents.cpu()

    def _encode_prompt(self, task: Task, pipeline: Pipeline) -> torch.Tensor:
        task.say(Encoding())
        began = perf_counter()
        pipeline.bring("text_encoder")
        request = task.request
        text = encode_prompt(
            pipeline.tokenizer, pipeline.text_encoder, request.prompt, request.negative_prompt,
            guided=request.guidance_scale > 1, warn=lambda message: task.say(Warned(message)),
        )  # fmt: skip
        task.seconds["text"] = perf_counter() - began
        return text

    def _encode_source(self, task: Task, pipeline: Pipeline, frames: Pixels) -> torch.Tensor:
        began = perf_counter()
        pipeline.bring("vae")
        parts: list[torch.Tensor] = []
        task.say(Encoding(0, len(frames)))
        for part in encode(pipeline.vae, frames, pipeline.decode_chunk):
            parts.append(part)
            task.say(Encoding(sum(p.shape[2] for p in parts), len(frames)))
        task.seconds["encode"] += perf_counter() - began
        return torch.cat(parts, dim=2)

    def _preview_matrix(self, pipeline: Pipeline, height: int, width: int) -> LatentToRgb:
        if self._to_rgb is None or self._to_rgb.patch != patch_side(height, width):
            pipeline.bring("vae")
            self._to_rgb = read_or_fit(pipeline.folder, pipeline.vae, height, width)
        return self._to_rgb

    def _write_surely(self, task: Task, pipeline: Pipeline, latents: torch.Tensor) -> None:
        """Write the clip; a decode that fails is tried again on the same latents.

        Half precision that gives NaN, as it does in many decoders, gives way to fp32, and memory that runs out to fewer frames
        at once. What was found holds for the clips that follow.
        """
        while True:
            blank = ""
            try:
                return self._write(task, pipeline, latents)
            except BlankVideo as error:
                if pipeline.vae.dtype is torch.float32:
                    raise
                blank = str(error)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error) or pipeline.decode_chunk == 1:
                    raise
            if blank:  # outside the handlers, for the memory that an error holds
                task.say(Warned(f"{blank}: decoding again in full precision (fp32)"))
                pipeline.vae.to(torch.float32)
            else:
                fewer = pipeline.decode_chunk // 2
                task.say(Warned(f"memory ran out: decoding {fewer} frame{'s' * (fewer > 1)} at a time"))
                pipeline = self._pipeline = replace(pipeline, plan=replace(pipeline.plan, decode_chunk=pipeline.plan.decode_chunk // 2))

    def _write(self, task: Task, pipeline: Pipeline, latents: torch.Tensor) -> None:
        request, seconds, say = task.request, task.seconds, task.say
        pipeline.bring("vae")
        say(Decoding(0, request.num_frames))
        seconds["decode"] = seconds["write"] = 0.0
        picture: NDArray[np.uint8] | None = None
        with VideoWriter(Path(task.start.output), request) as video:
            began = perf_counter()
            for frames in decode(pipeline.vae, latents, pipeline.decode_chunk):
                seconds["decode"] += perf_counter() - began
                began = perf_counter()
                video.write(frames)
                picture = _livelier(picture, frames)
                say(Decoding(video.count, request.num_frames))
                seconds["write"] += perf_counter() - began
                began = perf_counter()
            say(Writing())
            video.finish(check=say)
            seconds["write"] += perf_counter() - began
        if task.start.poster and picture is not None:
            _save_poster(Path(task.start.poster), picture, task)


def _still_serves(pipeline: Pipeline, task: Task, folder: Path) -> bool:
    """Whether the loaded model is the task's, placed as the task needs it after what its earlier attempts have shown."""
    plan = pipeline.plan
    return pipeline.folder == folder and pipeline.serves(task.start.request) and task.dtype in (None, plan.dtype) and plan.placement not in task.too_large


def _raise_precision(task: Task, blank: str) -> None:
    """Have a clip that came out blank in half precision tried in fp32. Raises BlankVideo where it was in fp32 already."""
    if task.plan is None or task.plan.dtype is torch.float32:
        raise BlankVideo(f"{blank}: nothing was saved. Another seed, more steps or a lower guidance may help")
    task.say(Warned(f"{blank}: trying again in full precision (fp32)"))
    task.dtype = torch.float32


def _save_memory(task: Task) -> None:
    """Have a clip that did not fit tried with the next placement. Raises OutOfMemory where there is none."""
    request, failed = task.start.request, task.plan
    said = f"{request.num_frames} frames of {request.width}x{request.height} did not fit into memory"
    if failed is None:
        raise OutOfMemory(f"{said}: close other programs, or use fewer frames or a smaller size")
    task.too_large.add(failed.placement)
    if set(placements(request, failed.device.type)) <= task.too_large:
        other = "" if request.memory == "auto" else ", or the memory plan auto"
        raise OutOfMemory(f"{said}: use fewer frames{',' if other else ' or'} a smaller size{other}")
    task.say(Warned(f"{said} with the memory plan {failed.memory}: trying another way"))


def _save_poster(path: Path, picture: NDArray[np.uint8], task: Task) -> None:
    """The clip has its name already: without a poster it is as good as with one."""
    try:
        save_picture(path, picture, task.request)
    except OutputError as error:
        task.report(Warned(f"the clip has no poster: {error}"))


def _livelier(picture: NDArray[np.uint8] | None, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The frame with the most contrast seen so far: the poster, so that it never shows a moment of darkness."""
    best: NDArray[np.uint8] = max(frames, key=lambda f: float(f.std()))
    return best if picture is None or best.std() > picture.std() else picture


def _read_source(start: Start) -> Pixels | None:
    """The frames that a second pass begins with, in its own size; None for a request from noise. Raises InvalidRequest."""
    request = start.request
    if bool(start.source) != bool(request.strength):
        raise InvalidRequest("a second pass needs both a clip to begin with and a strength above 0")
    if not start.source:
        return None
    try:
        return read_fitted(Path(start.source), request.num_frames, request.width, request.height)
    except OutputError as error:
        raise InvalidRequest(f"the second pass cannot begin: {error}") from error
