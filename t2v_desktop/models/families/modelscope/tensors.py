"""The tensors that a component's settings ask for, by plain arithmetic: what its empty module would have, without torch.

Names and shapes are those of diffusers' UNet3DConditionModel and AutoencoderKL and of transformers' CLIPTextModel.
"""

from collections.abc import Container

from t2v_desktop.models.family import Config
from t2v_desktop.models.tensor_shapes import MAX_VALUE, Pairs, Shape, conv, linear, norm, one_of, positive, whole, wrong, yes

UNET_DOWN, UNET_UP = ("DownBlock3D", "CrossAttnDownBlock3D"), ("UpBlock3D", "CrossAttnUpBlock3D")
ACTIVATIONS = ("swish", "silu", "mish", "gelu", "relu")  # diffusers'
TEXT_ACTIVATIONS = ("gelu", "gelu_new", "gelu_pytorch_tanh", "quick_gelu", "relu", "relu6", "sigmoid", "silu", "swish", "tanh")
TEMPORAL_HEADS = 8  # of the UNet's first temporal transformer, whatever its settings say
OLD_ATTENTION = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}  # diffusers before 0.17
MAX_LAYERS, MAX_BLOCKS = 128, 8


def expected(part: str, config: Config) -> dict[str, Shape]:
    """Each tensor's shape by its name, of "unet", "vae" or "text_encoder". Raises BrokenModel, saying which setting is wrong."""
    make = {"unet": _unet, "vae": _vae, "text_encoder": _text_encoder}[part]
    return dict(make(config))


def current_name(name: str, wanted: Container[str]) -> str:
    """Today's name of a parameter that an older diffusers or transformers saved."""
    if name in wanted:
        return name
    name = name.removeprefix("text_model.")
    if ".attentions." in name:
        head, dot, last = name.rpartition(".")
        before, _, layer = head.rpartition(".")
        name = f"{before}.{OLD_ATTENTION.get(layer, layer)}{dot}{last}"
    return name


# the settings


def _channels(config: Config, default: tuple[int, ...], groups: int) -> tuple[int, ...]:
    value = config.get("block_out_channels", default)
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MAX_BLOCKS:
        raise wrong("block_out_channels", value, f"it must be a list of 1 to {MAX_BLOCKS} whole numbers")
    for one in value:
        if not isinstance(one, int) or isinstance(one, bool) or not 1 <= one <= MAX_VALUE or one % groups:
            raise wrong("block_out_channels", list(value), f"each must be a multiple of norm_num_groups, {groups}")
    return tuple(value)


def _blocks(config: Config, key: str, default: tuple[str, ...], known: tuple[str, ...], count: int) -> tuple[str, ...]:
    value = config.get(key, default)
    if not isinstance(value, list | tuple) or len(value) != count:
        raise wrong(key, value, f"it must name {count} blocks, as many as block_out_channels has numbers")
    for one in value:
        if one not in known:
            raise wrong(key, one, f"supported values: {', '.join(known)}")
    return tuple(value)


# layers


def _resnet(name: str, into: int, out: int, time: int = 0) -> Pairs:
    yield from norm(f"{name}.norm1", into)
    yield from conv(f"{name}.conv1", into, out, 3, 3)
    if time:
        yield from linear(f"{name}.time_emb_proj", time, out)
    yield from norm(f"{name}.norm2", out)
    yield from conv(f"{name}.conv2", out, out, 3, 3)
    if into != out:
        yield from conv(f"{name}.conv_shortcut", into, out, 1, 1)


def _temporal_convs(name: str, width: int) -> Pairs:
    for number, at in ((1, 2), (2, 3), (3, 3), (4, 3)):
        yield from norm(f"{name}.conv{number}.0", width)
        yield from conv(f"{name}.conv{number}.{at}", width, width, 3, 1, 1)


def _attention(name: str, width: int, context: int) -> Pairs:
    for layer, into in (("to_q", width), ("to_k", context), ("to_v", context)):
        yield from linear(f"{name}.{layer}", into, width, bias=False)
    yield from linear(f"{name}.to_out.0", width, width)


