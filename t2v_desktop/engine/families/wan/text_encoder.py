"""UMT5's text encoder: T5 (Raffel et al. 2020) with gated GELU, and with relative positions of its own in every layer (Chung et al. 2023, UniMax).

Its tensors have the names of transformers' UMT5EncoderModel.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from t2v_desktop.engine.layers import Embedding, PlainLinear
from t2v_desktop.models.family import Config


@dataclass(frozen=True, slots=True)
class Settings:
    """What config.json says of the encoder, by the names it uses; the defaults are those of UMT5-XXL."""

    vocab_size: int = 256384
    d_model: int = 4096
    d_kv: int = 64
    d_ff: int = 10240
    num_layers: int = 24
    num_heads: int = 64
    relative_attention_num_buckets: int = 32
    relative_attention_max_distance: int = 128
    layer_norm_epsilon: float = 1e-6

    @classmethod
    def read(cls, config: Config) -> "Settings":
        return cls(**{name: config[name] for name in cls.__slots__ if name in config})


class Norm(nn.Module):
    """Values divided by their root mean square, and scaled; fp32 in between."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.empty(width)), eps

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.weight * F.rms_norm(x.float(), x.shape[-1:], eps=self.eps).to(self.weight.dtype)
        return out


class SelfAttention(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        s, inner = settings, settings.num_heads * settings.d_kv
        self.heads, self.buckets, self.farthest = s.num_heads, s.relative_attention_num_buckets, s.relative_attention_max_distance
        self.q, self.k, self.v = (PlainLinear(s.d_model, inner, bias=False) for _ in range(3))
        self.o = PlainLinear(inner, s.d_model, bias=False)
        self.relative_attention_bias = Embedding(s.relative_attention_num_buckets, s.num_heads)

    def forward(self, x: Tensor) -> Tensor:
        query, key, value = (project(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for project in (self.q, self.k, self.v))
        bias = self.relative_attention_bias(self._distances(x.shape[1], x.device)).permute(2, 0, 1)[None]
        attended = F.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(x.dtype), scale=1.0)
        out: Tensor = self.o(attended.transpose(1, 2).flatten(2))
        return out

    def _distances(self, tokens: int, device: torch.device) -> Tensor:
        """The bucket (tokens, tokens) of each key's distance from each query: one for each near place, then ever wider ones, up to the farthest."""
        places = torch.arange(tokens)
        distance = places[None] - places[:, None]
        half = self.buckets // 2
        near = half // 2
        growth = (distance.abs().clamp(min=1).float() / near).log() / math.log(self.farthest / near) * (half - near)
        bucket = torch.where(distance.abs() < near, distance.abs(), (near + growth.long()).clamp(max=half - 1))
        return (bucket + half * (distance > 0)).to(device)


class FeedForward(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.wi_0, self.wi_1 = (PlainLinear(settings.d_model, settings.d_ff, bias=False) for _ in range(2))
        self.wo = PlainLinear(settings.d_ff, settings.d_model, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        gated = F.gelu(self.wi_0(x), approximate="tanh") * self.wi_1(x)
        out: Tensor = self.wo(gated)
        return out


class AttentionLayer(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.SelfAttention = SelfAttention(settings)
        self.layer_norm = Norm(settings.d_model, settings.layer_norm_epsilon)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = x + self.SelfAttention(self.layer_norm(x))
        return out


class FeedForwardLayer(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.DenseReluDense = FeedForward(settings)
        self.layer_norm = Norm(settings.d_model, settings.layer_norm_epsilon)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = x + self.DenseReluDense(self.layer_norm(x))
        return out


class Block(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.layer = nn.ModuleList([AttentionLayer(settings), FeedForwardLayer(settings)])

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.layer[1](self.layer[0](x))
        return out


class Stack(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.block = nn.ModuleList(Block(settings) for _ in range(settings.num_layers))
        self.final_layer_norm = Norm(settings.d_model, settings.layer_norm_epsilon)

    def forward(self, x: Tensor) -> Tensor:
        for block in self.block:
            x = block(x)
        out: Tensor = self.final_layer_norm(x)
        return out


class TextEncoder(nn.Module):
    """Token ids (1, tokens) of one prompt, without padding, to text features (1, tokens, width)."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.shared = Embedding(settings.vocab_size, settings.d_model)
        self.encoder = Stack(settings)

    @property
    def device(self) -> torch.device:
        return self.encoder.final_layer_norm.weight.device  # large layers may visit the device only while they compute

    def forward(self, ids: Tensor) -> Tensor:
        features: Tensor = self.encoder(self.shared(ids))
        return features
