"""Models as users have them: folders, settings, weights and hubs."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import CLIPTokenizer

from t2v_desktop import paths
from t2v_desktop.engine.families.modelscope.schedule import make_schedule
from t2v_desktop.engine.families.modelscope.tokenizer import load_tokenizer
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models import manifest
from t2v_desktop.models.families.modelscope.tokens import ClipTokens
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.get.download_model import ModelDownload
from t2v_desktop.models.get.hub import Hub
from t2v_desktop.models.get.import_model import import_model
from t2v_desktop.models.status import ModelState, model_status
from t2v_desktop.models.store import find
from tests.models.get.hub_server import serving
from tests.outside.model_folders import (
    another_models_folder,
    checkpoint_in_the_cache,
    closed_folder,
    clutter,
    cluttered_once_installed,
    file_for_folder,
    folder_of_a_known_name,
    invalid_names,
    link_to_a_snapshot,
    models_folder,
    other_users_models,
    shared_with_the_cache,
    snapshot_without_a_name,
    starter_verified,
)
from tests.outside.model_hubs import (
    hub_variables,
    invalid_proxy_variable,
    offline_variable,
    rejected_before_its_weights,
    silent_hub,
    unreachable_hub,
    unreachable_on_the_command_line,
)
from tests.outside.row import Row
from tests.outside.tiny import QUICK, UNET, Damage, copy_of, edit

SENTENCE = "A red Circle, hello!! don't <|endoftext|> naïve 熊"
NOISE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}


def refused(words: str, damage: Damage) -> Callable[[pytest.FixtureRequest], None]:
    """A check that a folder with this damage is rejected in one line that matches `words`."""

    def check(request: pytest.FixtureRequest) -> None:
        folder = copy_of(request)
        damage(folder)
        with pytest.raises(BrokenModel, match=words) as error:
            inspect(folder)
        assert "\n" not in str(error.value)

    return check


def loads(change: Damage) -> Callable[[pytest.FixtureRequest], None]:
    """A check that a folder with this change still works: it is found, imported, verified and tokenizes as before."""

    def check(request: pytest.FixtureRequest) -> None:
        folder = copy_of(request)
        right = load_tokenizer(folder).read(SENTENCE)
        change(folder)
        installed = import_model(folder, "mine")
        for each in (folder, installed):
            tokenizer, counter = load_tokenizer(each), ClipTokens(each / "tokenizer")
            assert tokenizer.read(SENTENCE) == right and counter.count(SENTENCE) == sum(end > start for start, end in right.offsets) + 2
            assert tokenizer.limit == counter.limit == 77
            assert find(str(each)).shape.grid == 4 and make_schedule("dpmpp_2m", each, 5, torch.device("cpu"))
        assert manifest.changed(installed) == [] and model_status("mine").state is ModelState.INSTALLED
        manifest.check(installed)

    return check


def saved_by_transformers_5(folder: Path) -> None:
    tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")
    shutil.rmtree(folder / "tokenizer")
    tokenizer.save_pretrained(folder / "tokenizer")
    assert sorted(p.name for p in (folder / "tokenizer").iterdir()) == ["tokenizer.json", "tokenizer_config.json"]
    assert CLIPTokenizer.from_pretrained(folder / "tokenizer")(SENTENCE, padding="max_length").input_ids == load_tokenizer(folder).read(SENTENCE).ids


def downloaded_as_saved_by_transformers_5(request: pytest.FixtureRequest) -> None:
    folder, tmp_path = copy_of(request), request.getfixturevalue("tmp_path")
    saved_by_transformers_5(folder)
    with serving(folder) as hub:
        installed = ModelDownload(Hub(hub.address), hub.hub_id, "main", models=tmp_path / "models", retry=QUICK).run()
    assert (installed / "tokenizer/tokenizer.json").read_bytes() == (folder / "tokenizer/tokenizer.json").read_bytes() and find(str(installed))


def scheduled(name: str) -> Damage:
    def change(folder: Path) -> None:
        shutil.rmtree(folder / "scheduler")
        getattr(diffusers, name)(**NOISE).save_pretrained(folder / "scheduler")
        edit(folder / "model_index.json", scheduler=["diffusers", name])

    return change


def flow(folder: Path) -> None:
    shutil.rmtree(folder / "scheduler")
    diffusers.FlowMatchEulerDiscreteScheduler().save_pretrained(folder / "scheduler")


# weights


def weights(file: str, change: Callable[[dict[str, torch.Tensor]], dict[str, torch.Tensor]]) -> Damage:
    return lambda folder: save_file(change(load_file(folder / file)), folder / file)


def as_bytes(file: str, content: bytes) -> Damage:
    return lambda folder: (folder / file).write_bytes(content)


def overlapping(folder: Path) -> None:
    header: dict[str, Any] = {name: {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]} for name in ("a", "b")}
    text = json.dumps(header).encode()
    (folder / UNET).write_bytes(len(text).to_bytes(8, "little") + text + bytes(8))


def sharded(folder: Path) -> None:
    """Two weights files and an index, of which one file is missing."""
    state, file = load_file(folder / UNET), "diffusion_pytorch_model-0000{}-of-00002.safetensors"
    (folder / UNET).unlink()
    save_file(dict(list(state.items())[:5]), folder / "unet" / file.format(1))
    mapped = {name: file.format(1 if at < 5 else 2) for at, name in enumerate(state)}
    (folder / "unet/diffusion_pytorch_model.safetensors.index.json").write_text(json.dumps({"weight_map": mapped}))


LORA = {"unet.down_blocks.0.lora_A.weight": torch.zeros(4, 32), "unet.down_blocks.0.lora_B.weight": torch.zeros(32, 4)}
FOREIGN = {f"model.layer{number}.weight": torch.zeros(2) for number in range(30)}


def not_imported(name: str, state: dict[str, torch.Tensor], words: str) -> Callable[[pytest.FixtureRequest], None]:
    def check(request: pytest.FixtureRequest) -> None:
        file = request.getfixturevalue("tmp_path") / name
        save_file(state, file) if name.lower().endswith(".safetensors") else torch.save(state, file)
        with pytest.raises(BrokenModel, match=words) as error:
            import_model(file, "mine", convert=True, parts_from="starter")
        assert str(file) in str(error.value) and ".adopting" not in str(error.value) and "\n" not in str(error.value)
        assert list(paths.models().iterdir()) == []

    return check


def upper_case_checkpoint(request: pytest.FixtureRequest) -> None:
    folder, file = copy_of(request), request.getfixturevalue("tmp_path") / "UNET.SAFETENSORS"
    shutil.copyfile(folder / UNET, file)
    installed = load_file(import_model(file, "mine", parts_from=str(folder)) / UNET)
    assert all(torch.equal(installed[name], value) for name, value in load_file(folder / UNET).items())


def byte_order_marks(folder: Path) -> None:
    for file in (*folder.rglob("*.json"), folder / "tokenizer/merges.txt"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())


def setting(file: str, **changes: object) -> Damage:
    return lambda folder: edit(folder / file, **changes)


def raw_setting(key: str, value: str) -> Damage:
    return lambda folder: (folder / "unet/config.json").write_text((folder / "unet/config.json").read_text().replace("{", f'{{"{key}": {value}, ', 1))


LIMIT, INDEX, CONFIG = "tokenizer/tokenizer_config.json", "model_index.json", "unet/config.json"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 3463726504\n"
ROWS: list[Row] = [
    Row("a model that transformers 5 saved", loads(saved_by_transformers_5)),
    Row("a model of the hub that transformers 5 saved", downloaded_as_saved_by_transformers_5),
    *(Row(f"a model with {name}", loads(scheduled(name))) for name in (
        "EulerAncestralDiscreteScheduler", "DDPMScheduler", "HeunDiscreteScheduler", "PNDMScheduler", "KDPM2DiscreteScheduler", "LMSDiscreteScheduler",
    )),
    Row("noise of another kind", refused("has no noise schedule", flow)),
    Row("predictions of another kind", refused("prediction_type is 'sample'", setting("scheduler/scheduler_config.json", prediction_type="sample"))),
    Row("an unsupported hub model", rejected_before_its_weights),
    Row("layers_per_block -1", refused(r"unet/config\.json: layers_per_block is -1: it must be", setting(CONFIG, layers_per_block=-1))),
    Row("a cross_attention_dim of another model", refused("cross_attention_dim is 48, text_encoder", setting(CONFIG, cross_attention_dim=48))),
    Row("weights that don't match their settings", refused("conv_in.weight is 32x4x3x3, but its config", setting(CONFIG, block_out_channels=[64, 64]))),
    Row("a VAE of another model", refused("different models: unet: in_channels is 4", setting("vae/config.json", latent_channels=8))),
    Row("another model's tokenizer", refused("token ID 513 exceeds the text encoder's vocabulary of 400", setting("text_encoder/config.json", vocab_size=400))),
    Row("_class_name is a list", refused("names its pipeline with a list", setting(INDEX, _class_name=["a", "b"]))),
    Row("a class from a custom module", refused("requires unet 'my_unet", setting(INDEX, unet=["my_unet", "UNet3DConditionModel"]))),
    Row("no model_max_length", loads(setting(LIMIT, model_max_length=None))),
    *(Row(f"model_max_length {value}", loads(setting(LIMIT, model_max_length=value))) for value in (int(1e30), -1, "77", 0, 1e30)),
    Row("a LoRA", not_imported("lora.safetensors", LORA, "is a LoRA, not a model: import it as a LoRA")),
    Row("a LoRA in a pickle", not_imported("lora.pth", LORA, "it is a LoRA")),
    Row("a LoRA instead of the UNet", refused("is a LoRA", weights(UNET, lambda _: LORA))),
    Row("a foreign .pth", not_imported("resnet.pth", FOREIGN, "is not the unet of a text-to-video model")),
    Row("a checkpoint in upper case", upper_case_checkpoint),
    Row("stray files of macOS, git and users", loads(clutter)),
    Row("stray files in an installed model", cluttered_once_installed),
    Row("models of another user and on a missing drive", other_users_models),
    Row("a models folder without permission", models_folder(closed_folder, "can't be read (Permission denied)")),
    Row("a models folder on a missing drive", models_folder(lambda _: None, "doesn't exist: connect its drive")),
    Row("a models folder that is a file", models_folder(file_for_folder, "is a file, not a folder")),
    Row("invalid file names", invalid_names),
    Row("a link to a snapshot", link_to_a_snapshot),
    Row("a snapshot without a name", snapshot_without_a_name),
    Row("a checkpoint in the hub's cache", checkpoint_in_the_cache),
    Row("a new models folder for a missing one", another_models_folder),
    Row("a folder named like a known model", folder_of_a_known_name),
    Row("the hub's variables", hub_variables),
    Row("HF_HUB_OFFLINE", offline_variable),
    Row("an invalid proxy variable", invalid_proxy_variable),
    Row("an unreachable hub", unreachable_hub),
    Row("an unresponsive hub", silent_hub),
    Row("an unreachable hub, on the command line", unreachable_on_the_command_line),
    Row("fp8 weights", refused("weights of 8 bits or fewer \\(F8_E4M3\\)", weights(UNET, lambda w: {k: v.to(torch.float8_e4m3fn) for k, v in w.items()}))),
    Row("quantized weights", refused("integer weights \\(I8\\)", weights(UNET, lambda w: {k: v.to(torch.int8) for k, v in w.items()}))),
    Row("an LFS pointer for weights", refused("is a Git LFS pointer", as_bytes(UNET, POINTER))),
    Row("an LFS pointer for a vocabulary", refused("is a Git LFS pointer", as_bytes("tokenizer/vocab.json", POINTER))),
    Row("a web page for weights", refused("is a web page", as_bytes(UNET, b"<!DOCTYPE html><html>Sign in</html>"))),
    Row("a web page for settings", refused("is a web page", as_bytes(CONFIG, b"\n<html>Sign in</html>"))),
    Row("empty settings", refused("is empty", as_bytes(CONFIG, b""))),
    Row("a GGUF file", refused("is a GGUF file", as_bytes(UNET, b"GGUF" + bytes(100)))),
    Row("weights in several files, one missing", refused("lacks unet/diffusion_pytorch_model-00002-of-00002", sharded)),
    Row("overlapping tensors", refused("has an invalid header: a tensor starts at", overlapping)),
    Row("byte order marks", loads(byte_order_marks)),
    Row("NaN", refused("not valid JSON", raw_setting("x", "NaN"))),
    Row("a number that becomes infinite", refused("not valid JSON", raw_setting("x", "1e999"))),
    Row("a number of 5,000 digits", refused("not valid JSON", raw_setting("x", "1" * 5000))),
    Row("a float instead of an integer", refused("norm_num_groups is 8.5", setting(CONFIG, norm_num_groups=8.5))),
    Row("both sides of a size", loads(setting(CONFIG, sample_size=[8, 8]))),
    Row("the starter, verified", starter_verified),
    Row("a model that shares its files", shared_with_the_cache),
]  # fmt: skip