def _transformer(name: str, channels: int, width: int, context: int) -> Pairs:
    """One block of self-attention and attention to `context`, `width` wide, around which `channels` come in and go out."""
    yield from norm(f"{name}.norm", channels)
    yield from linear(f"{name}.proj_in", channels, width)
    block = f"{name}.transformer_blocks.0"
    for number, seen in ((1, width), (2, context)):
        yield from norm(f"{block}.norm{number}", width)
        yield from _attention(f"{block}.attn{number}", width, seen)
    yield from norm(f"{block}.norm3", width)
    yield from linear(f"{block}.ff.net.0.proj", width, 8 * width)
    yield from linear(f"{block}.ff.net.2", 4 * width, width)
    yield from linear(f"{name}.proj_out", width, channels)


# components


def _unet(config: Config) -> Pairs:
    groups = whole(config, "norm_num_groups", 32)
    channels = _channels(config, (320, 640, 1280, 1280), groups)
    layers = whole(config, "layers_per_block", 2, MAX_LAYERS)
    context = whole(config, "cross_attention_dim", 1024)
    heads = whole(config, "attention_head_dim", 64)  # diffusers counts heads by it in every block but the first transformer
    down = _blocks(config, "down_block_types", (*UNET_DOWN[1:] * 3, UNET_DOWN[0]), UNET_DOWN, len(channels))
    up = _blocks(config, "up_block_types", (UNET_UP[0], *UNET_UP[1:] * 3), UNET_UP, len(channels))
    _check_unet(config)
    first, time = channels[0], 4 * channels[0]
    yield from conv("conv_in", whole(config, "in_channels", 4), first, 3, 3)
    yield from linear("time_embedding.linear_1", first, time)
    yield from linear("time_embedding.linear_2", time, time)
    if config.get("time_cond_proj_dim") is not None:
        yield from linear("time_embedding.cond_proj", whole(config, "time_cond_proj_dim", 1), first, bias=False)
    yield from _transformer("transformer_in", first, TEMPORAL_HEADS * heads, TEMPORAL_HEADS * heads)
    for at, kind in enumerate(down):
        into, name = channels[max(at - 1, 0)], f"down_blocks.{at}"
        for layer in range(layers):
            yield from _unet_layer(name, layer, into if layer == 0 else channels[at], channels[at], time, heads, context if "Cross" in kind else 0)
        if at < len(channels) - 1:
            yield from conv(f"{name}.downsamplers.0.conv", channels[at], channels[at], 3, 3)
    yield from _unet_layer("mid_block", 0, channels[-1], channels[-1], time, heads, context)
    yield from _resnet("mid_block.resnets.1", channels[-1], channels[-1], time)
    yield from _temporal_convs("mid_block.temp_convs.1", channels[-1])
    backward = channels[::-1]
    for at, kind in enumerate(up):
        out, name = backward[at], f"up_blocks.{at}"
        skipped_last = backward[min(at + 1, len(backward) - 1)]
        for layer in range(layers + 1):
            into = backward[max(at - 1, 0)] if layer == 0 else out
            skipped = skipped_last if layer == layers else out
            yield from _unet_layer(name, layer, into + skipped, out, time, heads, context if "Cross" in kind else 0)
        if at < len(backward) - 1:
            yield from conv(f"{name}.upsamplers.0.conv", out, out, 3, 3)
    yield from norm("conv_norm_out", first)
    yield from conv("conv_out", first, whole(config, "out_channels", 4), 3, 3)


def _check_unet(config: Config) -> None:
    """What diffusers would refuse later, or only while it denoises."""
    if config.get("num_attention_heads") is not None:
        raise wrong("num_attention_heads", config["num_attention_heads"], "this UNet counts its heads by attention_head_dim")
    one_of(config, "act_fn", "silu", ACTIVATIONS)
    positive(config, "norm_eps", 1e-5)
    positive(config, "mid_block_scale_factor", 1)
    if config.get("downsample_padding", 1) not in (0, 1) or isinstance(config.get("downsample_padding", 1), bool):
        raise wrong("downsample_padding", config["downsample_padding"], "it must be 0 or 1")


def _unet_layer(name: str, layer: int, into: int, out: int, time: int, heads: int, context: int) -> Pairs:
    """A residual block and its temporal convolutions, with attention in space and time if `context` is not 0."""
    yield from _resnet(f"{name}.resnets.{layer}", into, out, time)
    yield from _temporal_convs(f"{name}.temp_convs.{layer}", out)
    if context:
        if heads > out:
            raise wrong("attention_head_dim", heads, f"it is more than the {out} channels of a block")
        width = out // heads * heads
        yield from _transformer(f"{name}.attentions.{layer}", out, width, context)
        yield from _transformer(f"{name}.temp_attentions.{layer}", out, width, width)


