"""Tests LoRAs on the command line, from the import to the clip's metadata."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.random_wan import write_tiny as write_tiny_wan
from t2v_desktop.cli.main import main
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.read import read_fitted
from t2v_desktop.models.loras import store
from t2v_desktop.request import ChosenLora
from tests.models.loras.lora_files import MODELSCOPE_LAYERS, WAN_LAYERS, products, write_kohya, write_peft

SMALL = ["--steps", "2", "--frames", "3", "--seed", "1"]


@pytest.fixture
def file(tiny_model: Path, tmp_path: Path) -> Path:
    return write_kohya(tmp_path / "paper.safetensors", products(tiny_model, "unet", MODELSCOPE_LAYERS), "lora_unet_", 3.0)


def test_a_clip_with_loras_has_them_in_its_metadata(tiny_model: Path, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "import-lora", str(file), "--name", "cut"]) == 0
    assert "cut is installed as" in capsys.readouterr().out
    outputs = {name: tmp_path / f"{name}.gif" for name in ("plain", "one", "two")}
    common = ["render", "a red circle", "--model", str(tiny_model), *SMALL]
    assert main([*common, "-o", str(outputs["plain"])]) == 0
    assert main([*common, "-o", str(outputs["one"]), "--lora", "cut:0.5"]) == 0
    assert main([*common, "-o", str(outputs["two"]), "--lora", "cut:-0.25", "--lora", f"{file}:2"]) == 0
    assert read_request(outputs["one"]).loras == (ChosenLora("cut", 0.5),)
    assert read_request(outputs["two"]).loras == (ChosenLora("cut", -0.25), ChosenLora("paper", 2.0))  # a name: a shared video must not reveal paths
    frames = [read_fitted(output, 3, 16, 16).astype(int) for output in outputs.values()]
    assert all(np.abs(a - b).max() > 5 for a, b in ((frames[0], frames[1]), (frames[1], frames[2])))
    capsys.readouterr()
    assert main(["show", str(outputs["one"])]) == 0
    assert json.loads(capsys.readouterr().out)["loras"] == [{"name": "cut", "weight": 0.5}]


def test_loras_are_listed_with_the_models_they_fit(tiny_model: Path, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "loras"]) == 0
    assert "no LoRAs are installed" in capsys.readouterr().out
    assert main(["models", "import", str(tiny_model), "--name", "tiny"]) == 0
    assert main(["models", "import-lora", str(file), "--json"]) == 0
    capsys.readouterr()
    assert main(["models", "loras", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["name"], row["rank"], row["fits"], row["problem"]) == ("paper", 3, ["tiny"], "")
    assert main(["models", "remove-lora", "paper"]) == 0
    assert store.installed_names() == []


@pytest.mark.parametrize(("lora", "message"), [
    ("missing", "LoRA 'missing' is not installed"),
    ("{wan}:0.5", "wan.safetensors is made for another model: none of the 6 layers"),
    ("{file}:5", "weight of LoRA paper 5.0 is out of range: use -4 to 4"),
    ("", "is not a LoRA: use NAME or NAME:WEIGHT"),
])  # fmt: skip
def test_a_lora_that_does_not_fit_is_one_line(
    tiny_model: Path, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lora: str, message: str
) -> None:
    wan = write_tiny_wan(tmp_path / "wan")
    other = write_peft(tmp_path / "wan.safetensors", products(wan, "transformer", WAN_LAYERS), "transformer.")
    arguments = ["render", "a cat", "--model", str(tiny_model), *SMALL, "-o", str(tmp_path / "a.gif"), "--lora", lora.format(wan=other, file=file)]
    try:
        status = main(arguments)
    except SystemExit as stopped:  # argparse
        status = int(stopped.code or 0)
    error = capsys.readouterr().err
    assert status in (1, 2)
    assert message in error
    assert error.count("\n") == 1
    assert not (tmp_path / "a.gif").exists()


def test_importing_a_lora_as_a_model_says_how(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "import", str(file)]) == 1
    assert "is a LoRA, not a model: import it as a LoRA (models import-lora FILE)" in capsys.readouterr().err
