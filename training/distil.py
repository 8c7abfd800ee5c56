"""Distils the starter into a student that draws a clip in four evaluations: `python -m training.distil record RUN`, then `train RUN`, `publish RUN`.

The teacher is the starter with guidance and twelve steps. `record` keeps its clips: the noise each came of and the finished latents, if the
judge finds the clip right. `train` teaches a copy of the UNet to predict those latents without guidance, on the states that it reaches itself
in four steps of the sampler (distilled guidance: Meng et al. 2022, arXiv 2210.03142; a student that learns on its own states: Ross et al. 2011,
DAgger), and on states of any noise level, so that it draws in many steps as well. Both can be interrupted and called again.
"""

import argparse
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKL, DPMSolverMultistepScheduler, UNet3DConditionModel
from torch import Tensor, nn
from transformers import CLIPTextModel

from t2v_desktop import paths
from t2v_desktop.engine.denoise import initial_latents, noise_source
from t2v_desktop.models import manifest
from training.captions import caption
from training.course import Course
from training.denoiser import CAPTION_DROP, Average, emphasis, new_scheduler, prepare
from training.judge import look
from training.muon import Muon
from training.scenes import FRAMES, Scene, sample_training
from training.text import load_tokenizer, tokens
from training.vae import load_vae

TEACHER_STEPS, GUIDANCE = 12, 3.0
GUIDED_STEPS = 8  # of the teacher's, the first ones: later the sentence has been read
STUDENT_STEPS = 4
SHARE = 0.4  # of the way from the teacher's weights to the student's: as good in four steps as the whole way, and better in more
WARM_UP = 10  # steps: the student begins as a trained UNet
SHARD = 8  # clips recorded at once
FIRST_SEED = 1_000_000  # far from the judge's


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the model in a folder, in fp32."""

    unet: UNet3DConditionModel
    text_encoder: CLIPTextModel
    vae: AutoencoderKL
    folder: Path

    @classmethod
    def load(cls, folder: Path, unet: Path | None = None) -> "Parts":
        denoiser = UNet3DConditionModel.from_pretrained(unet or folder / "unet", local_files_only=True, use_safetensors=True, torch_dtype=torch.float32)
        prepare(denoiser)
        encoder = CLIPTextModel.from_pretrained(folder / "text_encoder", local_files_only=True, use_safetensors=True, dtype=torch.float32)
        return cls(denoiser, encoder.eval(), load_vae(folder / "vae"), folder)

    @torch.no_grad()
    def read(self, sentences: list[str]) -> Tensor:
        """The sentences' hidden states (len(sentences), 77, width)."""
        states: Tensor = self.text_encoder(tokens(load_tokenizer(self.folder / "tokenizer"), sentences))[0]
        return states

    @torch.no_grad()
    def pictures(self, latents: Tensor) -> np.ndarray:
        """The frames (FRAMES, height, width, 3) of one clip's latents (channels, FRAMES, height, width)."""
        pixels = self.vae.decode(latents.permute(1, 0, 2, 3) / self.vae.config.scaling_factor).sample
        return np.asarray(((pixels.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy(), np.uint8)


def new_solver(steps: int) -> DPMSolverMultistepScheduler:
    """DPM-Solver++ 2M with the timesteps that the application's dpmpp_2m visits."""
    solver = DPMSolverMultistepScheduler.from_config(new_scheduler().config, algorithm_type="dpmsolver++", timestep_spacing="linspace")
    solver.set_timesteps(steps)
    return solver


def starting_noise(seeds: list[int], side: int) -> Tensor:
    """The noise (len(seeds), 8, FRAMES, side, side) that the application draws for each seed."""
    return torch.cat([initial_latents((1, 8, FRAMES, side, side), noise_source(seed)) for seed in seeds])


@contextmanager
def mixed_precision() -> Iterator[None]:
    """Products in bf16, but attention in fp32: on a CPU its backward pass in bf16 takes ten times as long (torch 2.13)."""
    attend = nn.functional.scaled_dot_product_attention

    def attend_in_fp32(query: Tensor, key: Tensor, value: Tensor, *rest: Any, **options: Any) -> Tensor:
        with torch.autocast("cpu", enabled=False):
            return attend(query.float(), key.float(), value.float(), *rest, **options)

    nn.functional.scaled_dot_product_attention = attend_in_fp32
    try:
        with torch.autocast("cpu", torch.bfloat16):
            yield
    finally:
        nn.functional.scaled_dot_product_attention = attend


def predict(unet: nn.Module, latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
    """The velocity, in fp32, computed in mixed precision."""
    with mixed_precision():
        velocity: Tensor = unet(latents, timesteps, text).sample
    return velocity.float()


@torch.no_grad()
def teach(unet: nn.Module, text: Tensor, free: Tensor, noise: Tensor, steps: int = TEACHER_STEPS, guided_steps: int = GUIDED_STEPS) -> Tensor:
    """The guided teacher's latents before each of its steps and after the last, (steps + 1, batch, 8, FRAMES, side, side).

    `text` (batch, 77, width) steers, `free` (1, 77, width) is the empty sentence.
    """
    solver, latents, states = new_solver(steps), noise, []
    for number, timestep in enumerate(solver.timesteps):
        states.append(latents)
        if number < guided_steps:
            output = predict(unet, torch.cat([latents, latents]), timestep, torch.cat([text, free.expand_as(text)]))
            wanted, unsteered = output.chunk(2)
            output = unsteered + GUIDANCE * (wanted - unsteered)
        else:
            output = predict(unet, latents, timestep, text)
        latents = solver.step(output, timestep, latents).prev_sample
    return torch.stack([*states, latents])


def scenes_of(shard: int) -> tuple[list[Scene], list[str]]:
    """The scenes of one shard, hard ones more often, and a sentence for each."""
    rng = np.random.default_rng([33, shard])
    offered = [sample_training(rng) for _ in range(SHARD * 4)]
    scenes = [offered[i] for i in rng.choice(len(offered), SHARD, replace=False, p=emphasis(offered))]
    return scenes, [caption(scene, rng) for scene in scenes]


def record(model: Path, run: Path, shards: range) -> None:
    """Keep the teacher's clips in `run`/clips, one file a shard; those that are there are left."""
    parts = Parts.load(model)
    parts.unet.eval()
    free, side = parts.read([""]), parts.unet.config.sample_size
    (run / "clips").mkdir(parents=True, exist_ok=True)
    for shard in shards:
        kept = run / "clips" / f"{shard:05}.pt"
        if kept.exists():
            continue
        began = time.monotonic()
        scenes, sentences = scenes_of(shard)
        seeds = [FIRST_SEED + shard * SHARD + i for i in range(SHARD)]
        states = teach(parts.unet, parts.read(sentences), free, starting_noise(seeds, side))
        taught = time.monotonic()
        right = [look(parts.pictures(clip)).marks(scene)["all"] for clip, scene in zip(states[-1], scenes, strict=True)]
        partial = kept.with_suffix(".part")
        torch.save({"sentences": sentences, "states": states.half().transpose(0, 1), "right": right}, partial)
        partial.replace(kept)
        print(f"shard {shard}: {sum(right)}/{SHARD} right, {taught - began:.1f} s + {time.monotonic() - taught:.1f} s", flush=True)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A right clip's way through the teacher: latents (TEACHER_STEPS + 1, 8, FRAMES, side, side) in half precision, from noise to clean ones."""

    sentence: str
    states: Tensor


def lessons(run: Path) -> list[Lesson]:
    found: list[Lesson] = []
    for file in sorted((run / "clips").glob("*.pt")):
        shard = torch.load(file, weights_only=True)
        rows = zip(shard["sentences"], shard["states"].clone(), shard["right"], strict=True)
        found += [Lesson(sentence, states) for sentence, states, right in rows if right]
    return found


def jump_loss(unet: nn.Module, latents: Tensor, timesteps: Tensor, text: Tensor, clean: Tensor, alphas: Tensor) -> tuple[Tensor, Tensor]:
    """How far the velocity predicted at `latents` is from the one that leads to `clean` at once; and that velocity."""
    alpha = alphas[timesteps].view(-1, 1, 1, 1, 1)
    signal, sigma = alpha.sqrt(), (1 - alpha).sqrt()
    velocity = predict(unet, latents, timesteps, text)
    return nn.functional.mse_loss(velocity, (signal * latents - clean) / sigma), velocity.detach()


def own_way(unet: nn.Module, noise: Tensor, text: Tensor, clean: Tensor, alphas: Tensor) -> Iterator[Tensor]:
    """One loss for each of the student's steps from `noise`, on the states that it reaches itself.

    The caller calls backward on each before it takes the next: no gradient runs from one step to the one before.
    """
    solver, latents = new_solver(STUDENT_STEPS), noise
    for timestep in solver.timesteps:
        loss, velocity = jump_loss(unet, latents, timestep.expand(len(latents)), text, clean, alphas)
        yield loss
        latents = solver.step(velocity, timestep, latents).prev_sample


def share_gradients(model: nn.Module) -> None:
    """Give every process that trains the mean of their gradients."""
    if not torch.distributed.is_initialized():
        return
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    torch.distributed.all_reduce(flat)
    flat /= torch.distributed.get_world_size()
    torch._foreach_copy_(gradients, [part.view_as(g) for g, part in zip(gradients, torch.split(flat, [g.numel() for g in gradients]), strict=True)])


def train(parts: Parts, examples: list[Lesson], course: Course, *, mixed: int, seed: int = 0) -> None:
    """Train in place: a step is `course.batch` clips on the student's own way and `mixed` states of the teacher's."""
    unet, rng = parts.unet, np.random.default_rng([seed, course.start])
    average, optimizer = Average(unet, decay=0.98), Muon(unet.parameters(), lr=course.peak_lr)
    alphas, visited = new_scheduler().alphas_cumprod, new_solver(TEACHER_STEPS).timesteps
    began, losses = time.monotonic(), []
    for step in range(course.start, course.steps):
        optimizer.lr = course.lr(step)
        optimizer.zero_grad()
        chosen = [examples[i] for i in rng.choice(len(examples), course.batch)]
        ways, text = torch.stack([one.states for one in chosen]).float(), parts.read([one.sentence for one in chosen])
        row = []
        for loss in own_way(unet, ways[:, 0], text, ways[:, -1], alphas):
            torch.autograd.backward(loss / (STUDENT_STEPS + 1))
            row.append(loss.item())
        chosen = [examples[i] for i in rng.choice(len(examples), mixed)]
        ways, text = torch.stack([one.states for one in chosen]).float(), parts.read(["" if rng.random() < CAPTION_DROP else one.sentence for one in chosen])
        at = torch.from_numpy(rng.integers(0, TEACHER_STEPS, mixed))
        loss, _ = jump_loss(unet, ways[torch.arange(mixed), at], visited[at], text, ways[:, -1], alphas)
        torch.autograd.backward(loss / (STUDENT_STEPS + 1))
        losses.append([*row, loss.item()])
        share_gradients(unet)
        nn.utils.clip_grad_norm_(unet.parameters(), 1.0)
        optimizer.step()
        average.update()
        if step % 5 == 4:
            means = " ".join(f"{value:.4f}" for value in np.mean(losses[-5:], 0))
            course.log(f"student {step + 1}/{course.steps} losses {means} {time.monotonic() - began:.0f} s")
        if step % 20 == 19 or step == course.steps - 1:
            average.swap()
            course.save(step + 1)
            if step != course.steps - 1:
                average.swap()


@torch.no_grad()
def publish(model: Path, run: Path, share: float) -> None:
    """The teacher's folder with a UNet in half precision, as `run`/starter.

    Its weights lie between the teacher's, at 0, and the last student's, at 1: a fine-tuned model's gain and the first one's breadth (Wortsman et al. 2022,
    arXiv 2109.01903).
    """
    target = run / "starter"
    shutil.copytree(model, target, dirs_exist_ok=True)
    student, teacher = (
        UNet3DConditionModel.from_pretrained(folder, local_files_only=True, use_safetensors=True, torch_dtype=torch.float32)
        for folder in (run / "students" / str(steps_done(run)), model / "unet")
    )
    torch._foreach_lerp_(list(student.parameters()), list(teacher.parameters()), 1 - share)
    student.half().save_pretrained(target / "unet")
    shutil.copy(model / "unet" / "config.json", target / "unet" / "config.json")  # not the path of the checkpoint
    manifest.record(target, "T2V Desktop", "", "MIT")


def steps_done(run: Path) -> int:
    return max((int(p.name) for p in (run / "students").glob("[0-9]*")), default=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=("record", "train", "publish"))
    parser.add_argument("run", type=Path, help="folder for the recorded clips and the checkpoints; an existing one is resumed")
    parser.add_argument("--model", type=Path, default=paths.resources() / "models" / "starter", help="the teacher")
    parser.add_argument("--shards", type=int, default=80, help=f"files of {SHARD} clips to record")
    parser.add_argument("--of", type=int, default=1, help="number of processes that do the stage together, each started by hand with its own --rank")
    parser.add_argument("--rank", type=int, default=0)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--batch", type=int, default=8, help="clips of a step on the student's own way, by all processes together")
    parser.add_argument("--mixed", type=int, default=8, help="states of the teacher's in a step, by all processes together")
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--share", type=float, default=SHARE, help="publish: how far from the teacher's weights to the student's, 0 to 1")
    options = parser.parse_args()
    if options.stage == "record":
        record(options.model, options.run, range(options.rank, options.shards, options.of))
        return
    if options.stage == "publish":
        publish(options.model, options.run, options.share)
        return
    if options.of > 1:
        torch.distributed.init_process_group("gloo", f"file://{(options.run / 'meeting').absolute()}", rank=options.rank, world_size=options.of)
    done = steps_done(options.run)
    parts = Parts.load(options.model, options.run / "students" / str(done) if done else None)

    def save(step: int) -> None:
        if options.rank == 0:
            parts.unet.save_pretrained(options.run / "students" / "new")
            shutil.move(options.run / "students" / "new", options.run / "students" / str(step))

    course = Course(options.steps, options.batch // options.of, options.lr, torch.device("cpu"), save, done, warm_up=WARM_UP)
    train(parts, lessons(options.run), course, mixed=options.mixed // options.of, seed=options.rank)


if __name__ == "__main__":
    main()
