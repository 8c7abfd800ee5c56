"""The known models at full size, for what they take before they are downloaded: parameters by part and the shape of their clips."""

from collections.abc import Mapping
from dataclasses import dataclass

from t2v_desktop.models.catalogue import Entry
from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.family import ClipShape, Family

_MODELSCOPE = {"text_encoder": 340_387_840, "unet": 1_411_233_860, "vae": 83_653_863}  # and of all models trained from it
_UMT5, _WAN_VAE = 5_680_910_336, 126_892_531
_WAN: Mapping[str, Mapping[str, int]] = {
    "wan2.1-t2v-1.3b": {"text_encoder": _UMT5, "transformer": 1_418_996_800, "vae": _WAN_VAE},
    "wan2.1-vace-1.3b": {"text_encoder": _UMT5, "transformer": 2_153_972_032, "vae": _WAN_VAE},
    "wan2.2-ti2v-5b": {"text_encoder": _UMT5, "transformer": 5_000_000_000, "vae": 705_000_000},  # rounded
}
_CONTROL_CHANNELS = {"wan2.1-vace-1.3b": 96}
_STRIDE_16 = ("wan2.2-ti2v-5b",)


@dataclass(frozen=True, slots=True)
class FullSize:
    family: Family
    parameters: Mapping[str, int]
    shape: ClipShape


def full_size(entry: Entry) -> FullSize | None:
    """What is known of a model without its files; None for the built-in one, whose files are here."""
    if not entry.hub_id:
        return None
    if entry.name not in _WAN:
        return FullSize(MODELSCOPE, _MODELSCOPE, ClipShape(entry.width, entry.height, 64, 8, 4, num_frames=entry.num_frames, fps=entry.fps))
    stride, channels = (16, 48) if entry.name in _STRIDE_16 else (8, 16)
    control = _CONTROL_CHANNELS.get(entry.name, 0)
    shape = ClipShape(entry.width, entry.height, 2 * stride, stride, channels, 4, 1, entry.num_frames, entry.fps, entry.inputs, control)
    return FullSize(WAN, _WAN[entry.name], shape)
