"""Our engine beside stock diffusers, interleaved in one process: `python -m benchmarks.compare`.

Both have the same weights, request and initial latents. Prints a table of times, ratios, shares of the machine's own ceilings and errors against
fp32; `--json` and `--plot` write them. A ratio above 1 means that ours is faster.
"""

import argparse
import json
import platform
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch
from diffusers import AutoencoderKL, TextToVideoSDPipeline, UNet3DConditionModel
from diffusers.utils import logging as diffusers_logging
from torch.utils.flop_counter import FlopCounterMode
from transformers import CLIPTextModel, CLIPTokenizer
from transformers.utils import logging as transformers_logging

from benchmarks.ceilings import copy_bytes_s, matmul_flop_s
from benchmarks.plot import bars
from benchmarks.random_model import write_full
from benchmarks.stock import stock_scheduler
from t2v_desktop.engine.decode import to_frames
from t2v_desktop.engine.denoise import initial_latents, noise_source
from t2v_desktop.engine.device import DTYPES, choose_device, choose_dtype, plan
from t2v_desktop.engine.family import Text
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.engine.stages import denoise_clip, encode_text
from t2v_desktop.events import Event
from t2v_desktop.models.memory import footprint
from t2v_desktop.models.store import Model, find
from t2v_desktop.request import Request

REPEATS, WARM_UPS = 7, 2
STEPS = 2  # of denoising, in each timed run
Timed = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One stage in one precision. Seconds are medians, `spread` the range from fastest to slowest as a share of the median; `ceiling` is the share of
    the matrix product's own speed; errors are root mean squares against stock in fp32, of latents (denoise) or of frames in 0..1 (decode)."""

    stage: str
    dtype: str
    ours_s: float
    stock_s: float
    ours_spread: float
    stock_spread: float
    flop: float
    ceiling: float
    ours_error: float
    stock_error: float
    ours_peak_bytes: int = 0
    stock_peak_bytes: int = 0

    @property
    def ratio(self) -> float:
        return self.stock_s / self.ours_s


@dataclass(frozen=True, slots=True)
class Subject:
    """Both engines with the model in one precision, and what both are given."""

    request: Request
    ours: Pipeline
    stock: TextToVideoSDPipeline
    noise: torch.Tensor

    @classmethod
    def of(cls, model: Model, request: Request, dtype: str) -> "Subject":
        request = replace(request, dtype=dtype)
        placed = plan(request, footprint(model.folder))
        ours = load(model.folder, placed, _ignore, _go_on)
        return cls(request, ours, _stock(model.folder, request, DTYPES[dtype], placed.device), initial_latents(
            model.shape.latents(request.num_frames, request.width, request.height), noise_source(request.seed)
        ))  # fmt: skip

    def denoise_ours(self, text: Text) -> torch.Tensor:
        return denoise_clip(self.ours, self.request, text, None, None, _ignore, _go_on)[0]

    @torch.inference_mode()
    def denoise_stock(self, text: Text) -> torch.Tensor:
        r, features = self.request, text.features
        out: torch.Tensor = self.stock(
            prompt_embeds=features[1:], negative_prompt_embeds=features[:1], height=r.height, width=r.width, num_frames=r.num_frames,
            num_inference_steps=r.num_inference_steps, guidance_scale=r.guidance_scale, latents=self.noise.to(features), output_type="latent",
        ).frames  # fmt: skip
        return out

    @torch.inference_mode()
    def decode_ours(self, latents: torch.Tensor) -> np.ndarray:
        return np.concatenate(list(to_frames(self.ours.family.decode(self.ours.vae, latents, self.ours.decode_chunk))))

    @torch.inference_mode()
    def decode_stock(self, latents: torch.Tensor) -> np.ndarray:
        video = self.stock.decode_latents(latents.to(self.stock.vae.device, self.stock.vae.dtype))
        frames = self.stock.video_processor.postprocess_video(video=video, output_type="np")[0]
        return (np.asarray(frames) * 255).round().astype(np.uint8)


