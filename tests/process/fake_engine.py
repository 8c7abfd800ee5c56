"""A fake engine process without torch that speaks the real protocol. The prompt controls what it does."""

import json
import os
import signal
import sys
import time
from pathlib import Path

from t2v_desktop.events import (
    Cancel,
    Decoding,
    Denoising,
    Done,
    Encoding,
    Failed,
    Loading,
    Setup,
    Start,
    Stopped,
    Writing,
    read_command,
    write_event,
)
from t2v_desktop.media.names import part_of

GB = 10**9
DTYPES = {"cpu": "fp32"}  # what auto selects; fp16 on all other devices
LOAD_S, TEXT_S, STEP_S, WARM_UP_S, DECODE_S = 0.3, 0.02, 0.02, 0.4, 0.1  # for a prompt with the word "timed"


def main(device: str) -> None:
    import threading

    cancelled = threading.Event()
    jobs: list[Start] = []

    def read_commands() -> None:
        for line in sys.stdin:
            command = read_command(line)
            if isinstance(command, Cancel):
                cancelled.set()
            elif isinstance(command, Start):
                cancelled.clear()
                jobs.append(command)
        os._exit(0)

    threading.Thread(target=read_commands, daemon=True).start()
    loaded = ""

    def send(event: object) -> None:
        print(write_event(event), flush=True)  # type: ignore[arg-type]

    while True:
        if not jobs:
            time.sleep(0.005)
            continue
        start = jobs.pop(0)
        prompt, output = start.request.prompt, Path(start.output)
        timed = "timed" in prompt
        seconds = dict.fromkeys(("load", "text", "denoise", "decode", "write"), 0.0)
        dtype = "fp32" if "NaN in half precision" in prompt else DTYPES.get(device, "fp16")
        setup = Setup(device, f"a {device}", dtype, "full", 8 * GB)
        cold = loaded != start.model_folder
        if cold:
            send(Loading("unet", 0, 1))
            seconds["load"] = sleep(LOAD_S * timed)
            loaded = start.model_folder
            send(Loading("ready", 1, 1, setup))
        send(Encoding())
        seconds["text"] = sleep(TEXT_S * timed)
        if "killed" in prompt:
            part_of(output).write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
        if "garbage" in prompt:
            print("this is not an event", flush=True)
        if "fails" in prompt:
            send(Failed("BlankVideo", "every frame came out as one flat colour"))
            continue
        if "too large" in prompt:
            loaded = ""
            send(Failed("OutOfMemory", "it did not fit"))
            continue
        if timed and cold:
            seconds["denoise"] = sleep(WARM_UP_S)
        steps = start.request.steps_taken if timed else 100 if "slow" in prompt or "deaf" in prompt else 2
        for step in range(steps):
            if cancelled.is_set() and "deaf" not in prompt:
                break
            send(Denoising(step + 1, steps))
            seconds["denoise"] += sleep(STEP_S * (start.request.num_frames / 16) if timed else 0.1 if steps > 2 else 0.0)
        if cancelled.is_set():
            send(Stopped())
            continue
        seconds["decode"] = sleep(DECODE_S * timed)
        send(Decoding(1, 1))
        send(Writing())
        output.write_bytes(b"a clip")
        r = start.request
        send(Done(str(output), start.poster, r.seed, r.num_frames, r.width, r.height, r.fps, seconds, setup))


def sleep(seconds: float) -> float:
    """Sleep. Returns how long it took."""
    began = time.perf_counter()
    time.sleep(seconds)
    return time.perf_counter() - began


def describe(device: str) -> None:
    """Print the engine's description of a computer with that device and a CPU."""
    names = dict.fromkeys((device, "cpu"))
    usable = [{"name": n, "title": f"a {n}", "dtype": DTYPES.get(n, "fp16"), "free_bytes": 8 * GB} for n in names]
    print(json.dumps({"auto": device, "usable": usable}))


if __name__ == "__main__":
    chosen = next((a for a in sys.argv[1:] if not a.startswith("--")), "cpu")
    if "--describe" in sys.argv:
        describe(chosen)
    else:
        main(chosen)
