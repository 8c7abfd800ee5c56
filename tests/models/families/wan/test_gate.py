"""What the gate makes of a Wan model's folder: shards and their index, settings that don't fit together, tokenizers."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file, save_file

from benchmarks.random_wan import write_tiny
from t2v_desktop.engine.families.wan import load_tokenizer
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.store import find

INDEX = "transformer/diffusion_pytorch_model.safetensors.index.json"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("wan"))


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "copy"))


def change(file: Path, **values: Any) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def redirect(folder: Path, name: str) -> None:
    """Have the index name another file for one tensor."""
    mapped = json.loads((folder / INDEX).read_text())["weight_map"]
    change(folder / INDEX, weight_map=mapped | {next(iter(mapped)): name})


def shards(folder: Path) -> list[Path]:
    return sorted((folder / "transformer").glob("*.safetensors"))


def test_a_sharded_model_is_whole(folder: Path) -> None:
    found = inspect(folder)
    assert found["transformer"] == tuple(shards(folder.resolve())) and len(found["transformer"]) > 1
    model = find(str(folder))
    assert (model.family.name, model.width, model.height, model.num_frames, model.fps, model.step) == ("wan", 832, 480, 81, 16, 16)
    assert model.weights_bytes == sum(file.stat().st_size for file in folder.rglob("*.safetensors"))


def twice(folder: Path) -> None:
    first, second, *_ = shards(folder)
    save_file(load_file(first) | load_file(second), second)


@pytest.mark.parametrize(("spoil", "words"), [
    (lambda f: shards(f)[1].unlink(), r"lacks transformer/diffusion_pytorch_model-00002-of-.* download or copy it again"),
    (twice, "another weights file has too"),
    (lambda f: save_file({}, shards(f)[0]), "tensors"),
    (lambda f: redirect(f, "../vae/diffusion_pytorch_model.safetensors"), "not a weights file beside it"),
    (lambda f: redirect(f, "/etc/passwd"), "not a weights file beside it"),
    (lambda f: redirect(f, "weights.bin"), "not a weights file beside it"),
    (lambda f: change(f / INDEX, weight_map={}), "does not name the files"),
    (lambda f: change(f / INDEX, weight_map={str(n): f"diffusion_pytorch_model-{n:05}-of-05000.safetensors" for n in range(5000)}), "more than any real model"),
    (lambda f: change(f / "model_index.json", boundary_ratio=0.9), "two denoisers"),
    (lambda f: change(f / "transformer/config.json", text_dim=32), "different models"),
    (lambda f: change(f / "transformer/config.json", _class_name="WanVACETransformer3DModel"), "a WanPipeline with a 'WanVACETransformer3DModel'"),
    (lambda f: change(f / "transformer/config.json", _class_name="WanAnimateTransformer3DModel"), "does not load"),
    (lambda f: change(f / "model_index.json", _class_name="WanImageToVideoPipeline"), "CLIP features.*: use Wan 2.2 TI2V or Wan 2.1 VACE"),
    (lambda f: change(f / "vae/config.json", scale_factor_spatial=16), "different models"),
    (lambda f: change(f / "vae/config.json", scale_factor_temporal=8), "scale_factor_temporal"),
    (lambda f: change(f / "vae/config.json", latents_std=[1.0] * 70), "70 values"),
    (lambda f: change(f / "scheduler/scheduler_config.json", prediction_type="epsilon"), "flow"),
    (lambda f: change(f / "scheduler/scheduler_config.json", flow_shift=0), "flow_shift"),
    (lambda f: change(f / "scheduler/scheduler_config.json", flow_shift="3"), "flow_shift"),
])  # fmt: skip
def test_a_folder_that_does_not_fit_together_is_refused_in_one_line(folder: Path, spoil: Callable[[Path], object], words: str) -> None:
    spoil(folder)
    with pytest.raises(BrokenModel, match=words) as refused:
        inspect(folder)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("values", "words"), [
    ({"vace_layers": [1, 2]}, "vace_layers.*0 among them"),
    ({"vace_layers": [0, 3]}, "vace_layers.*below 3"),
    ({"vace_layers": [0, 0]}, "vace_layers"),
    ({"vace_layers": "all"}, "vace_layers"),
    ({"vace_in_channels": 96}, "vace_in_channels is 96.*is 72"),
    ({"_class_name": "WanTransformer3DModel"}, "a WanVACEPipeline with a 'WanTransformer3DModel'"),
])  # fmt: skip
def test_a_control_that_does_not_fit_is_refused_in_one_line(values: dict[str, Any], words: str, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path, control=True)
    inspect(folder)
    change(folder / "transformer/config.json", **values)
    with pytest.raises(BrokenModel, match=words) as refused:
        inspect(folder)
    assert "\n" not in str(refused.value)


def test_what_a_model_can_be_given_is_read_from_its_folder(folder: Path, tmp_path: Path) -> None:
    vace, ti2v = write_tiny(tmp_path / "vace", control=True), write_tiny(tmp_path / "ti2v", residual=True, fixes_first_frame=True)
    shapes = {name: find(str(at)).shape for name, at in (("t2v", folder), ("vace", vace), ("ti2v", ti2v))}
    assert {name: shape.inputs for name, shape in shapes.items()} == {
        "t2v": (), "vace": ("start_image", "end_image", "continued_frames"), "ti2v": ("start_image",),
    }  # fmt: skip
    assert [shape.control_channels for shape in shapes.values()] == [0, 72, 0]
    change(ti2v / "model_index.json", _class_name="WanImageToVideoPipeline")
    assert find(str(ti2v)).shape == shapes["ti2v"]


@pytest.mark.parametrize(("content", "words"), [
    ("[]", "not a T5 tokenizer"), ("{", "not valid JSON"), ('{"model": {"type": "BPE"}}', "not a T5 tokenizer"), ('{"model": {"type": "Unigram"}}', "damaged"),
    ('{"version": "1.0", "model": {"type": "Unigram", "vocab": [["a", -1]], "unk_id": 900}}', "damaged"),
])  # fmt: skip
def test_a_broken_tokenizer_is_refused(folder: Path, content: str, words: str) -> None:
    (folder / "tokenizer/tokenizer.json").write_text(content)
    with pytest.raises(BrokenModel, match=words):
        load_tokenizer(folder)


def test_a_tokenizer_of_another_model_is_refused(folder: Path) -> None:
    file = folder / "tokenizer/tokenizer.json"
    tokenizer = json.loads(file.read_text())
    tokenizer["model"]["vocab"] += [[f"▁word{number}", -9.0] for number in range(100)]
    file.write_text(json.dumps(tokenizer))
    with pytest.raises(BrokenModel, match="different models"):
        load_tokenizer(folder)


def test_words_past_the_limit_are_found(folder: Path) -> None:
    tokens = find(str(folder)).family.text_tokens(folder)
    assert (tokens.limit, tokens.count(""), tokens.count("the cat")) == (512, 1, 3)
    assert tokens.first_cut("the " * 511) is None
    assert tokens.first_cut("the " * 511 + "cat") == 511 * 4
