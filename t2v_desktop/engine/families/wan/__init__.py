"""Wan text-to-video: a UMT5 text encoder, a transformer over patches, and an autoencoder that compresses time."""

from t2v_desktop.engine.families.wan.condition import condition
from t2v_desktop.engine.families.wan.parts import build, load_tokenizer, prepare, store_in_fp8
from t2v_desktop.engine.families.wan.schedule import make_schedule
from t2v_desktop.engine.families.wan.text import check_prompts, encode_prompts
from t2v_desktop.engine.families.wan.transformer import predictor
from t2v_desktop.engine.families.wan.vae import decode, encode

__all__ = [
    "build", "check_prompts", "condition", "decode", "encode", "encode_prompts", "load_tokenizer", "make_schedule", "predictor", "prepare", "store_in_fp8",
]  # fmt: skip
