"""Attention within a frame, to the text, and over the frames of a clip (Vaswani et al. 2017; ModelScope, Wang et al. 2023).

Activations stay in one order in memory: prompt, frame, pixel, channel. What follows are views of it.
"""

from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from t2v_desktop.engine.families.modelscope.layers import GroupNorm
from t2v_desktop.engine.layers import Linear, PlainLinear

TextMemory: TypeAlias = dict[nn.Module, tuple[Tensor, Tensor]]  # keys and values (prompts, heads, tokens, width of a head) by the attention that reads them

FEW_KEYS, FEW_KEYS_HALF = 32, 128  # in fp32 and in bf16, measured with 16 to 1,024 queries
UNEVEN, UNEVEN_KEYS = 16, 128  # up to so many keys that don't fill the fused kernel's vectors, a text's 77 for one, plain steps win in fp32: 1.2 to 1.6 times
MOST_SCORES = 2**23  # of plain steps, which write them to memory: 32 MiB
TRANSFORMER_EPS = 1e-6  # of the group norm before a transformer, whatever the model's settings say


class Attention(nn.Module):
    """Multi-head attention of tokens to themselves, or to a text of `context` values a token."""

    def __init__(self, width: int, heads: int, context: int = 0) -> None:
        super().__init__()
        self.heads, self.scale, self.most_bytes = heads, (width // heads) ** -0.5, 0
        self.to_q = Linear(width, width, bias=False)
        self.to_k, self.to_v = ((PlainLinear if context else Linear)(context or width, width, bias=False) for _ in range(2))  # a text is read once a clip
        self.to_out = nn.ModuleList([Linear(width, width)])
        self.to_qkv: Linear | None = None

    def fuse(self) -> None:
        """Project to queries, keys and values in one product; its result holds the three of a head beside each other, queries scaled."""
        if self.to_qkv is not None:
            return
        query, key, value = (torch.unflatten(layer.weight, 0, (self.heads, -1)) for layer in (self.to_q, self.to_k, self.to_v))
        weight = torch.stack([query * self.scale, key, value], dim=1).flatten(0, 2)
        self.to_qkv = Linear(weight.shape[1], weight.shape[0], bias=False, device="meta")
        self.to_qkv.weight = nn.Parameter(weight, requires_grad=False)
        del self.to_q, self.to_k, self.to_v

    def queries_keys_values(self, x: Tensor) -> tuple[Tensor, ...]:
        """Scaled queries, keys and values (..., heads, width of a head) of tokens (..., width)."""
        if self.to_qkv is None:
            return self.by_head(self.to_q(x) * self.scale), self.by_head(self.to_k(x)), self.by_head(self.to_v(x))
        fused: Tensor = self.to_qkv(x)
        return torch.unflatten(fused, -1, (self.heads, 3, -1)).unbind(-2)

    def by_head(self, x: Tensor) -> Tensor:
        return torch.unflatten(x, -1, (self.heads, -1))

    def remember(self, text: Tensor) -> tuple[Tensor, Tensor]:
        """Keys, scaled in place of the queries, and values of the text (prompts, tokens, context) for all steps of a clip.

        The weights may be on another device, in another precision.
        """
        key, value = (self.by_head(F.linear(text, layer.weight.to(text))).transpose(1, 2) for layer in (self.to_k, self.to_v))
        return key * self.scale, value

    def attend(self, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """What queries read: (batch, tokens, heads, width of a head); all three are (batch, heads, tokens, width of a head).

        Where scores are written to memory (MPS), part of the batch at a time: at most `most_bytes` of them, but at least one row.
        """
        rows = len(query)
        if self.most_bytes:
            rows = max(1, self.most_bytes // (query.shape[1] * query.shape[2] * key.shape[2] * query.element_size()))
        parts = [_attention(query[at : at + rows], key[at : at + rows], value[at : at + rows]) for at in range(0, len(query), rows)]
        return (parts[0] if len(parts) == 1 else torch.cat(parts)).transpose(1, 2)


def _attention(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Dot-product attention of what is already scaled. On a CPU, torch's fused kernel may take up to four times as long as three plain steps."""
    if query.device.type != "cpu" or not _plain_is_faster(query, key.shape[2]):
        return F.scaled_dot_product_attention(query, key, value, scale=1.0)
    return torch.matmul(torch.matmul(query, key.transpose(2, 3)).softmax(-1), value)


def _plain_is_faster(query: Tensor, keys: int) -> bool:
    if query.dtype is torch.bfloat16:
        return keys <= FEW_KEYS_HALF
    return keys <= FEW_KEYS or (keys <= UNEVEN_KEYS and keys % UNEVEN > 0 and query.shape[:3].numel() * keys <= MOST_SCORES)


class GatedGelu(nn.Module):
    """`width` values to four times as many, each multiplied by the GELU of another (GEGLU, Shazeer 2020)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.proj = Linear(width, 8 * width)
        self.gate: Linear | None = None

    def split(self) -> None:
        """Compute the gate by itself: a packed layer activates it, and multiplies by it, without another pass over memory."""
        if self.gate is not None:
            return
        whole = self.proj
        self.proj, self.gate = (Linear(whole.in_features, whole.out_features // 2, device="meta") for _ in range(2))
        for half, weight, bias in zip((self.proj, self.gate), whole.weight.chunk(2), whole.bias.chunk(2), strict=True):
            half.weight, half.bias = nn.Parameter(weight, requires_grad=False), nn.Parameter(bias, requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        if self.gate is None:
            value, gate = self.proj(x).chunk(2, dim=-1)
            return F.gelu(gate).mul_(value)
        gated: Tensor = self.proj(x, multiply=self.gate(x, gelu="none"))
        return gated


class FeedForward(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.net = nn.ModuleList([GatedGelu(width), nn.Identity(), Linear(4 * width, width)])

    def forward(self, x: Tensor, residual: Tensor) -> Tensor:
        gated, _, out = self.net
        added: Tensor = out(gated(x), add=residual)
        return added


class Block(nn.Module):
    """The layers between a transformer's projections: attention to the tokens, to the text or the tokens again, and a feed-forward layer."""

    def __init__(self, width: int, heads: int, context: int) -> None:
        super().__init__()
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))
        self.attn1, self.attn2 = Attention(width, heads), Attention(width, heads, context)
        self.ff = FeedForward(width)


class Transformer(nn.Module):
    """A group norm, a projection, a block and a projection back, around which the input is added."""

    def __init__(self, channels: int, heads: int, head_width: int, groups: int, context: int = 0) -> None:
        super().__init__()
        width = heads * head_width
        self.norm = GroupNorm(groups, channels, TRANSFORMER_EPS)
        self.proj_in = Linear(channels, width)
        self.transformer_blocks = nn.ModuleList([Block(width, heads, context)])
        self.proj_out = Linear(width, channels)

    @property
    def block(self) -> Block:
        block = self.transformer_blocks[0]
        assert isinstance(block, Block)
        return block


class SpatialTransformer(Transformer):
    """Each pixel attends to its frame and to the text."""

    def forward(self, x: Tensor, num_frames: int, text: TextMemory) -> Tensor:
        """`x` (prompts * num_frames, channels, height, width), or (num_frames, ...) while it is the same for all prompts; always gives the former."""
        block, (_, channels, height, width) = self.block, x.shape
        residual = x.permute(0, 2, 3, 1).reshape(-1, height * width, channels)
        tokens = self.proj_in(self.norm(x).permute(0, 2, 3, 1).reshape(residual.shape))
        read = block.attn1.attend(*(y.transpose(1, 2) for y in block.attn1.queries_keys_values(block.norm1(tokens))))
        tokens = block.attn1.to_out[0](read.flatten(2), add=tokens)
        key, value = text[block.attn2]
        queries = block.attn2.by_head(block.attn2.to_q(block.norm2(tokens)))  # every frame's pixels together: keys are those of the clip
        queries = torch.unflatten(queries, 0, (-1, num_frames)).flatten(1, 2).transpose(1, 2)
        if times := len(key) // len(queries) - 1:
            queries = queries.expand(len(key), -1, -1, -1)
            residual, tokens = (y.repeat(1 + times, 1, 1) for y in (residual, tokens))
        read = block.attn2.attend(queries, key, value).reshape(tokens.shape)
        tokens = block.attn2.to_out[0](read, add=tokens)
        tokens = block.ff(block.norm3(tokens), tokens)
        out: Tensor = self.proj_out(tokens, add=residual)
        return torch.unflatten(out, 1, (height, width)).permute(0, 3, 1, 2)


class TemporalTransformer(Transformer):
    """Each pixel attends to itself in all frames, twice."""

    def forward(self, x: Tensor, num_frames: int) -> Tensor:
        """`x` (prompts * num_frames, channels, height, width)."""
        block, (_, channels, height, width) = self.block, x.shape
        residual = x.permute(0, 2, 3, 1).reshape(-1, num_frames, height * width, channels)
        normed: Tensor = self.norm(residual.permute(0, 3, 1, 2))
        tokens = self.proj_in(normed.permute(0, 2, 3, 1))
        for norm, attention in ((block.norm1, block.attn1), (block.norm2, block.attn2)):
            tokens = attention.to_out[0](self._over_frames(attention, norm(tokens)), add=tokens)
        tokens = block.ff(block.norm3(tokens), tokens)
        out: Tensor = self.proj_out(tokens, add=residual)
        return out.reshape(-1, height, width, channels).permute(0, 3, 1, 2)

    def _over_frames(self, attention: Attention, tokens: Tensor) -> Tensor:
        """Attention of tokens (prompts, frames, pixels, width) over frames, of the same shape."""
        parts = attention.queries_keys_values(tokens)  # prompts, frames, pixels, heads, width of a head
        if tokens.device.type == "cpu":  # pixels counted as heads: nothing is copied
            return attention.attend(*(y.flatten(2, 3).transpose(1, 2) for y in parts)).reshape(tokens.shape)
        read = attention.attend(*(y.permute(0, 2, 3, 1, 4).flatten(0, 1) for y in parts))
        return torch.unflatten(read, 0, (-1, tokens.shape[2])).transpose(1, 2).flatten(3)
