"""The factors by which a LoRA's products are multiplied if they have no alpha of their own: PEFT keeps them apart from the tensors."""

import json
from collections.abc import Mapping
from math import sqrt
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.json_files import check_depth, read_json

MAX_SCALE = 1000.0  # alpha divided by the rank: 1 or less in nearly all files
PEFT_FILE, PEFT_SETTINGS = "adapter_model.safetensors", "adapter_config.json"  # the names that PEFT gives its two files
IN_METADATA = "lora_adapter_metadata"  # where diffusers puts the same settings


def settings_beside(file: Path) -> Path:
    """Where the settings of a LoRA are that is in `file`: PEFT's own name, or that of an installed LoRA. There may be none."""
    return file.with_name(PEFT_SETTINGS) if file.name == PEFT_FILE else file.with_suffix(f".{PEFT_SETTINGS}")


class Scales:
    """The factors of one LoRA: 1, or what PEFT's settings say, in the file's metadata or beside it. Raises BrokenModel for settings that can't be read."""

    def __init__(self, file: Path, metadata: Mapping[str, str]) -> None:
        self._file = file
        beside = settings_beside(file)
        self._values = read_json(beside) if beside.exists() else _parse(metadata.get(IN_METADATA, ""))

    def of(self, layer: str, rank: int) -> float:
        """The factor for a layer of this rank. Raises BrokenModel for a kind of LoRA that can't be merged this way."""
        prefix = next((p for p in ("transformer.", "unet.", "text_encoder.") if layer.startswith(p)), "")
        if self._get(prefix, "use_dora"):
            raise BrokenModel(f"LoRA {self._file.name}: a DoRA can't be loaded: only LoRAs can")
        alpha, special = self._get(prefix, "lora_alpha"), self._get(prefix, "alpha_pattern")
        if isinstance(special, dict):
            alpha = next((value for name, value in special.items() if f".{layer}".endswith(f".{name.removeprefix('^')}")), alpha)
        if not isinstance(alpha, int | float) or isinstance(alpha, bool) or rank < 1:
            return 1.0
        scale = float(alpha) / (sqrt(rank) if self._get(prefix, "use_rslora") else rank)
        if not abs(scale) <= MAX_SCALE:
            raise BrokenModel(f"LoRA {self._file.name}: its settings multiply it by {scale:g}, and the limit is {MAX_SCALE:g}")
        return scale

    def _get(self, prefix: str, name: str) -> object:
        """One of the settings; diffusers puts the name of the part before it."""
        return self._values.get(f"{prefix}{name}", self._values.get(name))


def _parse(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) and check_depth(values) else {}
