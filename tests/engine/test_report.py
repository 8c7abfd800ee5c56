import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from t2v_desktop.engine.device import Plan
from t2v_desktop.engine.render import Renderer
from t2v_desktop.engine.report import name_of, setup
from t2v_desktop.events import Event, Loading, Start
from t2v_desktop.models.memory import Placement
from t2v_desktop.planning.devices import Device, Devices, may_have_gpu, read_devices
from t2v_desktop.process import worker
from t2v_desktop.request import Request
from tests.engine.pretended_gpu import card


def test_the_description_names_every_device_with_precision_and_memory(capsys: pytest.CaptureFixture[str]) -> None:
    worker.describe()
    devices = read_devices(capsys.readouterr().out)
    auto, cpu = devices.find("auto"), devices.find("cpu")
    assert auto is not None and cpu is not None and cpu.title
    assert cpu.dtype in ("fp32", "bf16") and (cpu.free_bytes or 0) > 10**8
    assert len(devices.known) == 1 + torch.cuda.device_count() + torch.backends.mps.is_available()


def test_no_card_is_ruled_out_that_torch_can_use() -> None:
    assert may_have_gpu() or not (torch.cuda.is_available() or torch.backends.mps.is_available())


@pytest.mark.parametrize(("asked", "name"), [("cpu", "cpu"), ("cpu:0", "cpu"), ("cuda", "cuda:0"), ("cuda:1", "cuda:1"), ("mps", "mps"), ("mps:0", "mps")])
def test_a_device_has_one_name_however_it_was_asked_for(asked: str, name: str) -> None:
    assert name_of(torch.device(asked)) == name


def test_a_setup_is_the_plan_in_words_that_a_request_has_too() -> None:
    told = setup(Plan(torch.device("cpu"), torch.bfloat16, Placement("fp8_layerwise"), 4, 0, Request("a cat")))
    assert Request("a cat", device=told.device, dtype=told.dtype, memory=told.memory)
    assert json.dumps(told.free_bytes) and (told.dtype, told.memory) == ("bf16", "fp8_layerwise")


@pytest.mark.parametrize(("device", "wish", "named"), [("cuda", "auto", "cuda:0"), ("cuda:1", "cuda:1", "cuda:1"), ("mps", "auto", "mps")])
def test_a_render_on_a_card_says_what_it_used(
    device: str, wish: str, named: str, tiny_model: Path, tiny_request: Callable[..., Request], tmp_path: Path
) -> None:
    heard: list[Event] = []
    with card(device) as gpu:
        request = tiny_request(device=wish)
        done = Renderer().render(Start(request, str(tiny_model), str(tmp_path / "out.mp4")), heard.append, lambda: None)
        devices = Devices().learn(request, done.setup) if done.setup else Devices()
    (ready,) = [e.setup for e in heard if isinstance(e, Loading) and e.setup is not None]
    for used in (ready, done.setup):
        assert used is not None and (used.device, used.dtype, used.memory) == (named, "fp16", "full")
        assert used.device_name and used.free_bytes == gpu.total  # as if the model was not there
    assert devices.find(wish) == Device(named, ready.device_name, "fp16", gpu.total)
