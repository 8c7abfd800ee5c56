"""The student: what it learns from, and that it learns."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from diffusers import UNet3DConditionModel
from safetensors.torch import load_file
from torch import Tensor, nn

from t2v_desktop.engine.families.modelscope import make_schedule
from t2v_desktop.models import manifest
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.store import find
from training.course import Course
from training.denoiser import new_scheduler
from training.distil import STUDENT_STEPS, TEACHER_STEPS, Lesson, Parts, lessons, new_solver, own_way, starting_noise, teach, train

STARTER, ROOT = find("starter"), Path(__file__).parents[2]


class Vague(nn.Module):
    """Predicts a fixed share of the velocity that leads to `clean`, and notes what it was asked."""

    def __init__(self, clean: Tensor, share: float) -> None:
        super().__init__()
        self.clean, self.share, self.asked = clean, nn.Parameter(torch.tensor(share)), list[tuple[Tensor, int]]()

    def forward(self, latents: Tensor, timestep: Tensor, text: Tensor) -> "Vague":
        self.asked.append((latents, int(timestep.flatten()[0])))
        alpha = new_scheduler().alphas_cumprod[int(timestep.flatten()[0])]
        self.sample = self.share * (alpha.sqrt() * latents - self.clean) / (1 - alpha).sqrt()
        return self


@pytest.mark.parametrize("steps", [STUDENT_STEPS, TEACHER_STEPS])
def test_the_student_learns_on_the_steps_that_the_application_takes(steps: int) -> None:
    ours = make_schedule("dpmpp_2m", STARTER.folder, steps, torch.device("cpu"))
    solver = new_solver(steps)
    assert ours.timesteps.tolist() == solver.timesteps.tolist()
    random = torch.Generator().manual_seed(1)
    latents = same = torch.randn(1, 8, 16, 2, 2, generator=random)
    for timestep in solver.timesteps:
        output = torch.randn(latents.shape, generator=random)
        latents, same = ours.step(output, timestep, latents, random), solver.step(output, timestep, same).prev_sample
    assert torch.allclose(latents, same, atol=1e-5)


def test_the_student_is_taught_on_the_states_it_reaches_itself() -> None:
    noise, clean = starting_noise([1], 2), torch.full((1, 8, 16, 2, 2), 0.5)
    text = torch.zeros(1, 77, 128)
    perfect, wrong = Vague(clean, 1.0), Vague(clean, 0.7)
    assert max(loss.item() for loss in own_way(perfect, noise, text, clean, new_scheduler().alphas_cumprod)) < 1e-9
    mistakes = list(own_way(wrong, noise, text, clean, new_scheduler().alphas_cumprod))
    assert all(loss.requires_grad and loss.item() > 0.01 for loss in mistakes) and not any(latents.requires_grad for latents, _ in wrong.asked)
    assert [t for _, t in wrong.asked] == new_solver(STUDENT_STEPS).timesteps.tolist()
    assert torch.equal(wrong.asked[0][0], noise) and not torch.allclose(wrong.asked[-1][0], perfect.asked[-1][0], atol=0.01)


def test_the_teacher_is_guided_at_first_and_keeps_every_state() -> None:
    clean, free = torch.full((2, 8, 16, 2, 2), 0.5), torch.zeros(1, 77, 128)
    unet, noise = Vague(clean[:1], 1.0), starting_noise([1, 2], 2)
    states = teach(unet, torch.ones(2, 77, 128), free, noise, steps=4, guided_steps=3)
    assert states.shape == (5, *noise.shape) and torch.equal(states[0], noise) and torch.allclose(states[-1], clean, atol=1e-4)
    assert [len(latents) for latents, _ in unet.asked] == [4, 4, 4, 2]


def tiny() -> UNet3DConditionModel:
    torch.manual_seed(3)
    return UNet3DConditionModel(
        sample_size=8, in_channels=8, out_channels=8, down_block_types=("DownBlock3D",), up_block_types=("UpBlock3D",), block_out_channels=(16,),
        layers_per_block=1, norm_num_groups=8, cross_attention_dim=128, attention_head_dim=16,
    )  # fmt: skip


def test_training_approaches_the_teachers_clip_and_saves_its_average() -> None:
    starter = Parts.load(STARTER.folder)
    parts, saved = Parts(tiny(), starter.text_encoder, starter.vae, starter.folder), list[int]()
    clean = torch.linspace(-1, 1, 8).view(8, 1, 1, 1).expand(8, 16, 8, 8)
    lesson = Lesson("a red ball", torch.cat([starting_noise([7], 8), clean[None].expand(TEACHER_STEPS, *clean.shape)]).half())
    alphas = new_scheduler().alphas_cumprod
    noise, text = lesson.states[None, 0].float(), parts.read([lesson.sentence])

    def errors() -> float:
        with torch.no_grad():
            return sum(loss.item() for loss in own_way(parts.unet, noise, text, clean[None], alphas))

    before = errors()
    train(parts, [lesson], Course(8, 1, 0.02, torch.device("cpu"), saved.append, log=lambda _: None, warm_up=2), mixed=1)
    assert errors() < 0.9 * before and saved == [8]


def test_only_clips_that_the_judge_found_right_are_lessons(tmp_path: Path) -> None:
    (tmp_path / "clips").mkdir()
    states = torch.zeros(2, 13, 8, 16, 8, 8, dtype=torch.half)
    torch.save({"sentences": ["a red ball", "a blue ball"], "states": states, "right": [False, True]}, tmp_path / "clips" / "00000.pt")
    assert [lesson.sentence for lesson in lessons(tmp_path)] == ["a blue ball"]


@pytest.mark.campaign
def test_two_processes_train_one_student_that_is_published_as_a_model(tmp_path: Path) -> None:
    (tmp_path / "clips").mkdir()
    states = torch.randn(2, TEACHER_STEPS + 1, 8, 16, 8, 8, generator=torch.Generator().manual_seed(2)).half()
    torch.save({"sentences": ["a red ball", "a blue ball"], "states": states, "right": [True, True]}, tmp_path / "clips" / "00000.pt")
    command = [sys.executable, "-m", "training.distil", "train", str(tmp_path), "--steps", "1", "--batch", "2", "--mixed", "2", "--of", "2", "--rank"]
    running = [subprocess.Popen([*command, rank], cwd=ROOT) for rank in ("0", "1")]
    assert [process.wait(300) for process in running] == [0, 0]
    subprocess.run([sys.executable, "-m", "training.distil", "publish", str(tmp_path), "--share", "0.25"], cwd=ROOT, check=True)
    made = tmp_path / "starter"
    manifest.check(made)
    assert set(inspect(made)) == {"text_encoder", "unet", "vae"}
    before, after = (load_file(folder / "unet" / "diffusion_pytorch_model.safetensors") for folder in (STARTER.folder, made))
    assert before.keys() == after.keys() and all(tensor.dtype == torch.half for tensor in after.values())
    student = load_file(tmp_path / "students" / "1" / "diffusion_pytorch_model.safetensors")
    assert any(not torch.equal(before[name], after[name]) for name in before)
    assert all(torch.allclose(after[name].float(), before[name] + 0.25 * (student[name] - before[name].float()), atol=2e-3) for name in before)
