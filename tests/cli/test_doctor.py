import json

import pytest

from t2v_desktop.cli import doctor
from t2v_desktop.cli.main import main


def test_doctor_finds_this_computer_in_order_and_says_so_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert {"version", "torch", "device", "memory", "ffmpeg", "starter", "clips", "models", "packages"} <= set(told["findings"])
    assert "CPU" in told["findings"]["torch"]["value"] or "CUDA" in told["findings"]["torch"]["value"]


def test_a_graphics_card_that_cannot_be_used_is_named() -> None:
    told = {
        "device": "cpu",
        "device_problem": "GTX 1080 can't run PyTorch",
        "dtype": "float32",
        "devices": ["cpu"],
        "torch": "2.13",
        "torch_build": "CUDA 13.0",
    }
    findings = {f.name: f for f in doctor.about_engine(told | {"memory_available_gib": 8.0, "memory_total_gib": 16.0})}
    assert not findings["device"].ok and findings["device"].mend == "GTX 1080 can't run PyTorch"
    assert findings["torch"].ok and findings["memory"].ok


def test_a_broken_ffmpeg_is_named_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/bin/false")
    finding = doctor._ffmpeg()
    assert not finding.ok and "IMAGEIO_FFMPEG_EXE" in finding.mend