def _vae(config: Config) -> Pairs:
    groups, latent = whole(config, "norm_num_groups", 32), whole(config, "latent_channels", 4)
    channels = _channels(config, (64,), groups)
    layers = whole(config, "layers_per_block", 1, MAX_LAYERS)
    _blocks(config, "down_block_types", ("DownEncoderBlock2D",), ("DownEncoderBlock2D",), len(channels))
    _blocks(config, "up_block_types", ("UpDecoderBlock2D",), ("UpDecoderBlock2D",), len(channels))
    one_of(config, "act_fn", "silu", ACTIVATIONS)
    positive(config, "scaling_factor", 0.18215)
    attends = yes(config, "mid_block_add_attention")
    yield from conv("encoder.conv_in", whole(config, "in_channels", 3), channels[0], 3, 3)
    for at, out in enumerate(channels):
        name = f"encoder.down_blocks.{at}"
        for layer in range(layers):
            yield from _resnet(f"{name}.resnets.{layer}", out if layer else channels[max(at - 1, 0)], out)
        if at < len(channels) - 1:
            yield from conv(f"{name}.downsamplers.0.conv", out, out, 3, 3)
    yield from _vae_middle("encoder", channels[-1], attends)
    yield from norm("encoder.conv_norm_out", channels[-1])
    yield from conv("encoder.conv_out", channels[-1], 2 * latent, 3, 3)
    yield from conv("decoder.conv_in", latent, channels[-1], 3, 3)
    yield from _vae_middle("decoder", channels[-1], attends)
    for at, out in enumerate(channels[::-1]):
        name = f"decoder.up_blocks.{at}"
        for layer in range(layers + 1):
            yield from _resnet(f"{name}.resnets.{layer}", out if layer else channels[::-1][max(at - 1, 0)], out)
        if at < len(channels) - 1:
            yield from conv(f"{name}.upsamplers.0.conv", out, out, 3, 3)
    yield from norm("decoder.conv_norm_out", channels[0])
    yield from conv("decoder.conv_out", channels[0], whole(config, "out_channels", 3), 3, 3)
    if yes(config, "use_quant_conv"):
        yield from conv("quant_conv", 2 * latent, 2 * latent, 1, 1)
    if yes(config, "use_post_quant_conv"):
        yield from conv("post_quant_conv", latent, latent, 1, 1)


def _vae_middle(half: str, width: int, attends: bool) -> Pairs:
    for number in (0, 1):
        yield from _resnet(f"{half}.mid_block.resnets.{number}", width, width)
    if attends:
        yield from norm(f"{half}.mid_block.attentions.0.group_norm", width)
        for layer in ("to_q", "to_k", "to_v", "to_out.0"):
            yield from linear(f"{half}.mid_block.attentions.0.{layer}", width, width)


def _text_encoder(config: Config) -> Pairs:
    width, inner = whole(config, "hidden_size", 512), whole(config, "intermediate_size", 2048)
    heads = whole(config, "num_attention_heads", 8)
    if width % heads:
        raise wrong("hidden_size", width, f"it must be a multiple of num_attention_heads, {heads}")
    one_of(config, "hidden_act", "quick_gelu", TEXT_ACTIVATIONS)
    positive(config, "layer_norm_eps", 1e-5)
    yield "embeddings.token_embedding.weight", (whole(config, "vocab_size", 49408), width)
    yield "embeddings.position_embedding.weight", (whole(config, "max_position_embeddings", 77), width)
    for number in range(whole(config, "num_hidden_layers", 12, MAX_LAYERS)):
        layer = f"encoder.layers.{number}"
        for each in ("q_proj", "k_proj", "v_proj", "out_proj"):
            yield from linear(f"{layer}.self_attn.{each}", width, width)
        yield from norm(f"{layer}.layer_norm1", width)
        yield from norm(f"{layer}.layer_norm2", width)
        yield from linear(f"{layer}.mlp.fc1", width, inner)
        yield from linear(f"{layer}.mlp.fc2", inner, width)
    yield from norm("final_layer_norm", width)
