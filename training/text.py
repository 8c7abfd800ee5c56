"""The starter's tokenizer and text encoder: built from the captions and trained on them."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from training.captions import caption
from training.muon import Muon
from training.scenes import BACKGROUNDS, COLOURS, MOTIONS, SHAPES, SIZES, Scene, sample_training

BOS, EOS, END = "<|startoftext|>", "<|endoftext|>", "</w>"
CONTEXT = 77  # tokens, as in CLIP
READ = 32  # tokens of the longest training sentence: attention is causal, so the rest need not be computed


def build_tokenizer(folder: Path) -> CLIPTokenizer:
    """Write vocab.json, merges.txt and tokenizer_config.json: every byte, and every word of the captions as one token."""
    rng = np.random.default_rng(11)
    words = sorted({w.strip(",.").lower() for _ in range(20_000) for w in caption(sample_training(rng), rng).split()})
    bpe = Tokenizer(models.BPE(end_of_word_suffix=END))
    bpe.pre_tokenizer = pre_tokenizers.Whitespace()
    bpe.train_from_iterator(words * 2, trainers.BpeTrainer(vocab_size=4000, min_frequency=1, end_of_word_suffix=END, show_progress=False))
    merges = [tuple(pair) for pair in json.loads(bpe.to_str())["model"]["merges"]]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = [*letters, *(c + END for c in letters), *("".join(pair) for pair in merges), BOS, EOS]
    folder.mkdir(parents=True, exist_ok=True)
    vocab = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), "utf-8")
    config = {
        "tokenizer_class": "CLIPTokenizer", "model_max_length": CONTEXT,
        "bos_token": BOS, "eos_token": EOS, "pad_token": EOS, "unk_token": EOS,
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1), "utf-8")
    return load_tokenizer(folder)


def load_tokenizer(folder: Path) -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)


def new_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    """An untrained text encoder, 128 wide and 4 layers deep."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=128,
            intermediate_size=512,
            num_hidden_layers=4,
            num_attention_heads=4,
            projection_dim=128,
            max_position_embeddings=CONTEXT,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def tokens(tokenizer: CLIPTokenizer, sentences: list[str], length: int = CONTEXT) -> torch.Tensor:
    """Token ids (len(sentences), length), padded with the end token as the application pads them."""
    ids = tokenizer(sentences, padding="max_length", max_length=length, truncation=True, return_tensors="pt").input_ids
    return torch.as_tensor(ids)


def _answers(scene: Scene) -> list[int]:
    second = scene.things[1:]
    return [
        SHAPES.index(scene.things[0].shape),
        list(COLOURS).index(scene.things[0].colour),
        SHAPES.index(second[0].shape) if second else len(SHAPES),
        list(COLOURS).index(second[0].colour) if second else len(COLOURS),
        BACKGROUNDS.index(scene.background),
        MOTIONS.index(scene.motion),
        list(SIZES).index(scene.size),
    ]


def teach_to_read(encoder: CLIPTextModel, tokenizer: CLIPTokenizer, *, steps: int, device: torch.device, log: Callable[[str], None] = print) -> float:
    """Train the encoder to tell shape, colour, background, motion and size from a sentence's last state.

    The classifier on top is discarded. The encoder's states then represent the scene, so that the denoiser does not have to
    learn reading and drawing at the same time. Returns the share of unseen sentences classified completely right.
    """
    sizes = [len(SHAPES), len(COLOURS), len(SHAPES) + 1, len(COLOURS) + 1, len(BACKGROUNDS), len(MOTIONS), len(SIZES)]
    classifier = nn.Linear(encoder.config.hidden_size, sum(sizes)).to(device)
    encoder.to(device).train()
    peak = 2e-3
    optimizer = Muon([*encoder.parameters(), *classifier.parameters()], lr=peak)

    def answer(count: int, rng: np.random.Generator) -> tuple[list[torch.Tensor], torch.Tensor]:
        scenes = [sample_training(rng) for _ in range(count)]
        ids = tokens(tokenizer, [caption(s, rng) for s in scenes], READ).to(device)
        right = torch.tensor([_answers(s) for s in scenes], device=device)
        return list(classifier(encoder(ids).pooler_output).split(sizes, -1)), right

    rng = np.random.default_rng(12)
    for step in range(steps):
        optimizer.lr = peak * min(1, (step + 1) / 20) * (1 - step / steps)
        given, right = answer(64, rng)
        loss = torch.stack([nn.functional.cross_entropy(g, right[:, i]) for i, g in enumerate(given)]).sum()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if step % 50 == 49:
            log(f"text {step + 1}/{steps} loss {loss.item():.3f}")
    encoder.eval()
    with torch.no_grad():
        given, right = answer(500, np.random.default_rng(13))
        wholly = torch.stack([g.argmax(-1) == right[:, i] for i, g in enumerate(given)]).all(0).float().mean().item()
    log(f"text: {wholly:.1%} of unseen sentences are read wholly right")
    return wholly
