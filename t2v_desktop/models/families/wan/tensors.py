"""The tensors that the settings of a Wan component ask for, by plain arithmetic: what its empty module would have, without torch.

Names and shapes are those of diffusers' WanTransformer3DModel, WanVACETransformer3DModel and AutoencoderKLWan and of transformers' UMT5EncoderModel.
"""

from collections.abc import Container, Sequence
from math import prod

from t2v_desktop.models.family import Config
from t2v_desktop.models.tensor_shapes import Pairs, Shape, conv, linear, norm, positive, whole, wrong, yes

MAX_LAYERS, MAX_LEVELS, MAX_CHANNELS, MAX_PATCH = 128, 8, 256, 16
CONTROLLED = "WanVACETransformer3DModel"  # the class of a transformer with control
TIED = ("encoder.embed_tokens.weight", "shared.weight")  # two names of the word embeddings: a file has either


def expected(part: str, config: Config) -> dict[str, Shape]:
    """Each tensor's shape by its name, of "transformer", "vae" or "text_encoder". Raises BrokenModel, saying which setting is wrong."""
    return dict({"transformer": _transformer, "vae": _vae, "text_encoder": _text_encoder}[part](config))


def current_name(name: str, wanted: Container[str]) -> str:
    return TIED[1] if name == TIED[0] and name not in wanted else name


def patch_of(config: Config) -> tuple[int, int, int]:
    """The frames, rows and columns of a transformer's patch. Raises BrokenModel."""
    value = config.get("patch_size", (1, 2, 2))
    if not isinstance(value, list | tuple) or len(value) != 3 or not all(type(side) is int and 1 <= side <= MAX_PATCH for side in value) or value[0] != 1:
        raise wrong("patch_size", value, f"it must be three whole numbers up to {MAX_PATCH}, the first of them 1")
    return value[0], value[1], value[2]


def control_channels(config: Config) -> int:
    """The channels of a transformer's control latents, 0 if it has none. Raises BrokenModel."""
    return whole(config, "vace_in_channels", 96) if config.get("_class_name") == CONTROLLED else 0


# the transformer


def _transformer(config: Config) -> Pairs:
    if config.get("image_dim") is not None or config.get("added_kv_proj_dim") is not None:
        raise wrong("image_dim", config.get("image_dim"), "a model that reads an image's CLIP features isn't supported")
    if config.get("qk_norm", "rms_norm_across_heads") != "rms_norm_across_heads":
        raise wrong("qk_norm", config["qk_norm"], "supported value: rms_norm_across_heads")
    head_width = whole(config, "attention_head_dim", 128)
    if head_width % 2:
        raise wrong("attention_head_dim", head_width, "it must be even")
    width = whole(config, "num_attention_heads", 40) * head_width
    positive(config, "eps", 1e-6)
    waves = whole(config, "freq_dim", 256)
    if waves % 2:
        raise wrong("freq_dim", waves, "it must be even")
    patch = patch_of(config)
    yield from conv("patch_embedding", whole(config, "in_channels", 16), width, *patch)
    embedder = "condition_embedder"
    yield from _embedder(f"{embedder}.time_embedder", waves, width)
    yield from linear(f"{embedder}.time_proj", width, 6 * width)
    yield from _embedder(f"{embedder}.text_embedder", whole(config, "text_dim", 4096), width)
    for at in range(whole(config, "num_layers", 40, MAX_LAYERS)):
        yield from _block(f"blocks.{at}", width, whole(config, "ffn_dim", 13824), norms=yes(config, "cross_attn_norm"))
    if channels := control_channels(config):
        yield from conv("vace_patch_embedding", channels, width, *patch)
        yield from _control_blocks(config, width)
    yield "scale_shift_table", (1, 2, width)
    yield from linear("proj_out", width, whole(config, "out_channels", 16) * prod(patch))


