"""Trains the starter model, from scratch or from finished weights: `python -m training.train RUN_FOLDER`.

Seven stages, each with its own score in the log: the VAE, the text encoder, the UNet on single frames, the UNet on clips, the
VAE's decoder again, and then a decoder and an encoder for frames twice as large as `--size`, by the same latents. After an
interruption, the same command resumes from the last checkpoint. `--from FOLDER` starts from a finished model and continues to
train its UNet and decoder. With a GPU: `--size 128 --device cuda`.
"""

import argparse
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import UNet3DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextModel

from t2v_desktop import paths
from t2v_desktop.engine.families.modelscope.autoencoder import AutoencoderKL
from t2v_desktop.engine.families.modelscope.vae import encode
from t2v_desktop.engine.preview import FILE as PREVIEW
from t2v_desktop.engine.preview import fit, patch_side
from t2v_desktop.models import manifest
from training.course import Course
from training.denoiser import Lessons, encode_lessons, new_scheduler, new_unet, prepare, train_denoiser
from training.double import doubled, train_decoder, train_encoder
from training.model_index import INDEX
from training.scenes import FRAMES
from training.stills import score_stills
from training.text import build_tokenizer, load_tokenizer, new_text_encoder, teach_to_read
from training.vae import draw_frames, load_vae, new_vae, refine_decoder, standardize_latents, train_vae

STAGES = ("vae", "text", "frames", "clips", "decoder", "double", "encoder", "done")
BEFORE = "vae_before_double"  # in a run's folder: the VAE for frames of `--size`, once there is one for frames twice as large


class Run:
    """A training run's folder: the model so far, and the progress."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.model, self.options = folder, folder / "model", options
        self.device = torch.device(options.device)
        self.model.mkdir(parents=True, exist_ok=True)
        if options.start_from and not (folder / "state.json").exists():
            shutil.copytree(options.start_from, self.model, dirs_exist_ok=True)
            self.note("clips", 0)
        self.began = time.monotonic()

    def where(self) -> tuple[str, int]:
        """The current stage and the steps of it that are done."""
        try:
            state = json.loads((self.folder / "state.json").read_text())
        except FileNotFoundError:
            return STAGES[0], 0
        return state["stage"], state["step"]

    def note(self, stage: str, step: int) -> None:
        paths.write_whole(self.folder / "state.json", json.dumps({"stage": stage, "step": step}).encode())

    def keeper(self, part: Any, name: str, stage: str) -> Callable[[int], None]:
        """A function that saves a part of the model and the progress of its stage."""

        def keep(step: int) -> None:
            part.save_pretrained(self.model / name)
            self.note(stage, step)

        return keep

    def log(self, line: str) -> None:
        print(line, flush=True)
        with (self.folder / "log.txt").open("a") as file:
            file.write(f"{time.strftime('%H:%M:%S')} {line}\n")


def learn_vae(run: Run, done: int) -> None:
    o = run.options
    vae = load_vae(run.model / "vae") if done else new_vae(o.size)
    train_vae(vae, o.size, Course(o.vae_steps, o.vae_batch, 2e-3, run.device, run.keeper(vae, "vae", "vae"), done, run.log))
    standardize_latents(vae, o.size, run.device)
    vae.save_pretrained(run.model / "vae")


def learn_to_decode(run: Run, done: int) -> None:
    o = run.options
    vae = load_vae(run.model / "vae")
    refine_decoder(vae, vae.config.sample_size, Course(o.decoder_steps, o.decoder_batch, 1e-3, run.device, run.keeper(vae, "vae", "decoder"), done, run.log))


def learn_double(run: Run, stage: str, done: int) -> None:
    """The decoder or the encoder for frames twice `--size`, unless the run began with a model that has them."""
    o, before = run.options, run.folder / BEFORE
    vae = load_vae(run.model / "vae")
    if stage == "double" and not done and o.double_steps and vae.config.sample_size == o.size:
        vae.save_pretrained(before)
        vae = doubled(vae)
    if not before.exists():
        return
    steps, learn = (o.double_steps, train_decoder) if stage == "double" else (o.encoder_steps, train_encoder)
    learn(vae, load_vae(before), Course(steps, o.double_batch, 1e-3, run.device, run.keeper(vae, "vae", stage), done, run.log))


def learn_text(run: Run, done: int) -> None:
    tokenizer = build_tokenizer(run.model / "tokenizer")
    encoder = new_text_encoder(tokenizer)
    teach_to_read(encoder, tokenizer, steps=run.options.text_steps, device=run.device, log=run.log)
    encoder.save_pretrained(run.model / "text_encoder")


def lessons(run: Run) -> Lessons:
    """The encoded training clips, made once per run."""
    kept = run.folder / "lessons.pt"
    if not kept.exists():
        vae = load_vae(run.model / "vae").to(run.device)
        made = encode_lessons(vae, run.options.clips, vae.config.sample_size, seed=21, device=run.device, log=run.log)
        torch.save(made, kept)
    loaded: Lessons = torch.load(kept, weights_only=False)  # our own file, written above
    return loaded


def learn_denoiser(run: Run, stage: str, done: int) -> None:
    o = run.options
    tokenizer = load_tokenizer(run.model / "tokenizer")
    encoder = CLIPTextModel.from_pretrained(run.model / "text_encoder", local_files_only=True, use_safetensors=True, dtype=torch.float32)
    folder = run.model / "unet"
    if folder.exists():
        unet = UNet3DConditionModel.from_pretrained(folder, local_files_only=True, use_safetensors=True, torch_dtype=torch.float32)
    else:
        unet = new_unet(o.size)
    prepare(unet)
    single = stage == "frames"
    steps, batch, peak_lr = (o.frame_steps, o.frame_batch, o.frame_lr) if single else (o.clip_steps, o.clip_batch, o.clip_lr)
    course = Course(steps, batch, peak_lr, run.device, run.keeper(unet, "unet", stage), done, run.log)
    train_denoiser(unet, encoder, tokenizer, lessons(run), course, name=stage, num_frames=1 if single else FRAMES, seed=o.seed)
    if single:
        vae = load_vae(run.model / "vae").to(run.device)
        run.log(f"stills of unseen sentences: {score_stills(unet, encoder, tokenizer, vae, o.stills)}")


def finish(run: Run) -> None:
    """Write what makes the run's model a model folder: index, scheduler, and half-precision weights."""
    publish(run.model, run.folder / "starter")
    run.log(f"the model is in {run.folder / 'starter'}")


