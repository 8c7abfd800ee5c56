"""Tests the import of a transformer in a single file with Wan's own names, as ComfyUI's packages have it."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from benchmarks.random_wan import write_tiny
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.wan.original import original_layers
from t2v_desktop.models.get.import_model import import_model
from t2v_desktop.models.layout import weights_files
from t2v_desktop.models.store import find

State = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("wan"))


def transformer(folder: Path) -> State:
    model = find(str(folder))
    return {name: value for file in weights_files(model.folder, model.family.with_role("denoiser")) for name, value in load_file(file).items()}


def original(state: State, prefix: str = "") -> State:
    found = {}
    for name, value in state.items():
        layer, dot, last = name.rpartition(".") if name.endswith((".weight", ".bias")) else (name, "", "")
        found[f"{prefix}{original_layers([layer])[layer]}{dot}{last}"] = value.contiguous()
    return found


@pytest.mark.parametrize("prefix", ["", "model.diffusion_model."])
def test_a_single_file_becomes_the_transformer_of_an_installed_model(wan: Path, tmp_path: Path, prefix: str) -> None:
    state = transformer(wan)
    names = original(state, prefix)
    assert f"{prefix}blocks.0.self_attn.q.weight" in names and f"{prefix}blocks.1.norm3.weight" in names and f"{prefix}head.modulation" in names
    save_file(names, tmp_path / "wan.safetensors")
    folder = import_model(tmp_path / "wan.safetensors", "mine", parts_from=str(wan))
    found = transformer(folder)
    assert found.keys() == state.keys() and all(torch.equal(found[name], state[name]) for name in state)
    assert len(list((folder / "transformer").glob("*.safetensors"))) == 1
    others = [{p.relative_to(root).as_posix() for p in root.glob("[!t]*/*")} for root in (wan, folder)]
    assert others[0] == others[1], "the other parts are complete"


def test_weights_of_8_bits_become_bf16(wan: Path, tmp_path: Path) -> None:
    state = transformer(wan)
    packed: State = {"scaled_fp8": torch.zeros(2).to(torch.float8_e4m3fn)}
    for name, value in original(state).items():
        if value.ndim == 2 and name.endswith(".weight"):
            scale = value.abs().max().float() / 448  # the largest number of this type
            packed |= {name: (value.float() / scale).to(torch.float8_e4m3fn), f"{name.removesuffix('.weight')}.scale_weight": scale}
        else:
            packed[name] = value
    save_file(packed, tmp_path / "wan_fp8_scaled.safetensors")
    found = transformer(import_model(tmp_path / "wan_fp8_scaled.safetensors", "mine", parts_from=str(wan)))
    assert found.keys() == state.keys()
    matrix = "blocks.0.attn1.to_q.weight"
    assert found[matrix].dtype is torch.bfloat16
    assert (found[matrix].float() - state[matrix].float()).abs().max() <= state[matrix].float().abs().max() / 16
    for name, value in state.items():
        if value.ndim != 2 or not name.endswith(".weight"):
            assert torch.equal(found[name], value), name


def test_another_wan_is_refused_by_the_tensor_it_has_too_many(wan: Path, tmp_path: Path) -> None:
    save_file(original(transformer(wan)) | {"img_emb.proj.0.weight": torch.ones(4)}, tmp_path / "i2v.safetensors")
    with pytest.raises(BrokenModel, match=r"img_emb\.proj\.0\.weight' is no tensor of a supported Wan transformer"):
        import_model(tmp_path / "i2v.safetensors", "mine", parts_from=str(wan))
