from pathlib import Path

import torch
from diffusers import UNet3DConditionModel
from safetensors.torch import load_file

from t2v_desktop.engine.families.modelscope.rewrites import FrameConv, TextAttention, rewrite


def stock(folder: Path) -> UNet3DConditionModel:
    unet = UNet3DConditionModel.from_config(UNet3DConditionModel.load_config(folder / "unet"))
    unet.load_state_dict(load_file(folder / "unet" / "diffusion_pytorch_model.safetensors"))
    return unet.eval()


@torch.inference_mode()
def test_the_rewritten_unet_computes_the_same_numbers(tiny_model: Path) -> None:
    unet = stock(tiny_model)
    sample, text = torch.randn(2, 4, 5, 8, 8), torch.randn(2, 77, 32)
    expected = unet(sample, 300, text).sample
    rewrite(unet)
    assert float((unet(sample, 300, text).sample - expected).abs().max()) < 1e-4
    shorter = unet(sample=sample[:, :, :3], timestep=300, encoder_hidden_states=text).sample
    assert float((shorter - stock(tiny_model)(sample[:, :, :3], 300, text).sample).abs().max()) < 1e-4


def test_every_temporal_convolution_and_text_attention_is_rewritten(tiny_model: Path) -> None:
    unet = stock(tiny_model)
    names = set(unet.state_dict())
    rewrite(unet)
    assert sum(isinstance(m, FrameConv) for m in unet.modules()) == 4 * sum(".conv4." in n and "weight" in n for n in names) // 2
    assert any(isinstance(p, TextAttention) for p in unet.attn_processors.values())
    assert set(unet.state_dict()) == names
