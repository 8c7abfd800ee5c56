import psutil
import pytest
import torch

from t2v_desktop.engine import device
from t2v_desktop.errors import DeviceError, OutOfMemory
from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.family import ClipShape
from t2v_desktop.models.memory import Footprint
from t2v_desktop.request import Request

BIG = {"unet": 1_411_233_860, "text_encoder": 340_387_840, "vae": 83_653_863}
MODEL = Footprint(MODELSCOPE, BIG, ClipShape(256, 256, 64, 8, 4))
GB = 10**9


def with_free(monkeypatch: pytest.MonkeyPatch, free: float, kind: str) -> None:
    monkeypatch.setattr(device, "free_bytes", lambda _: int(free * GB))
    monkeypatch.setattr(device, "auto_device", lambda: (torch.device(kind), ""))
    monkeypatch.setattr(device, "choose_dtype", lambda *_: torch.float16 if kind == "cuda" else torch.float32)


REQUEST = Request("a cat", width=256, height=256, num_frames=16)


@pytest.mark.parametrize(("free", "memory"), [(24, "full"), (4.2, "model_offload"), (3.55, "fp8_layerwise"), (2, "group_offload")])
def test_a_gpu_gets_the_roomiest_plan_that_fits(free: float, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, free, "cuda")
    plan = device.plan(REQUEST, MODEL)
    assert plan.memory == memory and plan.estimated_bytes <= free * GB
    assert 1 <= plan.decode_chunk <= 16


def test_less_memory_means_smaller_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = []
    for free in (24, 2.2):
        with_free(monkeypatch, free, "cuda")
        chunks.append(device.plan(REQUEST, MODEL).decode_chunk)
    assert chunks[0] > chunks[1]


def test_a_cpu_has_nowhere_to_offload_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 24, "cpu")
    assert device.plan(REQUEST, MODEL).memory == "full"
    with_free(monkeypatch, 6, "cpu")
    assert device.plan(REQUEST, MODEL).memory == "fp8_layerwise"
    with pytest.raises(DeviceError, match="use full or fp8_layerwise"):
        device.plan(Request("a cat", memory="group_offload"), MODEL)


def test_what_does_not_fit_is_said_with_what_would(monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 2.5, "cuda")
    with pytest.raises(OutOfMemory, match=r"use \d+ frames or fewer"):
        device.plan(Request("a cat", width=512, height=512, num_frames=64), MODEL)
    with_free(monkeypatch, 0.1, "cuda")
    with pytest.raises(OutOfMemory, match="close other programs"):
        device.plan(REQUEST, MODEL)


def test_a_device_that_is_not_there_is_refused() -> None:
    if not torch.cuda.is_available():
        with pytest.raises(DeviceError, match="no cuda device found that PyTorch"):
            device.choose_device("cuda")
    assert device.choose_device("cpu").type == "cpu"


def test_the_precision_is_probed_on_a_cpu_and_obeyed_when_named() -> None:
    cpu = torch.device("cpu")
    assert device.choose_dtype("auto", cpu) in (torch.float32, torch.bfloat16)
    assert device.choose_dtype("bf16", cpu) is torch.bfloat16
    assert device.choose_dtype("auto", torch.device("cuda")) is torch.float16


def test_free_memory_is_the_computers_on_a_cpu() -> None:
    assert 0 < device.free_bytes(torch.device("cpu")) <= psutil.virtual_memory().total


@pytest.mark.parametrize(
    "words",
    [
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED",
        "HIP out of memory. Tried to allocate 1.00 GiB",
        "MPS backend out of memory (MPS allocated: 8.95 GB, other allocations: 1.2 GB, max allowed: 9.07 GB)",
        "Invalid buffer size: 14.83 GB",
        "[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes",
        "DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes.",
        "unable to mmap 2822467720 bytes from file <model.safetensors>: Cannot allocate memory (12)",
        "The paging file is too small for this operation to complete. (os error 1455)",
        "std::bad_alloc",
    ],
)
def test_every_back_ends_words_for_out_of_memory_are_known(words: str) -> None:
    assert device.is_out_of_memory(RuntimeError(words))


def test_other_errors_are_not_out_of_memory() -> None:
    assert not device.is_out_of_memory(RuntimeError("CUDA error: an illegal memory access was encountered"))
    assert not device.is_out_of_memory(OSError(28, "No space left on device"))
    assert device.is_out_of_memory(MemoryError())
