import contextlib
import json
import os
import pickle
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from t2v_desktop.errors import BrokenModel, ModelError, UnknownModel
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.header import read_header
from t2v_desktop.models.store import find

ROOT = Path(__file__).parents[2]
KEYS = st.sampled_from([
    "unet", "vae", "_class_name", "block_out_channels", "sample_size", "architectures", "layers_per_block", "down_block_types", "attention_head_dim",
    "beta_start", "beta_schedule", "trained_betas", "steps_offset", "hidden_size", "vocab_size", "max_position_embeddings", "pad_token", "model_max_length",
    "norm_num_groups", "act_fn", "latent_channels", "scaling_factor", "model",
]) | st.text(max_size=5)  # fmt: skip
FUZZED = (
    "model_index.json", "unet/config.json", "vae/config.json", "text_encoder/config.json", "scheduler/scheduler_config.json",
    "tokenizer/tokenizer_config.json", "tokenizer/vocab.json",
)  # fmt: skip
EXAMPLES = [500, pytest.param(5000, marks=pytest.mark.campaign)]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["UNet3DConditionModel", "diffusers"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12,
)  # fmt: skip
UNET = "unet/diffusion_pytorch_model.safetensors"


def framed(header: bytes) -> bytes:
    """The header of a safetensors file, with its length before it."""
    return len(header).to_bytes(8, "little") + header + bytes(64)


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