def _stock(folder: Path, request: Request, dtype: torch.dtype, device: torch.device) -> TextToVideoSDPipeline:
    def part(kind: type, name: str, key: str) -> torch.nn.Module:
        variant = "fp16" if any((folder / name).glob("*.fp16.safetensors")) else None
        module: torch.nn.Module = kind.from_pretrained(folder / name, variant=variant, **{key: dtype}).to(device)  # type: ignore[attr-defined]
        return module

    transformers_logging.disable_progress_bar()
    diffusers_logging.set_verbosity_error()  # it keeps this pipeline as deprecated
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = TextToVideoSDPipeline(
            vae=part(AutoencoderKL, "vae", "torch_dtype"), text_encoder=part(CLIPTextModel, "text_encoder", "dtype"),
            tokenizer=CLIPTokenizer.from_pretrained(folder / "tokenizer"), unet=part(UNet3DConditionModel, "unet", "torch_dtype"),
            scheduler=stock_scheduler(request.scheduler, folder),
        )  # fmt: skip
    made.set_progress_bar_config(disable=True)
    return made


def compare(model: Model, request: Request, matmul_flop_s: Mapping[str, float], repeats: int) -> list[Row]:
    """A row per precision of `matmul_flop_s` and stage. fp32 is measured first: its results are what errors are held against."""
    rows, right = [], dict[str, np.ndarray]()
    for dtype, peak in matmul_flop_s.items():
        subject = Subject.of(model, request, dtype)
        device = subject.ours.plan.device
        text, _ = encode_text(subject.ours, request, _ignore, _go_on)
        latents = subject.denoise_stock(text)
        stages: dict[str, tuple[Timed, Timed]] = {
            "denoise": (partial(subject.denoise_ours, text), partial(subject.denoise_stock, text)),
            "decode": (partial(subject.decode_ours, latents), partial(subject.decode_stock, latents)),
        }
        for stage, (ours, stock) in stages.items():
            with FlopCounterMode(display=False) as counted:
                expected = _array(stock())
            right.setdefault(stage, expected)
            ours_error, stock_error = (float(np.sqrt(np.mean((_array(made) - right[stage]) ** 2))) for made in (ours(), expected))
            (ours_s, stock_s), (ours_peak, stock_peak) = _interleaved(ours, stock, repeats, device)
            flop = float(counted.get_total_flops())
            rows.append(Row(
                stage, dtype, median(ours_s), median(stock_s), _spread(ours_s), _spread(stock_s), flop, flop / median(ours_s) / peak,
                ours_error, stock_error, ours_peak, stock_peak,
            ))  # fmt: skip
            print(line(rows[-1]), flush=True)
        del subject, text, latents
    return rows


def _interleaved(ours: Timed, stock: Timed, repeats: int, device: torch.device) -> tuple[tuple[list[float], list[float]], tuple[int, int]]:
    """Seconds of both, A/B/A/B, after warm-ups; and the most memory that each takes on a GPU."""
    times: tuple[list[float], list[float]] = ([], [])
    peaks = [0, 0]
    for turn in range(WARM_UPS + repeats):
        for which, run in enumerate((ours, stock)):
            if device.type == "cuda":
                torch.cuda.reset_peak_memory_stats(device)
            seconds = _seconds(run, device)
            if turn >= WARM_UPS:
                times[which].append(seconds)
            if device.type == "cuda":
                peaks[which] = max(peaks[which], torch.cuda.max_memory_allocated(device))
    return times, (peaks[0], peaks[1])


def _seconds(run: Timed, device: torch.device) -> float:
    if device.type != "cuda":
        began = perf_counter()
        run()
        return perf_counter() - began
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))  # type: ignore[no-untyped-call]  # torch leaves it untyped
    torch.cuda.synchronize(device)
    start.record()
    run()
    end.record()
    torch.cuda.synchronize(device)
    return float(start.elapsed_time(end)) / 1000


def _spread(seconds: Sequence[float]) -> float:
    return (max(seconds) - min(seconds)) / median(seconds)


