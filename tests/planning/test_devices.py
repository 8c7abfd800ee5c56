import json
from dataclasses import replace

import pytest

from t2v_desktop.events import Setup
from t2v_desktop.planning.devices import Device, Devices, read_devices
from t2v_desktop.request import Request

CPU, CARD, SECOND = Device("cpu", "x86_64, 8 cores", "bf16"), Device("cuda:0", "a card", "fp16", 8), Device("cuda:1", "another card", "fp16", 4)
TWO_CARDS = Devices("cuda:0", (CPU, CARD, SECOND))


@pytest.mark.parametrize(("requested", "found"), [
    ("auto", CARD), ("cuda", CARD), ("cuda:0", CARD), ("cuda:1", SECOND), ("cuda:2", None), ("cpu", CPU), ("cpu:0", CPU), ("mps", None), ("auto:7", None),
])  # fmt: skip
def test_the_requested_device_is_found(requested: str, found: Device | None) -> None:
    assert TWO_CARDS.find(requested) == found


def test_without_a_report_only_the_cpu_is_known() -> None:
    assert [Devices().find(requested) for requested in ("auto", "cuda", "mps", "cpu")] == [None, None, None, Device("cpu")]


def test_a_device_that_the_engine_used_is_learned() -> None:
    used = Setup("cuda:1", "another card", "fp16", "full", 5)
    learned = Devices().learn(Request("a cat"), used)
    assert learned.find("auto") == learned.find("cuda:1") == replace(SECOND, free_bytes=5)
    by_name = TWO_CARDS.learn(Request("a cat", device="cuda:1"), used)
    assert (by_name.auto, by_name.find("cuda:1"), by_name.find("cuda:0")) == ("cuda:0", replace(SECOND, free_bytes=5), CARD)


def test_a_requested_precision_does_not_change_auto() -> None:
    full = Setup("cuda:0", "a card", "fp32", "full")
    assert TWO_CARDS.learn(Request("a cat", dtype="fp32"), full).find("auto") == CARD
    assert Devices().learn(Request("a cat"), full).find("auto") == Device("cuda:0", "a card", "fp32")
    assert TWO_CARDS.learn(Request("a cat"), full).find("auto") == CARD  # one model gave NaN in fp16: another may not


def test_only_the_engines_description_is_accepted() -> None:
    usable = [{"name": "cuda:0", "title": "a card", "dtype": "fp16", "free_bytes": 8}]
    assert read_devices(json.dumps({"auto": "cuda:0", "usable": usable, "torch": "2.13"})) == Devices("cuda:0", (CARD,))
    for nonsense in ("", "{}", "[]", "3", '{"auto": "cpu", "usable": [{"colour": "red"}]}', '{"auto": "cpu", "usable": 3}', "[" * 50_000):
        with pytest.raises(ValueError):
            read_devices(nonsense)
