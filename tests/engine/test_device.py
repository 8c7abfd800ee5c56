import psutil
import pytest
import torch

from t2v_desktop.engine import device
from t2v_desktop.errors import DeviceError, OutOfMemory
from t2v_desktop.request import Request

BIG = {"unet": 1_411_233_860, "text_encoder": 340_387_840, "vae": 83_653_863}
GB = 10**9


def with_free(monkeypatch: pytest.MonkeyPatch, free: float, kind: str) -> None:
    monkeypatch.setattr(device, "free_bytes", lambda _: int(free * GB))
    monkeypatch.setattr(device, "auto_device", lambda: (torch.device(kind), ""))
    monkeypatch.setattr(device, "choose_dtype", lambda *_: torch.float16 if kind == "cuda" else torch.float32)


REQUEST = Request("a cat", width=256, height=256, num_frames=16)


@pytest.mark.parametrize(("free", "memory"), [(24, "full"), (4.2, "model_offload"), (3.55, "fp8_layerwise"), (2, "group_offload")])
def test_a_gpu_gets_the_roomiest_plan_that_fits(free: float, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, free, "cuda")
    plan = device.plan(REQUEST, BIG, 8)
    assert plan.memory == memory and plan.estimated_bytes <= free * GB
    assert 1 <= plan.decode_chunk <= 16


def test_less_memory_means_smaller_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = []
    for free in (24, 2.2):
        with_free(monkeypatch, free, "cuda")
        chunks.append(device.plan(REQUEST, BIG, 8).decode_chunk)
    assert chunks[0] > chunks[1]


def test_a_cpu_has_nowhere_to_offload_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 24, "cpu")
    assert device.plan(REQUEST, BIG, 8).memory == "full"
    with_free(monkeypatch, 6, "cpu")
    assert device.plan(REQUEST, BIG, 8).memory == "fp8_layerwise"
    with pytest.raises(DeviceError, match="use full or fp8_layerwise"):
        device.plan(Request("a cat", memory="group_offload"), BIG, 8)


def test_what_does_not_fit_is_said_with_what_would(monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 2.5, "cuda")
    with pytest.raises(OutOfMemory, match=r"use \d+ frames or fewer"):
        device.plan(Request("a cat", width=512, height=512, num_frames=64), BIG, 8)
    with_free(monkeypatch, 0.1, "cuda")
    with pytest.raises(OutOfMemory, match="close other programs"):
        device.plan(REQUEST, BIG, 8)


def test_a_device_that_is_not_there_is_refused() -> None:
    if not torch.cuda.is_available():
        with pytest.raises(DeviceError, match="has no cuda device"):
            device.choose_device("cuda")
    assert device.choose_device("cpu").type == "cpu"


def test_the_precision_is_probed_on_a_cpu_and_obeyed_when_named() -> None:
    cpu = torch.device("cpu")
    assert device.choose_dtype("auto", cpu) in (torch.float32, torch.bfloat16)
    assert device.choose_dtype("bf16", cpu) is torch.bfloat16
    assert device.choose_dtype("auto", torch.device("cuda")) is torch.float16


def test_free_memory_is_the_computers_on_a_cpu() -> None:
    assert 0 < device.free_bytes(torch.device("cpu")) <= psutil.virtual_memory().total
