import json

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.events import (
    NAMES,
    Cancel,
    Command,
    Decoding,
    Denoising,
    Done,
    Encoding,
    Event,
    Failed,
    KeepModel,
    Loading,
    Preview,
    Setup,
    Start,
    Stopped,
    WarmUp,
    Warned,
    Writing,
    read_command,
    read_event,
    write_command,
    write_event,
)
from t2v_desktop.request import Request

EVENTS: list[Event] = [
    Loading("unet", 1, 3),
    Loading("ready", 3, 3, Setup("cuda:1", "NVIDIA H100", "fp16", "full", 8 * 10**10)),
    Encoding(),
    Warned("no \n newline 熊"),
    Denoising(3, 20),
    Denoising(3, 20, Preview(2, 1, 1, b"\x00\xff\x80" * 2)),
    Decoding(4, 16),
    Writing(),
    Done("/a/b.mp4", "", 7, 16, 64, 64, 8, {"load": 0.5}, Setup("cpu", "x86_64, 2 cores", "fp32", "full")),
    Done("/a/b.mp4", "", 7, 16, 64, 64, 8),
    Failed("BlankVideo", "flat"),
    Stopped(),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e).__name__)
def test_an_event_is_one_line_and_survives_a_round_trip(event: Event) -> None:
    line = write_event(event)
    assert "\n" not in line
    assert read_event(line) == event


def test_events_has_every_kind() -> None:
    assert {type(e) for e in EVENTS} == set(NAMES.values())


def test_done_has_the_keys_that_scripts_use() -> None:
    values = json.loads(write_event(EVENTS[8]))
    assert values["event"] == "done"
    assert {"path", "seed", "num_frames", "width", "height", "fps", "seconds"} <= set(values)


@pytest.mark.parametrize(
    "command", [Start(Request("a\ncat"), "/m", "/o.mp4", "/p.png", previews=False), Cancel(), WarmUp(), WarmUp(Request("a"), "/m"), KeepModel(60)]
)
def test_a_command_survives_a_round_trip(command: Command) -> None:
    assert read_command(write_command(command)) == command


def test_invalid_events_and_commands_are_refused() -> None:
    for line in ("", "{}", '{"event": "explode"}', "[1]"):
        with pytest.raises((ValueError, AttributeError, TypeError)):
            read_event(line)
    with pytest.raises(ValueError, match="not a command"):
        read_command('{"command": "format"}')
    with pytest.raises(InvalidRequest):
        read_command('{"command": "start", "request": "{}", "model_folder": "", "output": ""}')
