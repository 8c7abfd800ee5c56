"""Exact rewrites of the model's modules that compute the same numbers in less time or memory."""

from typing import Any

import torch
from diffusers import UNet3DConditionModel
from diffusers.models.attention_processor import Attention
from torch import nn
from torch.nn import functional as F

from t2v_desktop.models.families.modelscope.memory import SLICE_BYTES


class FrameConv(nn.Conv3d):
    """A (3, 1, 1) convolution over (batch, channels, frames, height, width), computed as a (3, 1) one in two dimensions.

    Faster on the CPU, and Apple's MPS has no three-dimensional convolution (diffusers issue 2785).
    """

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        batch, channels, frames, height, width = hidden_states.shape
        flat = hidden_states.reshape(batch, channels, frames, height * width)
        out = F.conv2d(flat, self.weight[..., 0], self.bias, padding=(1, 0))
        return out.reshape(batch, -1, frames, height, width)


class TextAttention:
    """Attention to the text, with its keys and values computed once a clip instead of once a frame."""

    def __init__(self) -> None:
        self.num_frames = 1

    def __call__(self, attn: Attention, hidden_states: torch.Tensor, encoder_hidden_states: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
        """`hidden_states` (batch * frames, pixels, channels), `encoder_hidden_states` (batch * frames, tokens, width)."""
        frames = self.num_frames
        text = encoder_hidden_states[::frames]  # the UNet repeats it for each frame
        batch = len(text)

        def heads(x: torch.Tensor) -> torch.Tensor:
            return x.reshape(batch, -1, attn.heads, x.shape[-1] // attn.heads).transpose(1, 2)

        query, key, value = heads(attn.to_q(hidden_states)), heads(attn.to_k(text)), heads(attn.to_v(text))
        out = F.scaled_dot_product_attention(query, key, value).transpose(1, 2)
        joined: torch.Tensor = attn.to_out[0](out.reshape(hidden_states.shape[0], -1, attn.heads * value.shape[-1]))
        return joined


class SlicedAttention:
    """Attention over part of the batch at a time, for devices that write all scores to memory (MPS): never more than `most_bytes` of them.

    A slice is at least one row of the batch. The numbers are those of `inner`, the processor that computes each slice.
    """

    def __init__(self, inner: Any, most_bytes: int) -> None:
        self.inner, self.most_bytes = inner, most_bytes

    def __call__(
        self, attn: Attention, hidden_states: torch.Tensor, encoder_hidden_states: torch.Tensor | None = None, *args: Any, **kwargs: Any
    ) -> torch.Tensor:
        """`hidden_states` (batch, tokens, channels) or (batch, channels, height, width)."""
        batch = hidden_states.shape[0]
        tokens = hidden_states.shape[1] if hidden_states.ndim == 3 else hidden_states[0, 0].numel()
        keys = tokens if encoder_hidden_states is None else encoder_hidden_states.shape[1]
        rows = max(1, self.most_bytes // (attn.heads * tokens * keys * hidden_states.element_size()))
        if rows >= batch:
            whole: torch.Tensor = self.inner(attn, hidden_states, encoder_hidden_states, *args, **kwargs)
            return whole
        out = torch.empty_like(hidden_states)
        for start in range(0, batch, rows):
            at = slice(start, start + rows)
            text = None if encoder_hidden_states is None else encoder_hidden_states[at]
            out[at] = self.inner(attn, hidden_states[at], text, *args, **kwargs)
        return out


def slice_attention(module: nn.Module, most_bytes: int = SLICE_BYTES) -> None:
    """Compute self-attention in slices throughout `module`; attention to the text is small, and needs its whole batch."""
    for child in module.modules():
        if isinstance(child, Attention) and not isinstance(child.processor, TextAttention):
            child.set_processor(SlicedAttention(child.processor, most_bytes))


def rewrite_unet(unet: UNet3DConditionModel) -> None:
    """Apply every rewrite in place; parameters keep their names, so weights load and save as before."""
    for module in unet.modules():
        if type(module) is nn.Conv3d and module.kernel_size == (3, 1, 1):
            module.__class__ = FrameConv  # same parameters, another way to apply them
    text_attention = TextAttention()
    for name, module in unet.named_modules():
        if isinstance(module, Attention) and name.endswith(".attn2") and ".attentions." in name:
            module.set_processor(text_attention)

    def note_frames(_: nn.Module, args: tuple[torch.Tensor, ...], kwargs: dict[str, torch.Tensor]) -> None:
        sample = args[0] if args else kwargs["sample"]
        text_attention.num_frames = sample.shape[2]

    unet.register_forward_pre_hook(note_frames, with_kwargs=True)
