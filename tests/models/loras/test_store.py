"""Tests the folder of LoRAs: import, what a file says about itself, remove, and requests that name one."""

import base64
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from t2v_desktop import settings
from t2v_desktop.errors import BrokenModel, OutputError, UnknownModel
from t2v_desktop.models import manage
from t2v_desktop.models.loras import store
from t2v_desktop.models.loras.fit import changes
from t2v_desktop.models.store import find
from t2v_desktop.request import ChosenLora, Request
from tests.models.loras.lora_files import MODELSCOPE_LAYERS, products, write_peft


@pytest.fixture
def file(tiny_model: Path, tmp_path: Path) -> Path:
    return write_peft(tmp_path / "paper cut.safetensors", products(tiny_model, "unet", MODELSCOPE_LAYERS), "unet.")


def test_an_imported_lora_is_found_and_removed(file: Path, tiny_model: Path) -> None:
    lora = store.import_lora(file)
    assert (lora.name, lora.problem, lora.description.rank) == ("paper cut", "", 3)
    assert store.installed() == [lora]
    assert lora.file.read_bytes() == file.read_bytes()
    assert store.problem_with(lora.file, find(str(tiny_model))) == ""
    assert store.files_of(Request("a", loras=(ChosenLora("paper cut"),))) == (str(lora.file),)
    assert store.remove("paper cut") == file.stat().st_size
    assert store.installed() == []
    with pytest.raises(UnknownModel, match="import its file first"):
        store.files_of(Request("a", loras=(ChosenLora("paper cut"),)))


def test_a_request_never_names_a_file(file: Path) -> None:
    with pytest.raises(UnknownModel, match="not installed"):
        store.files_of(Request("a", loras=(ChosenLora(str(file)),)))
    assert store.file_of(str(file)) == file


def test_a_name_is_taken_once(file: Path) -> None:
    store.import_lora(file)
    with pytest.raises(OutputError, match="is installed already"):
        store.import_lora(file, "PAPER CUT")
    assert store.import_lora(file, "other").name == "other"
    for name in ("../out", ".hidden", "a/b", " "):
        with pytest.raises(OutputError, match="can't be called"):
            store.import_lora(file, name)


def test_a_folder_of_peft_is_installed_under_its_name_with_its_settings(tiny_model: Path, tmp_path: Path) -> None:
    saved = tmp_path / "paper cut"
    saved.mkdir()
    file = write_peft(saved / "adapter_model.safetensors", products(tiny_model, "unet", MODELSCOPE_LAYERS), "base_model.model.")
    (saved / "adapter_config.json").write_text('{"lora_alpha": 12}', "utf-8")
    lora = store.import_lora(saved)
    assert (lora.name, lora.problem) == ("paper cut", "")
    scaled = changes(lora.file, tiny_model)["unet"]
    assert {change.scale for change in scaled.values()} == {4.0}
    assert scaled == changes(file, tiny_model)["unet"]
    assert store.add(file) == lora  # the same content, settings included
    (saved / "adapter_config.json").write_text('{"lora_alpha": 6}', "utf-8")
    assert store.add(saved).name == "paper cut-2"
    store.remove("paper cut")
    store.remove("paper cut-2")
    assert list(store.folder().iterdir()) == []


def test_settings_that_cannot_be_read_leave_nothing_behind(file: Path) -> None:
    file.with_name("paper cut.adapter_config.json").write_text("{", "utf-8")
    with pytest.raises(BrokenModel, match="not valid JSON"):
        store.import_lora(file)
    assert not store.folder().exists() or list(store.folder().iterdir()) == []


def test_what_is_no_lora_leaves_nothing_behind(tiny_model: Path, tmp_path: Path) -> None:
    pickle = tmp_path / "a.pt"
    pickle.write_bytes(b"PK\x03\x04" + b"\0" * 60)
    for source in (pickle, tiny_model / "vae" / "diffusion_pytorch_model.safetensors"):
        with pytest.raises(BrokenModel):
            store.import_lora(source)
    with pytest.raises(UnknownModel, match="is not a file"):
        store.import_lora(tmp_path / "missing.safetensors")
    assert not store.folder().exists() or list(store.folder().iterdir()) == []


def test_a_damaged_file_is_listed_with_its_problem(file: Path) -> None:
    lora = store.import_lora(file)
    lora.file.write_bytes(lora.file.read_bytes()[:-1])
    (listed,) = store.installed()
    assert "download or copy it again" in listed.problem
    with pytest.raises(BrokenModel):
        store.find("paper cut")


def test_loras_move_with_the_models(file: Path, tmp_path: Path) -> None:
    store.import_lora(file)
    before = settings.load().models
    manage.move(tmp_path / "elsewhere")
    assert [lora.name for lora in store.installed()] == ["paper cut"]
    assert store.folder() == tmp_path / "elsewhere" / "loras"
    assert not (before / "loras").exists()


def test_a_file_describes_itself_in_plain_text(file: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    save_file(load_file(file), file, {
        "modelspec.title": "Paper\x1b[31m cut\u202e", "modelspec.author": "<b>me</b>", "modelspec.trigger_phrase": "papercut style, folded",
        "modelspec.thumbnail": "data:image/png;base64," + base64.b64encode(picture).decode(), "ss_tag_frequency": '{"a": {"ignored": 3}}',
    })  # fmt: skip
    about = store.import_lora(file).description
    assert (about.title, about.author, about.triggers, about.picture) == ("Paper [31m cut", "<b>me</b>", ("papercut style", "folded"), picture)


def test_without_a_phrase_the_tags_of_all_training_clips_count(file: Path) -> None:
    tags = '{"10_clips": {"sks": 10, "a dog": 4}, "5_more": {"sks": 5}}'
    save_file(load_file(file), file, {"ss_tag_frequency": tags, "modelspec.thumbnail": "data:image/svg+xml,<svg>"})
    about = store.import_lora(file).description
    assert (about.triggers, about.picture) == (("sks",), b"")
    save_file(load_file(file), file, {"ss_tag_frequency": "[" * 100_000})
    assert store.import_lora(file, "b").description.triggers == ()
