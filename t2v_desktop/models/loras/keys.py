"""What the tensors of a LoRA file are for, by their names. Trainers disagree on the names; the layer comes first in all of them."""

import re
from dataclasses import dataclass
from typing import Literal

from t2v_desktop.errors import BrokenModel

Use = Literal["down", "up", "unfolded_down", "unfolded_up", "alpha", "weight_difference", "bias_difference"]

ENDINGS: tuple[tuple[str, Use], ...] = (
    (".lora_A.weight", "down"),  # PEFT, diffusers
    (".lora_B.weight", "up"),
    (".lora_A.default.weight", "down"),  # PEFT with the adapter's name
    (".lora_B.default.weight", "up"),
    (".lora_down.weight", "down"),  # kohya, musubi
    (".lora_up.weight", "up"),
    (".lora.down.weight", "down"),  # diffusers before PEFT
    (".lora.up.weight", "up"),
    ("_lora.down.weight", "down"),
    ("_lora.up.weight", "up"),
    (".lora_A", "unfolded_down"),  # stable_lora, after Microsoft's loralib
    (".lora_B", "unfolded_up"),
    (".alpha", "alpha"),
    (".diff", "weight_difference"),  # CausVid, lightx2v
    (".diff_b", "bias_difference"),
)
OTHER_KINDS = {
    "dora_scale": "DoRA",
    "lora_magnitude_vector": "DoRA",
    "lokr_w": "LoKr",
    "lokr_t": "LoKr",
    "hada_w": "LoHa",
    "hada_t": "LoHa",
    "oft_": "OFT",
    "boft_": "BOFT",
    "lora_mid": "LoCon with a middle layer",
    "ia3_": "IA3",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One tensor of a LoRA file: the `layer` that it changes, by the file's own name, and its `use`."""

    layer: str
    use: Use


def read_key(name: str) -> Key | None:
    """What the tensor `name` is for; None if that is unknown. Raises BrokenModel for other kinds of adapters, which it names."""
    for mark, kind in OTHER_KINDS.items():
        if re.search(rf"(^|\.){mark}", name):
            raise BrokenModel(f"a {kind} can't be loaded: only LoRAs can")
    for ending, use in ENDINGS:
        if name.endswith(ending):
            return Key(name.removesuffix(ending).replace(".processor.", "."), use)
    return None