def _control_blocks(config: Config, width: int) -> Pairs:
    """Blocks beside those of the transformer; each gives a hint to one of them, the first one to the first."""
    hinted, count = config.get("vace_layers", [0, 5, 10, 15, 20, 25, 30, 35]), whole(config, "num_layers", 40, MAX_LAYERS)
    valid = isinstance(hinted, list) and 0 in hinted and all(type(at) is int and 0 <= at < count for at in hinted) and len(set(hinted)) == len(hinted)
    if not valid:
        raise wrong("vace_layers", hinted, f"it must be a list of different whole numbers below {count}, 0 among them")
    for at in range(len(hinted)):
        name = f"vace_blocks.{at}"
        if at == 0:
            yield from linear(f"{name}.proj_in", width, width)
        yield from _block(name, width, whole(config, "ffn_dim", 13824), norms=yes(config, "cross_attn_norm"))
        yield from linear(f"{name}.proj_out", width, width)


def _embedder(name: str, into: int, out: int) -> Pairs:
    yield from linear(f"{name}.linear_1", into, out)
    yield from linear(f"{name}.linear_2", out, out)


def _block(name: str, width: int, inner: int, *, norms: bool) -> Pairs:
    for attention in ("attn1", "attn2"):
        for layer in ("to_q", "to_k", "to_v", "to_out.0"):
            yield from linear(f"{name}.{attention}.{layer}", width, width)
        for layer in ("norm_q", "norm_k"):
            yield f"{name}.{attention}.{layer}.weight", (width,)
    if norms:
        yield from norm(f"{name}.norm2", width)
    yield from linear(f"{name}.ffn.net.0.proj", width, inner)
    yield from linear(f"{name}.ffn.net.2", inner, width)
    yield f"{name}.scale_shift_table", (1, 6, width)


# the autoencoder


def _vae(config: Config) -> Pairs:
    latent, levels = whole(config, "z_dim", 16, MAX_CHANNELS), _levels(config)
    in_time = _switches(config, len(levels) - 1)
    for name in ("latents_mean", "latents_std"):
        values = config.get(name)
        if not isinstance(values, list) or len(values) != latent or not all(type(value) in (int, float) for value in values):
            raise wrong(name, values, f"it must be a list of {latent} numbers, as many as z_dim")
    if config.get("attn_scales"):
        raise wrong("attn_scales", config["attn_scales"], "attention between the levels isn't supported")
    if config.get("patch_size") is not None:
        whole(config, "patch_size", 1, MAX_PATCH)
    base = whole(config, "base_dim", 96)
    inner = base if config.get("decoder_base_dim") is None else whole(config, "decoder_base_dim", base)
    blocks, residual = whole(config, "num_res_blocks", 2, MAX_LAYERS), yes(config, "is_residual", False)
    yield from _encoder(config, [base * level for level in levels], base, in_time, blocks, residual=residual)
    yield from conv("quant_conv", 2 * latent, 2 * latent, 1, 1, 1)
    yield from conv("post_quant_conv", latent, latent, 1, 1, 1)
    yield from _decoder(config, [inner * level for level in levels[::-1]], in_time[::-1], blocks, residual=residual)


def _levels(config: Config) -> list[int]:
    value = config.get("dim_mult", [1, 2, 4, 4])
    if not isinstance(value, list) or not 2 <= len(value) <= MAX_LEVELS or not all(type(one) is int and 1 <= one <= 64 for one in value):
        raise wrong("dim_mult", value, f"it must be a list of 2 to {MAX_LEVELS} whole numbers")
    return value


def _switches(config: Config, count: int) -> list[bool]:
    value = config.get("temperal_downsample", [False, True, True])
    if not isinstance(value, list) or len(value) != count or not all(isinstance(one, bool) for one in value):
        raise wrong("temperal_downsample", value, f"it must be a list of {count} times true or false")
    return value


def _encoder(config: Config, widths: Sequence[int], base: int, in_time: Sequence[bool], blocks: int, *, residual: bool) -> Pairs:
    yield from conv("encoder.conv_in", whole(config, "in_channels", 3), base, 3, 3, 3)
    into, at = base, 0
    for level, out in enumerate(widths):
        deepest = level == len(widths) - 1
        for block in range(blocks):
            name = f"encoder.down_blocks.{level}.resnets.{block}" if residual else f"encoder.down_blocks.{at}"
            yield from _residual(name, into, out)
            into, at = out, at + 1
        if not deepest:
            name = f"encoder.down_blocks.{level}.downsampler" if residual else f"encoder.down_blocks.{at}"
            yield from _resample(name, out, out, out if in_time[level] else 0)
            at += 1
    yield from _ends("encoder", into, into, 2 * whole(config, "z_dim", 16))


