"""CLIP's text encoder: the transformer of Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision".

Its parameters have the names that transformers' CLIPTextModel gives them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import nn
from torch.nn import functional as F

from t2v_desktop.engine.layers import Embedding, PlainLinear
from t2v_desktop.models.family import Config

Activation = Callable[[torch.Tensor], torch.Tensor]


def quick_gelu(x: torch.Tensor) -> torch.Tensor:
    """The sigmoid approximation of GELU: Hendrycks & Gimpel 2016, section 2."""
    return x * torch.sigmoid(1.702 * x)


ACTIVATIONS: dict[str, Activation] = {
    "gelu": F.gelu,
    "gelu_new": partial(F.gelu, approximate="tanh"),
    "gelu_pytorch_tanh": partial(F.gelu, approximate="tanh"),
    "quick_gelu": quick_gelu,
    "relu": F.relu,
    "relu6": F.relu6,
    "sigmoid": torch.sigmoid,
    "silu": F.silu,
    "swish": F.silu,
    "tanh": torch.tanh,
}


@dataclass(frozen=True, slots=True)
class TextSettings:
    """What config.json says of the encoder, by the names it uses; the defaults are CLIPTextConfig's."""

    vocab_size: int = 49408
    hidden_size: int = 512
    intermediate_size: int = 2048
    num_hidden_layers: int = 12
    num_attention_heads: int = 8
    max_position_embeddings: int = 77
    hidden_act: str = "quick_gelu"
    layer_norm_eps: float = 1e-5

    def __post_init__(self) -> None:
        """Raise TypeError or ValueError for settings that describe no encoder."""
        for name in ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "max_position_embeddings"):
            if type(value := getattr(self, name)) is not int:
                raise TypeError(f"{name} is {value!r:.60}: it must be a whole number")
            if value < 1:
                raise ValueError(f"{name} is {value}: it must be at least 1")
        if self.hidden_size % self.num_attention_heads:
            raise ValueError(f"hidden_size is {self.hidden_size}: it must be a multiple of num_attention_heads, {self.num_attention_heads}")
        if self.hidden_act not in ACTIVATIONS:
            raise ValueError(f"hidden_act is {self.hidden_act!r:.60}: supported values: {', '.join(ACTIVATIONS)}")
        if not isinstance(self.layer_norm_eps, int | float) or isinstance(self.layer_norm_eps, bool):
            raise TypeError(f"layer_norm_eps is {self.layer_norm_eps!r:.60}: it must be a number")

    @classmethod
    def read(cls, config: Config) -> "TextSettings":
        return cls(**{name: config[name] for name in cls.__dataclass_fields__ if name in config})


class Embeddings(nn.Module):
    def __init__(self, settings: TextSettings) -> None:
        super().__init__()
        self.token_embedding = Embedding(settings.vocab_size, settings.hidden_size)
        self.position_embedding = Embedding(settings.max_position_embeddings, settings.hidden_size)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        embedded: torch.Tensor = self.token_embedding(ids) + self.position_embedding(torch.arange(ids.shape[1], device=ids.device))
        return embedded


class Attention(nn.Module):
    """Each token attends to those before it and itself."""

    def __init__(self, settings: TextSettings) -> None:
        super().__init__()
        width, self.heads = settings.hidden_size, settings.num_attention_heads
        self.k_proj, self.v_proj = PlainLinear(width, width), PlainLinear(width, width)
        self.q_proj, self.out_proj = PlainLinear(width, width), PlainLinear(width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        query, key, value = (layer(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for layer in (self.q_proj, self.k_proj, self.v_proj))
        attended = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        out: torch.Tensor = self.out_proj(attended.transpose(1, 2).flatten(2))
        return out


class FeedForward(nn.Module):
    def __init__(self, settings: TextSettings) -> None:
        super().__init__()
        self.fc1 = PlainLinear(settings.hidden_size, settings.intermediate_size)
        self.fc2 = PlainLinear(settings.intermediate_size, settings.hidden_size)
        self.activation = ACTIVATIONS[settings.hidden_act]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.fc2(self.activation(self.fc1(x)))
        return out


class Layer(nn.Module):
    def __init__(self, settings: TextSettings) -> None:
        super().__init__()
        self.self_attn = Attention(settings)
        self.layer_norm1 = nn.LayerNorm(settings.hidden_size, eps=settings.layer_norm_eps)
        self.mlp = FeedForward(settings)
        self.layer_norm2 = nn.LayerNorm(settings.hidden_size, eps=settings.layer_norm_eps)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.self_attn(self.layer_norm1(x))
        out: torch.Tensor = x + self.mlp(self.layer_norm2(x))
        return out


class Layers(nn.Module):
    def __init__(self, settings: TextSettings) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(settings) for _ in range(settings.num_hidden_layers))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            x = layer(x)
        return x


class TextEncoder(nn.Module):
    """Token ids (prompts, tokens) to text features (prompts, tokens, width), those after the last norm."""

    def __init__(self, settings: TextSettings) -> None:
        super().__init__()
        self.embeddings = Embeddings(settings)
        self.encoder = Layers(settings)
        self.final_layer_norm = nn.LayerNorm(settings.hidden_size, eps=settings.layer_norm_eps)

    @property
    def device(self) -> torch.device:
        return self.final_layer_norm.weight.device  # large layers may visit the device only while they compute

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        features: torch.Tensor = self.final_layer_norm(self.encoder(self.embeddings(ids)))
        return features