class Orders:
    """An order that is carried out when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/executed-by-a-model",)


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


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
    "pickle beside the weights": (lambda m: (m / "unet/pytorch_model.PTH").write_bytes(b""), "is a pickle"),
    "checkpoint in the root": (lambda m: (m / "text2video.ckpt").write_bytes(b""), "is a pickle"),
    "pickle under another name": (lambda m: (m / UNET).write_bytes(pickle.dumps(Orders()) * 100), "is a pickle"),
    "zip under another name": (lambda m: (m / UNET).write_bytes(b"PK\3\4" + bytes(5000)), "is a pickle"),
    "index that is a list": (lambda m: (m / "model_index.json").write_text("[]"), "does not hold"),
    "empty index": (lambda m: (m / "model_index.json").write_text("{}"), "names no scheduler"),
    "index of other bytes": (lambda m: (m / "model_index.json").write_bytes(b"\xff\xfe\0\0"), "not readable JSON"),
    "no settings": (lambda m: (m / "vae/config.json").unlink(), "is missing"),
    "settings that are a folder": (lambda m: [(m / "vae/config.json").unlink(), (m / "vae/config.json").mkdir()], "not readable JSON"),
    "scheduler of its own": (lambda m: edit(m / "scheduler/scheduler_config.json", lambda v: v.update(_class_name="os.system")), "does not load"),
    "device": (lambda m: os.mknod(m / "vae" / "zero", 0o600 | stat.S_IFCHR, os.makedev(1, 5)), "neither a file nor a folder"),
    "socket": (lambda m: listen(m / "vae" / "s"), "neither a file nor a folder"),
    "name with a trailing dot": (lambda m: (m / "vae" / "notes.").touch(), "Windows"),
    "library for Windows": (lambda m: (m / "vae" / "x.DLL").write_bytes(b""), "program code"),
    "link out of the hub cache": (lambda m: (m / "unet" / "up").symlink_to("../../../../etc"), "is a link"),
    "no weights": (lambda m: (m / UNET).unlink(), "has no weights"),
    "no vocabulary": (lambda m: (m / "tokenizer/vocab.json").unlink(), "has no tokenizer"),
    "reserved name": (lambda m: (m / "unet" / "NUL.txt").touch(), "Windows"),
    "colon": (lambda m: (m / "unet" / "a:b").touch(), "Windows"),
    "twins": (lambda m: (m / "UNET").mkdir(), "upper and lower case"),
    "symlink": (lambda m: (m / "unet" / "notes").symlink_to("/etc/passwd"), "is a link"),
    "fifo": (lambda m: os.mkfifo(m / "unet" / "pipe"), "neither a file nor a folder"),
    "too many files": (lambda m: [(m / f"f{i}").touch() for i in range(1100)], "more than"),
    "cut short": (lambda m: os.truncate(m / UNET, 5000), "cut short|header says"),
    "one byte less": (lambda m: os.truncate(m / UNET, (m / UNET).stat().st_size - 1), "header says"),
    "empty weights": (lambda m: os.truncate(m / UNET, 0), "is empty"),
    "huge header": (lambda m: (m / UNET).write_bytes((2**40).to_bytes(8, "little")), "cut short"),
    "header is no JSON": (lambda m: (m / UNET).write_bytes((4).to_bytes(8, "little") + b"abcd"), "unreadable header"),
    "negative shape": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(shape=[-32])), "wrongly"),  # type: ignore[attr-defined]
    "overlong tensor": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(shape=[33])), "wrongly"),  # type: ignore[attr-defined]
    "attention by code of a hub": (lambda m: edit(m / "text_encoder/config.json", lambda v: v.update(_attn_implementation="owner/kernel")), "attention by"),
    "attention by code of a hub, further in": (
        lambda m: edit(m / "text_encoder/config.json", lambda v: v.update(text_config={"attn_implementation": "owner/kernel"})),
        "attention by",
    ),
    "a number of 400 digits": (lambda m: edit(m / "unet/config.json", lambda v: v.update(sample_size=10**400)), "more than any model"),
    "name with a line of its own": (lambda m: (m / "unet" / "a\nb\x1b[2J").symlink_to("/etc/passwd"), "Windows"),
    "key with a line of its own": (lambda m: edit(m / "unet/config.json", lambda v: v.update({"a\nb\x1b[2J": 10**9})), "more than any model"),
    "few timesteps": (lambda m: edit(m / "scheduler/scheduler_config.json", lambda v: v.update(num_train_timesteps=5)), "fewer than"),
    "deep tokenizer": (lambda m: (m / "tokenizer/special_tokens_map.json").write_text('{"a":' * 900 + "1" + "}" * 900), "does not hold"),
    "huge vocabulary": (lambda m: os.truncate(m / "tokenizer/vocab.json", 50 << 30), "larger than"),
    "huge merges": (lambda m: os.truncate(m / "tokenizer/merges.txt", 50 << 30), "larger than"),
    "preview cut short": (lambda m: (m / "preview.safetensors").write_bytes(b"1234"), "cut short"),
    "unknown dtype": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(dtype="F3")), "wrongly"),  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_hostile_folder_is_refused_in_one_line(damage: str, tiny_copy: Path) -> None:
    hurt, said = DAMAGE[damage]
    hurt(tiny_copy)
    with pytest.raises(ModelError, match=said) as refusal:
        inspect(tiny_copy)
    assert "\n" not in str(refusal.value)


def test_no_hostile_folder_runs_anything_connects_or_takes_long(tiny_model: Path, tmp_path: Path) -> None:
    """All of them, looked at in a process that dies of any connection, program or written file, within time and memory."""
    folders = []
    for number, (hurt, _) in enumerate(DAMAGE.values()):
        folders.append(shutil.copytree(tiny_model, tmp_path / str(number)))
        hurt(folders[-1])
    assert len(folders) >= 40
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/models/watched_gate.py"), *map(str, folders)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["refused"] == len(folders)
    assert max(told["seconds"]) < 5
    assert not Path("/tmp/executed-by-a-model").exists()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_any_bytes_are_a_header_or_a_broken_model(tmp_path: Path, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(st.binary(max_size=300) | st.builds(framed, st.binary(max_size=200)) | st.builds(framed, JSON.map(lambda v: json.dumps(v).encode())))
    def holds(raw: bytes) -> None:
        (tmp_path / "weights").write_bytes(raw)
        with contextlib.suppress(BrokenModel):
            read_header(tmp_path / "weights")

    holds()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_any_settings_are_a_model_or_a_broken_one(tiny_model: Path, tiny_copy: Path, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(st.sampled_from(FUZZED), JSON, st.binary(max_size=40))
    def holds(name: str, value: object, tail: bytes) -> None:
        whole = (tiny_model / name).read_text()
        mixed = json.loads(whole) | value if isinstance(value, dict) else value
        (tiny_copy / name).write_bytes(json.dumps(mixed).encode() + tail)
        with contextlib.suppress(ModelError):
            inspect(tiny_copy)
        with contextlib.suppress(ModelError):
            find(str(tiny_copy))
        (tiny_copy / name).write_text(whole)

    holds()


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
