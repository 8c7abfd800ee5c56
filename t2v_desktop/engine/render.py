"""The whole way from a request to a video file: load, encode text, denoise, decode, write."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save

from t2v_desktop import paths
from t2v_desktop.clip import check_output, ffmpeg, output_bytes
from t2v_desktop.engine.decode import decode
from t2v_desktop.engine.denoise import denoise, initial_latents
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.encode import encode
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.engine.preview import LatentToRgb, patch_side, read_or_fit
from t2v_desktop.engine.schedulers import make_scheduler
from t2v_desktop.engine.text import encode_prompt
from t2v_desktop.errors import BlankVideo, Cancelled, InvalidRequest, OutOfMemory, OutputError
from t2v_desktop.events import Decoding, Denoising, Done, Encoding, Event, Loading, Say, Start, Warned, Writing
from t2v_desktop.footage import Pixels, read_fitted
from t2v_desktop.models import manifest
from t2v_desktop.models.inspect import inspect, vae_scale
from t2v_desktop.models.memory import count_parameters
from t2v_desktop.request import Request
from t2v_desktop.video import VideoWriter, save_picture

MAX_KEPT_LATENTS = 8
MEMORY_WORDS = ("out of memory", "can't allocate memory", "not enough memory")  # how CUDA, MPS and the CPU allocator say it


class Renderer:
    """Renders requests one after another and keeps the last model in memory between them."""

    def __init__(self) -> None:
        self._pipeline: Pipeline | None = None
        self._to_rgb: LatentToRgb | None = None

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
        folder, request = Path(start.model_folder), start.request
        try:
            return self._make(start, request, folder, output, say)
        except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and not any(words in str(error) for words in MEMORY_WORDS):
                raise
            said = f"{request.num_frames} frames of {request.width}x{request.height} did not fit into memory"
        self.unload()  # outside the handler: the error holds on to what it met
        raise OutOfMemory(f"{said}: use fewer frames, a smaller size, or another memory plan")

    def unload(self) -> None:
        """Give the model's memory back."""
        self._pipeline = self._to_rgb = None
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _make(self, start: Start, request: Request, folder: Path, output: Path, say: Say) -> Done:
        """One attempt, and where it came out blank in half precision a second in fp32."""
        tried = request
        while True:
            try:
                return self._attempt(start, tried, folder, output, say)
            except BlankVideo as error:
                blank = error
            if self._pipeline is None or self._pipeline.plan.dtype is torch.float32:
                raise BlankVideo(f"{blank}: nothing was saved. Another seed, more steps or a lower guidance may help") from blank
            say(Warned(f"{blank}: trying again in full precision (fp32)"))
            tried = replace(request, dtype="fp32")

    def _attempt(self, start: Start, request: Request, folder: Path, output: Path, say: Say) -> Done:
        began = perf_counter()
        frames = _read_source(start)
        seconds = {} if frames is None else {"encode": perf_counter() - began}
        began = perf_counter()
        pipeline = self._ready(folder, request, say)
        kept = paths.kept_latents() / f"{_fingerprint(request, pipeline, frames)}.safetensors"
        seconds |= {"load": perf_counter() - began, "text": 0.0, "denoise": 0.0}
        try:
            latents = _read_latents(kept)
            if latents is None:
                latents = self._denoise(pipeline, request, frames, start.previews, say, seconds)
                _keep_latents(kept, latents)
            self._write_surely(pipeline, request, latents, output, start.poster, say, seconds)
        except (Cancelled, BlankVideo):
            _forget_latents(kept)
            raise
        _forget_latents(kept)
        r = start.request
        return Done(str(output), start.poster, r.seed, r.num_frames, r.width, r.height, r.fps, {k: round(v, 3) for k, v in seconds.items()})

    def _ready(self, folder: Path, request: Request, say: Say) -> Pipeline:
        """The model in memory, kept from the last request where it would be placed the same way again."""
        if self._pipeline is not None and self._pipeline.folder == folder and self._pipeline.serves(request):
            return self._pipeline
        self.unload()
        inspect(folder)
        unsaid = iter([Loading("files", 0, 1)])  # said where there is anything to read: at the first load
        manifest.check(folder, told=lambda _bytes: say(next(unsaid, None)))
        self._pipeline = load(folder, plan(request, count_parameters(folder), vae_scale(folder)), say)
        return self._pipeline

    def _denoise(
        self, pipeline: Pipeline, request: Request, frames: Pixels | None, previews: bool, say: Say, seconds: dict[str, float],
    ) -> torch.Tensor:  # fmt: skip
        say(Encoding())
        began = perf_counter()
        pipeline.bring("text_encoder")
        text = encode_prompt(
            pipeline.tokenizer, pipeline.text_encoder, request.prompt, request.negative_prompt,
            guided=request.guidance_scale > 1, warn=lambda message: say(Warned(message)),
        )  # fmt: skip
        seconds["text"] = perf_counter() - began
        source = None if frames is None else self._encode(pipeline, frames, say, seconds)
        began = perf_counter()
        scale = vae_scale(pipeline.folder)
        height, width = request.height // scale, request.width // scale
        to_rgb = self._preview_matrix(pipeline, height, width) if previews else None
        pipeline.bring("unet")
        say(Denoising(0, request.steps_taken))
        steps = denoise(
            pipeline.unet,
            make_scheduler(request.scheduler, pipeline.folder),
            text,
            initial_latents((1, pipeline.unet.config.in_channels, request.num_frames, height, width), request.seed),
            num_inference_steps=request.num_inference_steps,
            guidance_scale=request.guidance_scale,
            device=pipeline.plan.device,
            seed=request.seed,
            source=source,
            steps_taken=request.steps_taken,
        )
        for step in steps:
            if not torch.isfinite(step.latents).all():
                raise BlankVideo("the model gave values that are no numbers (NaN)")
            say(Denoising(step.number, step.total, to_rgb(step.predicted) if to_rgb else None))
        seconds["denoise"] = perf_counter() - began
        return step.latents.cpu()

    def _encode(self, pipeline: Pipeline, frames: Pixels, say: Say, seconds: dict[str, float]) -> torch.Tensor:
        began = perf_counter()
        pipeline.bring("vae")
        parts: list[torch.Tensor] = []
        say(Encoding(0, len(frames)))
        for part in encode(pipeline.vae, frames, pipeline.plan.decode_chunk):
            parts.append(part)
            say(Encoding(sum(p.shape[2] for p in parts), len(frames)))
        seconds["encode"] += perf_counter() - began
        return torch.cat(parts, dim=2)

    def _preview_matrix(self, pipeline: Pipeline, height: int, width: int) -> LatentToRgb:
        if self._to_rgb is None or self._to_rgb.patch != patch_side(height, width):
            pipeline.bring("vae")
            self._to_rgb = read_or_fit(pipeline.folder, pipeline.vae, height, width)
        return self._to_rgb

    def _write_surely(
        self, pipeline: Pipeline, request: Request, latents: torch.Tensor, output: Path, poster: str,
        say: Say, seconds: dict[str, float],
    ) -> None:  # fmt: skip
        """Write the clip; a decoder that fails in half precision, as many do, is tried again in fp32 on the same latents."""
        try:
            self._write(pipeline, request, latents, output, poster, say, seconds)
        except BlankVideo as error:
            if pipeline.vae.dtype is torch.float32:
                raise
            say(Warned(f"{error}: decoding again in full precision (fp32)"))
            pipeline.vae.to(torch.float32)
            self._write(pipeline, request, latents, output, poster, say, seconds)

    def _write(
        self, pipeline: Pipeline, request: Request, latents: torch.Tensor, output: Path, poster: str,
        say: Say, seconds: dict[str, float],
    ) -> None:  # fmt: skip
        pipeline.bring("vae")
        say(Decoding(0, request.num_frames))
        seconds["decode"] = seconds["write"] = 0.0
        picture: NDArray[np.uint8] | None = None
        with VideoWriter(output, request) as video:
            began = perf_counter()
            for frames in decode(pipeline.vae, latents, pipeline.plan.decode_chunk):
                seconds["decode"] += perf_counter() - began
                began = perf_counter()
                video.write(frames)
                picture = _livelier(picture, frames)
                say(Decoding(video.count, request.num_frames))
                seconds["write"] += perf_counter() - began
                began = perf_counter()
            say(Writing())
            pictured = _save_poster(poster, picture, request, say)  # first: once the clip has its name it is done, and nothing may fail
            try:
                video.finish(check=say)
            except BaseException:
                if pictured:
                    Path(poster).unlink(missing_ok=True)
                raise
            seconds["write"] += perf_counter() - began