def _decoder(config: Config, widths: Sequence[int], in_time: Sequence[bool], blocks: int, *, residual: bool) -> Pairs:
    yield from conv("decoder.conv_in", whole(config, "z_dim", 16), widths[0], 3, 3, 3)
    into = widths[0]
    for level, out in enumerate(widths):
        name = f"decoder.up_blocks.{level}"
        for block in range(blocks + 1):
            yield from _residual(f"{name}.resnets.{block}", into if block == 0 else out, out)
        into = out if residual else out // 2
        if level < len(widths) - 1:
            yield from _resample(f"{name}.upsampler" if residual else f"{name}.upsamplers.0", out, into, 2 * out if in_time[level] else 0)
    yield from _ends("decoder", widths[0], widths[-1], whole(config, "out_channels", 3))


def _ends(name: str, middle: int, last: int, out: int) -> Pairs:
    for block in range(2):
        yield from _residual(f"{name}.mid_block.resnets.{block}", middle, middle)
    yield f"{name}.mid_block.attentions.0.norm.gamma", (middle, 1, 1)
    yield from conv(f"{name}.mid_block.attentions.0.to_qkv", middle, 3 * middle, 1, 1)
    yield from conv(f"{name}.mid_block.attentions.0.proj", middle, middle, 1, 1)
    yield f"{name}.norm_out.gamma", (last, 1, 1, 1)
    yield from conv(f"{name}.conv_out", last, out, 3, 3, 3)


def _residual(name: str, into: int, out: int) -> Pairs:
    yield f"{name}.norm1.gamma", (into, 1, 1, 1)
    yield from conv(f"{name}.conv1", into, out, 3, 3, 3)
    yield f"{name}.norm2.gamma", (out, 1, 1, 1)
    yield from conv(f"{name}.conv2", out, out, 3, 3, 3)
    if into != out:
        yield from conv(f"{name}.conv_shortcut", into, out, 1, 1, 1)


def _resample(name: str, width: int, out: int, in_time: int) -> Pairs:
    """A change of size; `in_time` are the channels that a change of length makes, 0 if there is none."""
    yield from conv(f"{name}.resample.1", width, out, 3, 3)
    if in_time:
        yield from conv(f"{name}.time_conv", width, in_time, 3, 1, 1)


# the text encoder


def _text_encoder(config: Config) -> Pairs:
    if config.get("feed_forward_proj", "gated-gelu") != "gated-gelu":
        raise wrong("feed_forward_proj", config["feed_forward_proj"], "supported value: gated-gelu")
    positive(config, "layer_norm_epsilon", 1e-6)
    width, inner = whole(config, "d_model", 4096), whole(config, "num_heads", 64) * whole(config, "d_kv", 64)
    buckets, farthest = whole(config, "relative_attention_num_buckets", 32), whole(config, "relative_attention_max_distance", 128)
    if buckets % 4 or farthest <= buckets // 4:
        raise wrong("relative_attention_num_buckets", buckets, f"it must be a multiple of 4, less than four times the farthest distance, {farthest}")
    yield TIED[1], (whole(config, "vocab_size", 256384), width)
    for at in range(whole(config, "num_layers", 24, MAX_LAYERS)):
        attention, network = (f"encoder.block.{at}.layer.{number}" for number in (0, 1))
        for layer in ("q", "k", "v"):
            yield from linear(f"{attention}.SelfAttention.{layer}", width, inner, bias=False)
        yield from linear(f"{attention}.SelfAttention.o", inner, width, bias=False)
        yield f"{attention}.SelfAttention.relative_attention_bias.weight", (buckets, config.get("num_heads", 64))
        yield f"{attention}.layer_norm.weight", (width,)
        for layer in ("wi_0", "wi_1"):
            yield from linear(f"{network}.DenseReluDense.{layer}", width, whole(config, "d_ff", 10240), bias=False)
        yield from linear(f"{network}.DenseReluDense.wo", whole(config, "d_ff", 10240), width, bias=False)
        yield f"{network}.layer_norm.weight", (width,)
    yield "encoder.final_layer_norm.weight", (width,)
