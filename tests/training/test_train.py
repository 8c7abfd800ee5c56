"""The training command through all its stages at toy size, interrupted and resumed."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import CLIPTokenizer

from t2v_desktop.models.gate import inspect
from training.denoiser import emphasis
from training.muon import orthogonalized
from training.scenes import Scene, Thing
from training.text import build_tokenizer
from training.train import STAGES

TOY = [
    "--clips", "4", "--vae-steps", "2", "--vae-batch", "2", "--text-steps", "1", "--frame-steps", "2", "--frame-batch", "2", "--stills", "2",
    "--clip-steps", "1", "--clip-batch", "1", "--decoder-steps", "2", "--decoder-batch", "2",
    "--double-steps", "2", "--encoder-steps", "2", "--double-batch", "2",
]  # fmt: skip
ROOT = Path(__file__).parents[2]


def train(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", "training.train", *arguments, *TOY], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


@pytest.mark.campaign
@pytest.mark.timeout(600)
def test_an_interrupted_training_resumes_and_makes_a_model_that_loads(tmp_path: Path) -> None:
    run = tmp_path / "run"
    output = train(str(run))
    assert "stills of unseen sentences: shape " in output
    assert [line.split()[1].strip(",") for line in output.splitlines() if line.startswith("stage")] == [*STAGES]
    assert set(inspect(run / "starter")) == {"text_encoder", "unet", "vae"}
    (run / "state.json").write_text('{"stage": "clips", "step": 0}')
    assert "stage vae" not in train(str(run))
    further = tmp_path / "further"
    assert "stage clips, 0 steps done" in train(str(further), "--from", str(run / "starter"))
    assert changed(run, further, "unet")
    vae = changed(run, further, "vae")
    assert vae and all(name.startswith(("decoder.", "post_quant_conv.")) for name in vae), "the latents would mean something else"


def changed(run: Path, further: Path, part: str) -> set[str]:
    before, after = (load_file(next((f / "starter" / part).glob("*.safetensors"))) for f in (run, further))
    assert before.keys() == after.keys()
    return {name for name in before if not torch.equal(before[name], after[name])}


def test_the_tokenizer_encodes_any_text_and_has_a_token_for_each_caption_word(tmp_path: Path) -> None:
    tokenizer: CLIPTokenizer = build_tokenizer(tmp_path)
    known = tokenizer("a small golden star spins over the sea").input_ids
    assert len(known) == 8 + 2
    for text in ("熊 🐻", "Ünïcödé", "\x01\x02", "<|endoftext|>"):
        ids = tokenizer(text).input_ids
        assert tokenizer.unk_token_id not in ids[1:-1] or "endoftext" in text
    assert len(tokenizer("熊").input_ids) > 3


def test_hard_scenes_are_shown_more_often() -> None:
    plain, hard = Scene((Thing("circle", "red"),), "sea", "left"), Scene((Thing("star", "red"),), "sea", "spinning", "small")
    shares = emphasis([plain, hard, plain])
    assert shares[1] == pytest.approx(7.5 * shares[0]) and shares.sum() == pytest.approx(1)


def test_orthogonal_steps_have_singular_values_near_one() -> None:
    for shape in ((16, 40), (40, 16)):
        values = torch.linalg.svdvals(orthogonalized(torch.randn(shape, generator=torch.Generator().manual_seed(1))))
        assert float(values.min()) > 0.5 and float(values.max()) < 1.3
        assert np.isfinite(values.numpy()).all()
