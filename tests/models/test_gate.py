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
    """A safetensors header, preceded by its length."""
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


class Payload:
    """Runs a command when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/executed-by-a-model",)


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no index": (lambda m: (m / "model_index.json").unlink(), "no model_index.json"),
    "index is not JSON": (lambda m: (m / "model_index.json").write_text("{"), "not valid JSON"),
    "index too deep": (lambda m: (m / "model_index.json").write_text('{"a":' * 70 + "1" + "}" * 70), "does not contain the settings"),
    "index nested endlessly": (lambda m: (m / "model_index.json").write_text("[" * 100_000), "not valid JSON"),
    "index too large": (lambda m: (m / "model_index.json").write_text(" " * 10_000_001), "larger than"),
    "list-valued class": (lambda m: edit(m / "model_index.json", lambda v: v.update(unet=["x", ["y"]])), "no valid entry for unet"),
    "unknown class": (lambda m: edit(m / "model_index.json", lambda v: v.update(unet=["os", "system"])), "does not load"),
    "unknown class in config": (lambda m: edit(m / "unet/config.json", lambda v: v.update(_class_name="Evil")), "does not load"),
    "class is a list": (lambda m: edit(m / "unet/config.json", lambda v: v.update(_class_name=["a"])), "does not load"),
    "architectures is a number": (lambda m: edit(m / "text_encoder/config.json", lambda v: v.update(architectures=5)), "does not load"),
    "a billion layers": (lambda m: edit(m / "unet/config.json", lambda v: v.update(layers_per_block=10**9)), "any real model"),
    "a thousand layers": (lambda m: edit(m / "unet/config.json", lambda v: v.update(layers_per_block=1000)), "any real model"),
    "20,000 blocks": (lambda m: edit(m / "vae/config.json", lambda v: v.update(block_out_channels=[8] * 20_000)), "any real model"),
    "infinite size": (lambda m: edit(m / "unet/config.json", lambda v: v.update(sample_size=float("inf"))), "not valid JSON"),
    "circular link": (lambda m: (m / "unet" / "loop").symlink_to(m / "unet" / "loop"), "is a link"),
    "tokenizer with code": (lambda m: edit(m / "tokenizer/tokenizer_config.json", lambda v: v.update(auto_map={})), "auto_map"),
    "auto_map": (lambda m: edit(m / "text_encoder/config.json", lambda v: v.update(auto_map={"AutoModel": "x.Y"})), "auto_map"),
    "python file": (lambda m: (m / "unet" / "Model.PY").write_text("print(1)"), "program code"),
    "library": (lambda m: (m / "vae" / "x.so").write_bytes(b""), "program code"),
    "pickle only": (lambda m: (m / UNET).rename(m / "unet/diffusion_pytorch_model.bin"), "pickle"),
    "pickle beside the weights": (lambda m: (m / "unet/pytorch_model.PTH").write_bytes(b""), "is a pickle"),
    "checkpoint in the root": (lambda m: (m / "text2video.ckpt").write_bytes(b""), "is a pickle"),
    "pickle named .safetensors": (lambda m: (m / UNET).write_bytes(pickle.dumps(Payload()) * 100), "is a pickle"),
    "zip named .safetensors": (lambda m: (m / UNET).write_bytes(b"PK\3\4" + bytes(5000)), "is a pickle"),
    "index is a list": (lambda m: (m / "model_index.json").write_text("[]"), "does not contain the settings"),
    "empty index": (lambda m: (m / "model_index.json").write_text("{}"), "no valid entry for scheduler"),
    "index in UTF-16": (lambda m: (m / "model_index.json").write_bytes(b"\xff\xfe\0\0"), "not valid JSON"),
    "no settings": (lambda m: (m / "vae/config.json").unlink(), "is missing"),
    "settings file is a folder": (lambda m: [(m / "vae/config.json").unlink(), (m / "vae/config.json").mkdir()], "is a folder, not a JSON file"),
    "custom scheduler": (lambda m: edit(m / "scheduler/scheduler_config.json", lambda v: v.update(_class_name="os.system")), "does not load"),
    "device": (lambda m: os.mknod(m / "vae" / "zero", 0o600 | stat.S_IFCHR, os.makedev(1, 5)), "neither a file nor a folder"),
    "socket": (lambda m: listen(m / "vae" / "s"), "neither a file nor a folder"),
    "name with a trailing dot": (lambda m: (m / "vae" / "notes.").touch(), "Windows"),
    "library for Windows": (lambda m: (m / "vae" / "x.DLL").write_bytes(b""), "program code"),
    "link out of the hub cache": (lambda m: (m / "unet" / "up").symlink_to("../../../../etc"), "is a link"),
    "no weights": (lambda m: (m / UNET).unlink(), "has no weights"),
    "no vocabulary": (lambda m: (m / "tokenizer/vocab.json").unlink(), "has no tokenizer"),
    "reserved name": (lambda m: (m / "unet" / "NUL.txt").touch(), "Windows"),
    "colon": (lambda m: (m / "unet" / "a:b").touch(), "Windows"),
    "names that differ only in case": (lambda m: (m / "UNET").mkdir(), "upper and lower case"),
    "symlink": (lambda m: (m / "unet" / "notes").symlink_to("/etc/passwd"), "is a link"),
    "fifo": (lambda m: os.mkfifo(m / "unet" / "pipe"), "neither a file nor a folder"),
    "too many files": (lambda m: [(m / f"f{i}").touch() for i in range(1100)], "more than"),
    "truncated": (lambda m: os.truncate(m / UNET, 5000), "truncated|header says"),
    "one byte too short": (lambda m: os.truncate(m / UNET, (m / UNET).stat().st_size - 1), "header says"),
    "empty weights": (lambda m: os.truncate(m / UNET, 0), "is empty"),
    "huge header": (lambda m: (m / UNET).write_bytes((2**40).to_bytes(8, "little")), "truncated"),
    "header is not JSON": (lambda m: (m / UNET).write_bytes((4).to_bytes(8, "little") + b"abcd"), "unreadable header"),
    "negative shape": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(shape=[-32])), "invalid header entry"),  # type: ignore[attr-defined]
    "overlong tensor": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(shape=[33])), "invalid header entry"),  # type: ignore[attr-defined]
    "attention from a hub": (
        lambda m: edit(m / "text_encoder/config.json", lambda v: v.update(_attn_implementation="owner/kernel")),
        "attention implementation",
    ),
    "attention from a hub, nested": (
        lambda m: edit(m / "text_encoder/config.json", lambda v: v.update(text_config={"attn_implementation": "owner/kernel"})),
        "attention implementation",
    ),
    "a number of 400 digits": (lambda m: edit(m / "unet/config.json", lambda v: v.update(sample_size=10**400)), "any real model"),
    "name with a line break": (lambda m: (m / "unet" / "a\nb\x1b[2J").symlink_to("/etc/passwd"), "Windows"),
    "key with a line break": (lambda m: edit(m / "unet/config.json", lambda v: v.update({"a\nb\x1b[2J": 10**9})), "any real model"),
    "few timesteps": (lambda m: edit(m / "scheduler/scheduler_config.json", lambda v: v.update(num_train_timesteps=5)), "at least 100"),
    "deep tokenizer": (lambda m: (m / "tokenizer/special_tokens_map.json").write_text('{"a":' * 900 + "1" + "}" * 900), "does not contain the settings"),
    "huge vocabulary": (lambda m: os.truncate(m / "tokenizer/vocab.json", 50 << 30), "larger than"),
    "huge merges": (lambda m: os.truncate(m / "tokenizer/merges.txt", 50 << 30), "larger than"),
    "truncated preview": (lambda m: (m / "preview.safetensors").write_bytes(b"1234"), "truncated"),
    "unknown dtype": (lambda m: header_of(m / UNET, lambda h: h["conv_in.bias"].update(dtype="F3")), "invalid header entry"),  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_malicious_folder_is_rejected_in_one_line(damage: str, tiny_copy: Path) -> None:
    apply, message = DAMAGE[damage]
    apply(tiny_copy)
    with pytest.raises(ModelError, match=message) as error:
        inspect(tiny_copy)
    assert "\n" not in str(error.value)


def test_no_malicious_folder_runs_code_connects_or_takes_long(tiny_model: Path, tmp_path: Path) -> None:
    """Inspects all of them in a process that exits on any connection, program or write, with limited time and memory."""
    folders = []
    for number, (damage, _) in enumerate(DAMAGE.values()):
        folders.append(shutil.copytree(tiny_model, tmp_path / str(number)))
        damage(folders[-1])
    assert len(folders) >= 40
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/models/watched_gate.py"), *map(str, folders)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["refused"] == len(folders)
    assert max(result["seconds"]) < 5
    assert not Path("/tmp/executed-by-a-model").exists()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_any_bytes_are_a_valid_header_or_raise_broken_model(tmp_path: Path, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(st.binary(max_size=300) | st.builds(framed, st.binary(max_size=200)) | st.builds(framed, JSON.map(lambda v: json.dumps(v).encode())))
    def check_examples(raw: bytes) -> None:
        (tmp_path / "weights").write_bytes(raw)
        with contextlib.suppress(BrokenModel):
            read_header(tmp_path / "weights")

    check_examples()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_any_settings_are_a_model_or_raise_model_error(tiny_model: Path, tiny_copy: Path, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(st.sampled_from(FUZZED), JSON, st.binary(max_size=40))
    def check_examples(name: str, value: object, tail: bytes) -> None:
        whole = (tiny_model / name).read_text()
        mixed = json.loads(whole) | value if isinstance(value, dict) else value
        (tiny_copy / name).write_bytes(json.dumps(mixed).encode() + tail)
        with contextlib.suppress(ModelError):
            inspect(tiny_copy)
        with contextlib.suppress(ModelError):
            find(str(tiny_copy))
        (tiny_copy / name).write_text(whole)

    check_examples()


def test_a_complete_folder_passes(tiny_model: Path) -> None:
    assert set(inspect(tiny_model)) == {"text_encoder", "unet", "vae"}


def test_a_missing_folder_is_an_unknown_model(tmp_path: Path) -> None:
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


def test_the_header_has_every_shape(tiny_model: Path) -> None:
    assert read_header(tiny_model / UNET)["conv_in.weight"] == (32, 4, 3, 3)


def test_a_file_without_tensors_is_read_as_empty(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes((2).to_bytes(8, "little") + b"{}")
    assert read_header(tmp_path / "empty") == {}
    (tmp_path / "list").write_bytes((2).to_bytes(8, "little") + b"[]")
    with pytest.raises(BrokenModel):
        read_header(tmp_path / "list")
