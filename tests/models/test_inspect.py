import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from t2v_desktop.errors import BrokenModel, ModelError, UnknownModel
from t2v_desktop.models.inspect import inspect, read_header

UNET = "unet/diffusion_pytorch_model.safetensors"


def edit(file: Path, change: Callable[[dict[str, object]], object]) -> None:
    value = json.loads(file.read_text())
    change(value)
    file.write_text(json.dumps(value))


def header_of(file: Path, change: Callable[[dict[str, object]], object]) -> None:
    raw = file.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    change(header)
    text = json.dumps(header).encode()
    file.write_bytes(len(text).to_bytes(8, "little") + text + raw[8 + length :])


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no index": (lambda m: (m / "model_index.json").unlink(), "no model_index.json"),
    "index is no JSON": (lambda m: (m / "model_index.json").write_text("{"), "not readable JSON"),
    "index too deep": (lambda m: (m / "model_index.json").write_text('{"a":' * 70 + "1" + "}" * 70), "does not hold"),
    "index nests without end": (lambda m: (m / "model_index.json").write_text("[" * 100_000), "not readable JSON"),
    "index too large": (lambda m: (m / "model_index.json").write_text(" " * 10_000_001), "larger than"),
    "list-valued class": (lambda m: edit(m / "model_index.json", lambda v: v.update(unet=["x", ["y"]])), "names no unet"),
    "unknown class": (lambda m: edit(m / "model_index.json", lambda v: v.update(unet=["os", "system"])), "does not load"),
    "unknown class in config": (lambda m: edit(m / "unet/config.json", lambda v: v.update(_class_name="Evil")), "does not load"),
    "class that is a list": (lambda m: edit(m / "unet/config.json", lambda v: v.update(_class_name=["a"])), "does not load"),
    "architectures that are a number": (lambda m: edit(m / "text_encoder/config.json", lambda v: v.update(architectures=5)), "does not load"),
    "a billion layers": (lambda m: edit(m / "unet/config.json", lambda v: v.update(layers_per_block=10**9)), "more than any model"),
    "a thousand layers": (lambda m: edit(m / "unet/config.json", lambda v: v.update(layers_per_block=1000)), "more than any model"),
    "20,000 blocks": (lambda m: edit(m / "vae/config.json", lambda v: v.update(block_out_channels=[8] * 20_000)), "more than any model"),
    "infinite size": (lambda m: edit(m / "unet/config.json", lambda v: v.update(sample_size=float("inf"))), "not readable JSON"),
    "links in a circle": (lambda m: (m / "unet" / "loop").symlink_to(m / "unet" / "loop"), "is a link"),
    "tokenizer with code": (lambda m: edit(m / "tokenizer/tokenizer_config.json", lambda v: v.update(auto_map={})), "auto_map"),
    "auto_map": (lambda m: edit(m / "text_encoder/config.json", lambda v: v.update(auto_map={"AutoModel": "x.Y"})), "auto_map"),
    "python file": (lambda m: (m / "unet" / "Model.PY").write_text("print(1)"), "program code"),
    "library": (lambda m: (m / "vae" / "x.so").write_bytes(b""), "program code"),
    "pickle only": (lambda m: (m / UNET).rename(m / "unet/diffusion_pytorch_model.bin"), "pickle"),
    "no weights": (lambda m: (m / UNET).unlink(), "has no weights"),
    "no vocabulary": (lambda m: (m / "tokenizer/vocab.json").unlink(), "no vocab.json"),
    "reserved name": (lambda m: (m / "unet" / "NUL.txt").touch(), "Windows"),
    "colon": (lambda m: (m / "unet" / "a:b").touch(), "Windows"),
    "twins": (lambda m: (m / "UNET").mkdir(), "upper and lower case"),
    "symlink": (lambda m: (m / "unet" / "notes").symlink_to("/etc/passwd"), "is a link"),
    "fifo": (lambda m: os.mkfifo(m / "unet" / "pipe"), "neither a file nor a folder"),
    "too many files": (lambda m: [(m / f"f{i}").touch() for i in range(1100)], "more than"),
    "cut short": (lambda m: os.truncate(m / UNET, 5000), "cut short|header says"),
    "one byte less": (lambda m: os.truncate(m / UNET, (m / UNET).stat().st_size - 1), "header says"),
    "empty weights": (lambda m: os.truncate(m / UNET, 0), "cut short"),
    "huge header": (lambda m: (m / UNET).write_bytes((2**40).to_bytes(8, "little")), "cut short"),
    "header is no JSON": (lambda m: (m / UNET).write_bytes((4).to_bytes(8, "little") + b"abcd"), "unreadable header"),
    "negative shape": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(shape=[-32])), "wrongly"),  # type: ignore[attr-defined]
    "overlong tensor": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(shape=[33])), "wrongly"),  # type: ignore[attr-defined]
    "unknown dtype": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(dtype="F3")), "wrongly"),  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_hostile_folder_is_refused_in_one_line(damage: str, tiny_copy: Path) -> None:
    hurt, said = DAMAGE[damage]
    hurt(tiny_copy)
    with pytest.raises(ModelError, match=said) as refusal:
        inspect(tiny_copy)
    assert "\n" not in str(refusal.value)


def test_a_whole_folder_passes(tiny_model: Path) -> None:
    assert set(inspect(tiny_model)) == {"text_encoder", "unet", "vae"}


def test_a_folder_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel):
        inspect(tmp_path / "gone")


def test_links_into_the_hub_cache_are_followed(tiny_copy: Path, tmp_path: Path) -> None:
    blobs, snapshot = tmp_path / "hub" / "blobs", tmp_path / "hub" / "snapshots" / "8227"
    blobs.mkdir(parents=True)
    for i, file in enumerate(p for p in tiny_copy.rglob("*") if p.is_file()):
        link = snapshot / file.relative_to(tiny_copy)
        link.parent.mkdir(parents=True, exist_ok=True)
        file.rename(blobs / str(i))
        link.symlink_to(blobs / str(i))
    assert inspect(snapshot)


def test_the_header_tells_every_shape(tiny_model: Path) -> None:
    assert read_header(tiny_model / UNET)["conv_in.weight"] == (32, 4, 3, 3)


def test_a_file_without_tensors_is_read_without_error_but_lacks_them(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes((2).to_bytes(8, "little") + b"{}")
    assert read_header(tmp_path / "empty") == {}
    (tmp_path / "list").write_bytes((2).to_bytes(8, "little") + b"[]")
    with pytest.raises(BrokenModel):
        read_header(tmp_path / "list")
