import json

import pytest

from t2v_desktop.cli import doctor
from t2v_desktop.cli.main import main


def test_doctor_passes_here_and_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"]
    assert {"version", "torch", "device", "memory", "ffmpeg", "starter", "clips", "models", "packages"} <= set(report["findings"])
    assert "CPU" in report["findings"]["torch"]["value"] or "CUDA" in report["findings"]["torch"]["value"]


def test_an_unusable_graphics_card_is_named() -> None:
    report = {
        "device": "cpu",
        "device_problem": "GTX 1080 can't run PyTorch",
        "dtype": "float32",
        "devices": ["cpu"],
        "torch": "2.13",
        "torch_build": "CUDA 13.0",
    }
    findings = {f.name: f for f in doctor.engine_findings(report | {"memory_available_gib": 8.0, "memory_total_gib": 16.0})}
    assert not findings["device"].ok and findings["device"].fix == "GTX 1080 can't run PyTorch"
    assert findings["torch"].ok and findings["memory"].ok
    card = report | {"device": "cuda", "device_problem": "", "dtype": "float16", "devices": ["cpu", "cuda:0"], "memory_available_gib": 8.0}
    named = next(f for f in doctor.engine_findings(card | {"memory_total_gib": 16.0}) if f.name == "device")
    assert named.ok and named.value.startswith("cuda in 16 bits"), "fp16 or bf16: each model has its own"


def test_a_broken_ffmpeg_is_reported_with_its_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/bin/false")
    finding = doctor._ffmpeg()
    assert not finding.ok and "IMAGEIO_FFMPEG_EXE" in finding.fix