def _array(made: object) -> np.ndarray:
    """Latents as they are, frames in 0..1."""
    if isinstance(made, torch.Tensor):
        return made.float().cpu().numpy()
    values = np.asarray(made)
    return values.astype(np.float32) / 255 if values.dtype == np.uint8 else values


def _ignore(_event: Event) -> None:
    """Nobody watches."""


def _go_on() -> None:
    """Nobody cancels."""


HEAD = f"{'stage':<8} {'dtype':<5} {'ours':>9} {'stock':>9} {'ratio':>6} {'spread':>11} {'ceiling':>7} {'error ours/stock':>20} {'peak GB':>12}"


def line(row: Row) -> str:
    """A row as it is printed."""
    peaks = f"{row.ours_peak_bytes / 1e9:.2f}/{row.stock_peak_bytes / 1e9:.2f}" if row.ours_peak_bytes else "-"
    spread = f"{row.ours_spread:.0%}/{row.stock_spread:.0%}"
    return (
        f"{row.stage:<8} {row.dtype:<5} {row.ours_s * 1000:>7.1f}ms {row.stock_s * 1000:>7.1f}ms {row.ratio:>5.2f}x {spread:>11} "
        f"{row.ceiling:>7.0%} {row.ours_error:>10.2e}/{row.stock_error:>9.2e} {peaks:>12}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--model", default="starter", help="an installed model or a model's folder (starter)")
    parser.add_argument("--full-size", action="store_true", help="random weights of the size of text-to-video-ms-1.7b instead of a model")
    parser.add_argument("--folder", type=Path, help="with --full-size: keep the model here and use it again")
    parser.add_argument("--size", default="", help="WIDTHxHEIGHT (the model's own; 128x128 with --full-size on a CPU)")
    parser.add_argument("--frames", type=int, default=0)
    parser.add_argument("--dtypes", default="", help="precisions, fp32 first (fp32 and the automatic one)")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        name = options.model
        if options.full_size:
            folder = options.folder or Path(scratch) / "text-to-video-ms-1.7b"
            name = str(folder if (folder / "model_index.json").exists() else write_full(folder))
        model, device = find(name), choose_device(options.device)
        small = options.full_size and device.type == "cpu"
        width, height = (int(side) for side in options.size.split("x")) if options.size else (128, 128) if small else (model.width, model.height)
        request = model.request(
            "a red circle moving right", negative_prompt="blurry", seed=1, num_inference_steps=STEPS, device=options.device, width=width, height=height,
            num_frames=options.frames or (8 if small else model.num_frames), memory="full",
        )  # fmt: skip
        automatic = {dtype: name for name, dtype in DTYPES.items()}[choose_dtype("auto", device)]
        dtypes = options.dtypes.split(",") if options.dtypes else list(dict.fromkeys(("fp32", automatic)))
        products, copied = {dtype: matmul_flop_s(device, DTYPES[dtype]) for dtype in dtypes}, copy_bytes_s(device)
        where = f"{torch.cuda.get_device_name(device) if device.type == 'cuda' else platform.processor() or platform.machine()}, torch {torch.__version__}"
        print(f"{model.title}, {request.num_frames} frames of {width}x{height}, {STEPS} steps, {where}, {torch.get_num_threads()} threads")
        print("".join(f"matmul {dtype} {speed / 1e9:.0f} GFLOP/s, " for dtype, speed in products.items()) + f"copy {copied / 1e9:.1f} GB/s")
        print(HEAD, flush=True)
        rows = compare(model, request, products, options.repeats)
    if options.json:
        measured = {
            "where": where,
            "request": json.loads(request.to_json()),
            "ceilings": products | {"copy_bytes_s": copied},
            "rows": [asdict(row) | {"ratio": row.ratio} for row in rows],
        }
        options.json.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    if options.plot:
        options.plot.write_text(bars("times faster than stock", {f"{row.stage} {row.dtype}": row.ratio for row in rows}), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