def _save_poster(poster: str, picture: NDArray[np.uint8] | None, request: Request, say: Say) -> bool:
    """Whether the poster is there now; the clip does well without it, so that what goes wrong is a warning."""
    if not poster or picture is None:
        return False
    try:
        save_picture(Path(poster), picture, request)
    except OutputError as error:
        say(Warned(f"the poster was not saved: {error}"))
        return False
    return True


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


def _fingerprint(request: Request, pipeline: Pipeline, source: Pixels | None) -> str:
    """The same for requests that give the same latents."""
    weights = [(str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in sorted(pipeline.folder.glob("*/*.safetensors"))]
    same = replace(request, fps=1, preset="draft", memory="auto", device="auto", dtype="auto").to_json()
    where = [str(pipeline.plan.device), str(pipeline.plan.dtype), pipeline.plan.memory]
    frames = "" if source is None else hashlib.sha256(source.tobytes()).hexdigest()
    return hashlib.sha256(json.dumps([same, where, weights, frames]).encode("utf-8", "replace")).hexdigest()[:32]


def _read_latents(path: Path) -> torch.Tensor | None:
    try:
        latents: torch.Tensor = load_tensors(path.read_bytes())["latents"]  # copied: a mapped file cannot be deleted on Windows
        return latents
    except (FileNotFoundError, SafetensorError, KeyError):
        return None


def _forget_latents(path: Path) -> None:
    with suppress(OSError):  # they go with the next ones that are kept
        path.unlink(missing_ok=True)


def _keep_latents(path: Path, latents: torch.Tensor) -> None:
    """Save latents until their decode has succeeded; a full disk costs only this second chance."""
    with suppress(OSError):
        older = sorted(path.parent.glob("*.safetensors"), key=lambda p: p.stat().st_mtime) if path.parent.is_dir() else []
        for old in older[: max(0, len(older) - MAX_KEPT_LATENTS + 1)]:
            old.unlink(missing_ok=True)
        paths.write_whole(path, save({"latents": latents.contiguous()}))
