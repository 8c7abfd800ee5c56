"""ModelScope text-to-video and its relatives: a CLIP text encoder, a UNet3D, and a VAE that works frame by frame."""

from t2v_desktop.engine.families.modelscope.parts import build, prepare, store_in_fp8
from t2v_desktop.engine.families.modelscope.schedule import make_schedule
from t2v_desktop.engine.families.modelscope.text import check_prompts, encode_prompts
from t2v_desktop.engine.families.modelscope.tokenizer import load_tokenizer
from t2v_desktop.engine.families.modelscope.unet import predictor
from t2v_desktop.engine.families.modelscope.vae import decode, encode
from t2v_desktop.engine.family import no_condition as condition

__all__ = [
    "build", "check_prompts", "condition", "decode", "encode", "encode_prompts", "load_tokenizer", "make_schedule", "predictor", "prepare", "store_in_fp8",
]  # fmt: skip
