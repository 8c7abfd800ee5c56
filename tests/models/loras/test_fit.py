"""Tests which LoRA files fit a model, in every layout, and what is said about those that don't."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from benchmarks.random_wan import write_tiny as write_tiny_wan
from t2v_desktop.engine.loras import OpenLora, merging
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.original import original_layers, renamed
from t2v_desktop.models.gate import check_settings
from t2v_desktop.models.loras.fit import changes
from tests.models.loras.lora_files import (
    MODELSCOPE_LAYERS,
    RANK,
    WAN_LAYERS,
    Products,
    expected,
    modelscope_names,
    products,
    wan_names,
    write_kohya,
    write_peft,
)

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_wan(tmp_path_factory.mktemp("wan"))


def added(file: Path, folder: Path, part: str, weight: float = 1.0) -> dict[str, torch.Tensor]:
    """What the engine adds to the tensors of a part."""
    fits = changes(file, folder)
    shapes = check_settings(folder)[1][part]
    with merging([OpenLora(file, weight, (str(file), 0, 0), fits)], part) as merge:
        return {name: merge(name, torch.zeros(shapes[name]), CPU) for name in fits.get(part, {})}


def assert_equal(found: dict[str, torch.Tensor], wanted: dict[str, torch.Tensor]) -> None:
    assert found.keys() == wanted.keys()
    for name, value in wanted.items():
        assert found[name].shape == value.shape, name
        torch.testing.assert_close(found[name], value)


@pytest.mark.parametrize("prefix", ["transformer.", "diffusion_model.", "base_model.model.", ""])
def test_peft_names_fit_wan(wan: Path, tmp_path: Path, prefix: str) -> None:
    halves = products(wan, "transformer", WAN_LAYERS)
    assert_equal(added(write_peft(tmp_path / "a.safetensors", halves, prefix), wan, "transformer", 0.5), expected(halves, 0.5))


def test_wans_own_names_fit(wan: Path, tmp_path: Path) -> None:
    halves = products(wan, "transformer", WAN_LAYERS)
    dotted = write_peft(tmp_path / "a.safetensors", {wan_names()[layer]: half for layer, half in halves.items()}, "diffusion_model.")
    assert_equal(added(dotted, wan, "transformer"), expected(halves))
    underscored = write_kohya(tmp_path / "b.safetensors", halves, "lora_unet_", 1.5, wan_names())
    assert_equal(added(underscored, wan, "transformer"), expected(halves, 1.5 / RANK))


def test_the_norm_that_diffusers_calls_second_is_wans_third(wan: Path, tmp_path: Path) -> None:
    width = check_settings(wan)[1]["transformer"]["blocks.1.norm2.weight"][0]
    file = tmp_path / "a.safetensors"
    save_file({
        "diffusion_model.blocks.1.norm3.diff": torch.ones(width), "diffusion_model.blocks.1.norm3.diff_b": torch.full((width,), 2.0),
        "diffusion_model.blocks.0.modulation.diff": torch.full((1, 6, width), 3.0),
    }, file)  # fmt: skip
    found = added(file, wan, "transformer")
    assert {name: float(value.mean()) for name, value in found.items()} == {
        "blocks.1.norm2.weight": 1.0, "blocks.1.norm2.bias": 2.0, "blocks.0.scale_shift_table": 3.0,
    }  # fmt: skip


def test_kohya_and_old_diffusers_names_fit_modelscope(tiny_model: Path, tmp_path: Path) -> None:
    halves = products(tiny_model, "unet", MODELSCOPE_LAYERS)
    kohya = write_kohya(tmp_path / "a.safetensors", halves, "lora_unet_", 6.0)
    assert_equal(added(kohya, tiny_model, "unet"), expected(halves, 6.0 / RANK))
    tensors = {}
    for layer, (down, up) in halves.items():
        before, _, last = layer.rpartition(".")
        processor = f"unet.{before}.processor.{last}_lora" if last == "to_q" else f"unet.{layer}.lora"
        tensors |= {f"{processor}.down.weight": down, f"{processor}.up.weight": up}
    save_file(tensors, tmp_path / "b.safetensors")
    assert_equal(added(tmp_path / "b.safetensors", tiny_model, "unet"), expected(halves))


def test_text_encoders_are_changed_too(tiny_model: Path, tmp_path: Path) -> None:
    layers = ("encoder.layers.0.self_attn.q_proj", "encoder.layers.1.mlp.fc1")
    halves = products(tiny_model, "text_encoder", layers)
    kohya = write_kohya(tmp_path / "a.safetensors", {f"text_model.{layer}": half for layer, half in halves.items()}, "lora_te_", RANK)
    assert_equal(added(kohya, tiny_model, "text_encoder"), expected(halves))
    peft = write_peft(tmp_path / "b.safetensors", halves, "text_encoder.text_model.")
    assert_equal(added(peft, tiny_model, "text_encoder"), expected(halves))


def test_stable_loras_matrices_are_unfolded(tiny_model: Path, tmp_path: Path) -> None:
    shapes, random = check_settings(tiny_model)[1]["unet"], torch.Generator().manual_seed(3)
    tensors, wanted = {}, {}
    for layer in ("down_blocks.0.resnets.0.conv1", "down_blocks.0.temp_convs.0.conv1.2", MODELSCOPE_LAYERS[0]):
        shape = shapes[f"{layer}.weight"]
        kernel = shape[2] if len(shape) > 2 else 1
        a, b = torch.randn(2 * kernel, shape[1] * kernel, generator=random), torch.randn(shape[0] * kernel, 2 * kernel, generator=random)
        tensors |= {f"{layer}.lora_A": a, f"{layer}.lora_B": b}
        product = b @ a
        wanted[f"{layer}.weight"] = product.view(*shape[:2], kernel, kernel, 1).mean(-2, keepdim=True) if len(shape) == 5 else product.view(shape)
    save_file(tensors, tmp_path / "a.safetensors")
    assert_equal(added(tmp_path / "a.safetensors", tiny_model, "unet"), wanted)


def test_modelscopes_own_names_fit(tiny_model: Path, tmp_path: Path) -> None:
    names = modelscope_names(tiny_model)
    halves = products(tiny_model, "unet", MODELSCOPE_LAYERS)
    tensors = {}
    for layer, (down, up) in halves.items():
        if down.ndim > 2:
            continue  # stable_lora unfolds convolutions
        pointwise = layer.endswith("proj_in")  # a convolution of width 1 in ModelScope's UNet
        tensors |= {
            f"{names[layer]}.lora_A": down[..., None].contiguous() if pointwise else down,
            f"{names[layer]}.lora_B": up[..., None].contiguous() if pointwise else up,
        }
    file = tmp_path / "a.safetensors"
    save_file(tensors, file, {"stable_lora_text_to_video": "v1", "lora_name": "mine_1a2b3"})
    assert_equal(added(file, tiny_model, "unet"), {name: value for name, value in expected(halves).items() if value.ndim == 2})


def test_every_layer_of_a_unet_has_its_modelscope_name(tiny_model: Path) -> None:
    layers = {name.rpartition(".")[0] for name in check_settings(tiny_model)[1]["unet"]}
    names = original_layers(layers)
    assert names == {layer: name for layer, name in modelscope_names(tiny_model).items() if layer in layers}
    assert names.keys() == layers
    assert {f"{theirs}.weight": f"{ours}.weight" for ours, theirs in names.items()} == renamed(f"{name}.weight" for name in names.values())


def test_metadata_of_peft_scale_the_change(wan: Path, tmp_path: Path) -> None:
    halves = products(wan, "transformer", WAN_LAYERS[:2])
    settings = '{"transformer.lora_alpha": 12, "transformer.r": 3, "transformer.alpha_pattern": {"attn2.to_out.0": 6}}'
    found = added(write_peft(tmp_path / "a.safetensors", halves, "transformer.", {"lora_adapter_metadata": settings}), wan, "transformer")
    first, second = (expected({layer: half}) for layer, half in halves.items())
    assert_equal(found, {name: 4 * value for name, value in first.items()} | {name: 2 * value for name, value in second.items()})
    rooted = settings.replace('"transformer.r"', '"transformer.use_rslora": true, "transformer.r"')
    found = added(write_peft(tmp_path / "b.safetensors", halves, "transformer.", {"lora_adapter_metadata": rooted}), wan, "transformer")
    torch.testing.assert_close(found[f"{WAN_LAYERS[0]}.weight"], 12 / 3**0.5 * first[f"{WAN_LAYERS[0]}.weight"])


def test_settings_of_peft_beside_the_file_scale_the_change(wan: Path, tmp_path: Path) -> None:
    halves = products(wan, "transformer", WAN_LAYERS[:2])
    settings = '{"peft_type": "LORA", "r": 3, "lora_alpha": 12, "alpha_pattern": {"^blocks.1.attn2.to_out.0": 6, "0.attn1.to_q": 900, "to_q_": 900}}'
    first, second = (expected({layer: half}) for layer, half in halves.items())
    for name, beside in (("adapter_model.safetensors", "adapter_config.json"), ("mine.v2.safetensors", "mine.v2.adapter_config.json")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / beside).write_text(settings.replace("0.attn1.to_q", "lock.0.attn1.to_q"), "utf-8")  # ends in the middle of a name
        found = added(write_peft(folder / name, halves, "base_model.model."), wan, "transformer")
        assert_equal(found, {name: 4 * value for name, value in first.items()} | {name: 2 * value for name, value in second.items()})
    (folder / beside).write_text('{"lora_alpha": 12, "use_dora": true}', "utf-8")
    with pytest.raises(BrokenModel, match=r"mine\.v2\.safetensors: a DoRA can't be loaded"):
        changes(folder / name, wan)
    (folder / beside).write_text("<html>", "utf-8")
    with pytest.raises(BrokenModel, match=r"adapter_config\.json is not valid JSON: it is a web page"):
        changes(folder / name, wan)


def test_a_lora_for_another_family_is_refused(wan: Path, tiny_model: Path, tmp_path: Path) -> None:
    file = write_peft(tmp_path / "wan.safetensors", products(wan, "transformer", WAN_LAYERS), "transformer.")
    with pytest.raises(BrokenModel, match=r"wan\.safetensors is made for another model: none of the 6 layers"):
        changes(file, tiny_model)


def test_a_layer_that_is_not_there_is_named(wan: Path, tmp_path: Path) -> None:
    halves = products(wan, "transformer", WAN_LAYERS)
    down, up = halves[WAN_LAYERS[0]]
    halves["blocks.7.attn1.to_q"] = down.clone(), up.clone()
    with pytest.raises(BrokenModel, match=r"only 6 of the 7 layers it changes are in this one; 'transformer\.blocks\.7\.attn1\.to_q' isn't"):
        changes(write_peft(tmp_path / "a.safetensors", halves, "transformer."), wan)


def test_another_size_is_refused(wan: Path, tmp_path: Path) -> None:
    halves = products(wan, "transformer", WAN_LAYERS[:1])
    down, up = halves[WAN_LAYERS[0]]
    for wrong in ((down[:, 1:], up), (down, up[1:]), (down, up[:, 1:])):
        with pytest.raises(BrokenModel, match="is made for a model of another size"):
            changes(write_peft(tmp_path / "a.safetensors", {WAN_LAYERS[0]: wrong}, "transformer."), wan)


def test_rank_513_is_refused(wan: Path, tmp_path: Path) -> None:
    with pytest.raises(BrokenModel, match=r"has rank 513 at .*: the limit is 512"):
        changes(write_peft(tmp_path / "a.safetensors", products(wan, "transformer", WAN_LAYERS[:1], rank=513), ""), wan)


@pytest.mark.parametrize(("name", "kind"), [
    ("transformer.blocks.0.attn1.to_q.lora_magnitude_vector", "DoRA"), ("lora_unet_blocks_0_self_attn_q.dora_scale", "DoRA"),
    ("lora_unet_blocks_0_self_attn_q.lokr_w1", "LoKr"), ("lora_unet_blocks_0_self_attn_q.hada_w1_a", "LoHa"),
    ("lora_unet_blocks_0_self_attn_q.oft_blocks", "OFT"), ("lora_unet_x.lora_mid.weight", "LoCon with a middle layer"),
])  # fmt: skip
def test_other_kinds_are_refused_by_name(wan: Path, tmp_path: Path, name: str, kind: str) -> None:
    file = write_peft(tmp_path / "a.safetensors", products(wan, "transformer", WAN_LAYERS[:1]), "transformer.")
    save_file(load_file(file) | {name: torch.ones(2)}, file)
    with pytest.raises(BrokenModel, match=f"a {kind} can't be loaded: only LoRAs can"):
        changes(file, wan)


def test_dora_in_the_metadata_is_refused(wan: Path, tmp_path: Path) -> None:
    halves = products(wan, "transformer", WAN_LAYERS[:1])
    file = write_peft(tmp_path / "a.safetensors", halves, "transformer.", {"lora_adapter_metadata": '{"transformer.use_dora": true}'})
    with pytest.raises(BrokenModel, match="DoRA"):
        changes(file, wan)


def halved(halves: Products) -> dict[str, torch.Tensor]:
    return {f"{layer}.lora_A.weight": down for layer, (down, _) in halves.items()}


def test_damaged_files_are_named(wan: Path, tmp_path: Path) -> None:
    file, halves = tmp_path / "a.safetensors", products(wan, "transformer", WAN_LAYERS[:1])
    with pytest.raises(BrokenModel, match="doesn't exist"):
        changes(file, wan)
    save_file(halved(halves), file)
    with pytest.raises(BrokenModel, match="only half of the change"):
        changes(file, wan)
    write_peft(file, halves, "transformer.")
    file.write_bytes(file.read_bytes()[:-8])
    with pytest.raises(BrokenModel, match="bytes long, but its header says"):
        changes(file, wan)
    save_file({"blocks.0.attn1.to_q.weight": torch.ones(2, 2)}, file)
    with pytest.raises(BrokenModel, match="is not a LoRA"):
        changes(file, wan)
    torch.save({"a": torch.ones(2)}, file)
    with pytest.raises(BrokenModel, match="pickle"):
        changes(file, wan)


@pytest.mark.parametrize("alpha", [float("nan"), float("inf"), 1e9])
def test_a_senseless_alpha_is_refused(wan: Path, tmp_path: Path, alpha: float) -> None:
    file = write_kohya(tmp_path / "a.safetensors", products(wan, "transformer", WAN_LAYERS[:1]), "lora_unet_", alpha)
    with pytest.raises(BrokenModel, match="multiplies a change"):
        added(file, wan, "transformer")


def test_values_that_are_no_numbers_are_refused(wan: Path, tmp_path: Path) -> None:
    halves = products(wan, "transformer", WAN_LAYERS[:1])
    halves[WAN_LAYERS[0]][1][0, 0] = float("nan")
    with pytest.raises(BrokenModel, match="not numbers"):
        added(write_peft(tmp_path / "a.safetensors", halves, "transformer."), wan, "transformer")