def publish(model: Path, target: Path) -> None:
    """A copy of `model` in the layout of text-to-video-ms-1.7b, weights in fp16."""
    vae = load_vae(model / "vae").half()
    unet = UNet3DConditionModel.from_pretrained(model / "unet", local_files_only=True, use_safetensors=True).half()
    encoder = CLIPTextModel.from_pretrained(model / "text_encoder", local_files_only=True, use_safetensors=True).half()
    for part, name in ((vae, "vae"), (unet, "unet"), (encoder, "text_encoder")):
        part.save_pretrained(target / name)
        config = json.loads((target / name / "config.json").read_text())
        config.pop("_name_or_path", None)  # a private path
        (target / name / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    pictures = draw_frames(800, vae.config.sample_size, seed=4)[0]
    finished = AutoencoderKL(vae.config)
    finished.load_state_dict(vae.state_dict())
    with torch.inference_mode():
        latents = torch.cat(list(encode(finished, pictures, 100)), dim=2)
    fitted = fit(pictures, latents[0].permute(1, 0, 2, 3), patch_side(*latents.shape[3:]))
    save_file({"matrix": fitted.matrix}, target / PREVIEW)
    shutil.copytree(model / "tokenizer", target / "tokenizer", dirs_exist_ok=True)
    new_scheduler().save_pretrained(target / "scheduler")
    (target / "model_index.json").write_text(json.dumps(INDEX, indent=1) + "\n")
    manifest.record(target, "T2V Desktop", "", "MIT")


def train(run: Run) -> None:
    while True:
        stage, done = run.where()
        run.log(f"stage {stage}, {done} steps done")
        match stage:
            case "vae":
                learn_vae(run, done)
            case "text":
                learn_text(run, done)
            case "frames" | "clips":
                learn_denoiser(run, stage, done)
            case "decoder":
                learn_to_decode(run, done)
            case "double" | "encoder":
                learn_double(run, stage, done)
            case _:
                finish(run)
                return
        run.note(STAGES[STAGES.index(stage) + 1], 0)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder for checkpoints; an existing one is resumed")
    parser.add_argument("--from", dest="start_from", type=Path, help="a finished model to start from: its UNet and decoder are trained further")
    parser.add_argument("--size", type=int, default=64, help="side in pixels of the frames that all but the last two stages see (default: 64)")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--clips", type=int, default=5000, help="number of training clips to draw and encode")
    parser.add_argument("--vae-steps", type=int, default=1600)
    parser.add_argument("--vae-batch", type=int, default=16)
    parser.add_argument("--text-steps", type=int, default=600)
    parser.add_argument("--frame-steps", type=int, default=1500)
    parser.add_argument("--frame-batch", type=int, default=96)
    parser.add_argument("--frame-lr", type=float, default=2e-3)
    parser.add_argument("--stills", type=int, default=60, help="number of unseen sentences to judge the frames stage with")
    parser.add_argument("--clip-steps", type=int, default=3000)
    parser.add_argument("--clip-batch", type=int, default=8)
    parser.add_argument("--clip-lr", type=float, default=1e-3)
    parser.add_argument("--decoder-steps", type=int, default=1500)
    parser.add_argument("--decoder-batch", type=int, default=32)
    parser.add_argument("--double-steps", type=int, default=2500, help="0 leaves the frames at --size")
    parser.add_argument("--encoder-steps", type=int, default=500)
    parser.add_argument("--double-batch", type=int, default=8)
    return parser.parse_args()


if __name__ == "__main__":
    options = parse()
    train(Run(options.run, options))
