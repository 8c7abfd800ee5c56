"""The whole way from a request to a video file: load, encode text, denoise, decode, write."""

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

import torch

from t2v_desktop import paths
from t2v_desktop.engine.attempts import RenderTask, raise_precision, save_memory, smaller_decode
from t2v_desktop.engine.device import CPU, Plan, free_bytes, is_out_of_memory, plan
from t2v_desktop.engine.family import Known
from t2v_desktop.engine.known import encode_known, read_known
from t2v_desktop.engine.latent_cache import forget_latents, keep_latents, kept_file, read_latents
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.engine.loras import open_loras, same_loras
from t2v_desktop.engine.preview import LatentToRgb, patch_side, read_or_fit
from t2v_desktop.engine.report import setup
from t2v_desktop.engine.stages import Picture, denoise_clip, encode_source, encode_text, finish_clip, read_source, write_frames
from t2v_desktop.errors import BlankVideo, Cancelled, OutputError
from t2v_desktop.events import Done, Loading, RaiseIfCancelled, Report, Start, Warned
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.media.names import check_output, frames_before, output_bytes
from t2v_desktop.media.read import Pixels
from t2v_desktop.media.write import VideoWriter, save_picture
from t2v_desktop.models import manifest
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.memory import footprint

Finish: TypeAlias = Callable[[Report], Done]  # finishes the file of a clip that has all its frames; call it once, on any thread

PLENTY = 2  # times the memory that a clip needs must be free to load its model before it is asked for


class Renderer:
    """Renders requests one after another and keeps the last model in memory."""

    def __init__(self) -> None:
        self._pipeline: Pipeline | None = None
        self._to_rgb: LatentToRgb | None = None
        self._only_fp32: set[tuple[str, Path]] = set()  # devices on which a model gives NaN values in half precision

    def render(self, start: Start, report: Report, raise_if_cancelled: RaiseIfCancelled) -> Done:
        """Render the clip. `raise_if_cancelled` is called between any two pieces of work and may raise Cancelled.

        Raises Cancelled, leaving nothing behind, or any other T2VError, leaving no video but perhaps the finished latents, so
        that a retry of the same request starts at the decoder.
        """
        return self.render_frames(start, report, raise_if_cancelled)(report)

    def render_frames(self, start: Start, report: Report, raise_if_cancelled: RaiseIfCancelled) -> Finish:
        """Render all frames of the clip. The function returned finishes the file; the next clip can be rendered meanwhile.

        Both raise what `render` raises.
        """
        output = Path(start.output)
        check_output(output)
        ffmpeg()
        paths.check_writable(output.parent, needed_bytes=output_bytes(start.request, frames_before(start.request, start.source)))
        task = RenderTask(start)
        while True:
            blank = ""
            try:
                return self._attempt(task, report, raise_if_cancelled)
            except BlankVideo as error:
                blank = str(error)
            except (RuntimeError, MemoryError, OSError) as error:
                if not is_out_of_memory(error):
                    raise
            # outside the handlers: an exception keeps the stack frames it passed through alive, and with them the old weights
            if blank:
                raise_precision(task, blank, report)
            else:
                self.unload()
                save_memory(task, report)

    @property
    def holds_model(self) -> bool:
        return self._pipeline is not None

    def prepare(self, start: Start, report: Report, raise_if_cancelled: RaiseIfCancelled) -> None:
        """Load the model for requests like this one before there is a job, unless that could make memory short for other programs.

        Raises Cancelled or any other T2VError; the model is then not loaded.
        """
        task, folder = RenderTask(start), Path(start.model_folder)
        if self._pipeline is not None and _still_serves(self._pipeline, task, folder):
            return
        made = self._plan(task, folder)
        if made.estimated_bytes * PLENTY <= min(free_bytes(made.device), free_bytes(CPU)):
            self._load(task, report, raise_if_cancelled)

    def unload(self) -> None:
        """Release the model's memory, on the device and in pinned RAM."""
        self._pipeline = self._to_rgb = None
        gc.collect()  # hooks and their modules reference each other
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
            torch.accelerator.empty_host_cache()
        if torch.backends.mps.is_available():
            torch.mps.empty_cache()

    def _attempt(self, task: RenderTask, report: Report, raise_if_cancelled: RaiseIfCancelled) -> Finish:
        source, read_s = read_source(task.start)
        known = read_known(task.start)
        pipeline, load_s = self._load(task, report, raise_if_cancelled)
        encodes = source is not None or bool(known) or pipeline.shape.control_channels > 0
        seconds = ({"encode": read_s} if encodes else {}) | {"load": load_s, "text": 0.0, "denoise": 0.0}
        kept = kept_file(task.start.request, pipeline, known.first if task.start.request.continued_frames else source)
        try:
            if task.latents is None:
                task.latents = read_latents(kept)
            if task.latents is None:
                task.latents, spent = self._make_latents(task, pipeline, source, known, report, raise_if_cancelled)
                for stage, spent_s in spent.items():
                    seconds[stage] += spent_s
                keep_latents(kept, task.latents)
            video, picture, spent = self._write_frames(task, pipeline, task.latents, report, raise_if_cancelled)
        except (Cancelled, BlankVideo):
            task.latents = None
            forget_latents(kept)
            raise
        seconds |= spent
        if task.dtype is not None:
            self._only_fp32.add((str(pipeline.plan.device), pipeline.folder))
        used = setup(pipeline.plan)

        def finish(report: Report) -> Done:
            try:
                seconds["write"] += finish_clip(video, report, raise_if_cancelled)
            except Cancelled:
                forget_latents(kept)
                raise
            _save_poster(task, picture, report)
            forget_latents(kept)
            r = task.start.request
            rounded = {stage: round(spent_s, 3) for stage, spent_s in seconds.items()}
            return Done(task.start.output, task.start.poster, r.seed, video.count, r.width, r.height, r.fps, rounded, used)

        return finish

    def _load(self, task: RenderTask, report: Report, raise_if_cancelled: RaiseIfCancelled) -> tuple[Pipeline, float]:
        """The model in memory, reused from the last request if it would be placed the same way."""
        began, folder = perf_counter(), Path(task.start.model_folder)
        if self._pipeline is None or not _still_serves(self._pipeline, task, folder):
            self.unload()
            inspect(folder)
            manifest.check(folder, report=_reading_files(report, raise_if_cancelled))
            task.plan = self._plan(task, folder)
            if task.plan.note:
                report(Warned(task.plan.note))
            self._pipeline = load(folder, task.plan, report, raise_if_cancelled, open_loras(task.start))
        task.plan = self._pipeline.plan
        return self._pipeline, perf_counter() - began

    def _plan(self, task: RenderTask, folder: Path) -> Plan:
        measured = footprint(folder)

        def with_precision(dtype: torch.dtype | None) -> Plan:
            return plan(task.start.request, measured, dtype=dtype, without=task.too_large)

        made = with_precision(task.dtype)
        known = made.dtype is not torch.float32 and (str(made.device), folder) in self._only_fp32
        return with_precision(torch.float32) if known else made

    def _make_latents(
        self, task: RenderTask, pipeline: Pipeline, source: Pixels | None, known: Known, report: Report, raise_if_cancelled: RaiseIfCancelled
    ) -> tuple[torch.Tensor, dict[str, float]]:
        """Finished latents, and the seconds of each stage on the way."""
        request, seconds = task.request, dict[str, float]()
        text, seconds["text"] = encode_text(pipeline, request, report, raise_if_cancelled)
        encoded = None
        if source is not None:
            encoded, seconds["encode"] = encode_source(pipeline, source, report, raise_if_cancelled)
        condition, encode_s = encode_known(pipeline, known, report, raise_if_cancelled)
        if encode_s:
            seconds["encode"] = seconds.get("encode", 0.0) + encode_s
        to_rgb = self._preview_matrix(pipeline, request.width, request.height) if task.start.previews else None
        latents, seconds["denoise"] = denoise_clip(pipeline, request, text, encoded, to_rgb, report, raise_if_cancelled, condition)
        return latents, seconds

    def _preview_matrix(self, pipeline: Pipeline, width: int, height: int) -> LatentToRgb:
        side = patch_side(height // pipeline.shape.stride, width // pipeline.shape.stride)
        if self._to_rgb is None or self._to_rgb.patch != side:
            pipeline.move_to_device("vae")
            self._to_rgb = read_or_fit(pipeline, side)
        return self._to_rgb

    def _write_frames(
        self, task: RenderTask, pipeline: Pipeline, latents: torch.Tensor, report: Report, raise_if_cancelled: RaiseIfCancelled
    ) -> tuple[VideoWriter, Picture, dict[str, float]]:
        """As `write_frames`; retries a failed decode on the same latents.

        NaN values in half precision, common in many decoders, switch the VAE to fp32; running out of memory halves the frames
        per chunk, and then cuts them into tiles. Later clips start with the setting that worked.
        """
        needed = footprint(pipeline.folder).need(task.request, pipeline.vae_dtype.itemsize, pipeline.plan.device.type)
        while True:
            blank, smaller = "", smaller_decode(pipeline.plan, pipeline.decode_chunk, pipeline.shape.frame_stride, needed.decode_tiles)
            try:
                return write_frames(pipeline, task.start, task.request, latents, report, raise_if_cancelled)
            except BlankVideo as error:
                if pipeline.vae_dtype is torch.float32:
                    raise
                blank = str(error)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error) or smaller is None:
                    raise
            raise_if_cancelled()
            if blank:  # outside the handlers, because of the memory that an exception keeps alive
                report(Warned(f"{blank}: decoding again in full precision (fp32)"))
                pipeline.vae.to(torch.float32)
            elif smaller is not None:
                plan, what = smaller
                report(Warned(f"memory ran out: {what}"))
                pipeline = self._pipeline = replace(pipeline, plan=plan)


def _still_serves(pipeline: Pipeline, task: RenderTask, folder: Path) -> bool:
    """Whether the loaded model is the one the task needs, with a placement and precision that earlier attempts haven't ruled out."""
    plan = pipeline.plan
    same = pipeline.folder == folder and pipeline.serves(task.start.request) and same_loras(pipeline.loras, task.start)
    return same and task.dtype in (None, plan.dtype) and plan.placement not in task.too_large


def _reading_files(report: Report, raise_if_cancelled: RaiseIfCancelled) -> Callable[[int], None]:
    """A callback for bytes read: reports once that files are being verified, and lets the user cancel."""
    reported = False

    def read(_bytes: int) -> None:
        nonlocal reported
        raise_if_cancelled()
        if not reported:
            report(Loading("files", 0, 1))
        reported = True

    return read


def _save_poster(task: RenderTask, picture: Picture, report: Report) -> None:
    """Save the poster if one is wanted. The clip is finished, so a failure is only a warning."""
    if not task.start.poster:
        return
    try:
        save_picture(Path(task.start.poster), picture, task.request)
    except OutputError as error:
        report(Warned(f"the clip has no poster: {error}"))
