"""An engine process without torch that speaks the real protocol; the prompt says how it behaves."""

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
DTYPES = {"cpu": "fp32"}  # of auto; fp16 on everything else
LOAD_S, TEXT_S, STEP_S, WARM_UP_S, DECODE_S = 0.3, 0.02, 0.02, 0.4, 0.1  # of a prompt that is "timed"


def main(device: str) -> None:
    import threading

    cancelled = threading.Event()
    jobs: list[Start] = []

    def listen() -> None:
        for line in sys.stdin:
            command = read_command(line)
            if isinstance(command, Cancel):
                cancelled.set()
            else:
                cancelled.clear()
                jobs.append(command)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    held = ""

    def say(event: object) -> None:
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
        where = Setup(device, f"a {device}", dtype, "full", 8 * GB)
        cold = held != start.model_folder
        if cold:
            say(Loading("unet", 0, 1))
            seconds["load"] = rest(LOAD_S * timed)
            held = start.model_folder
            say(Loading("ready", 1, 1, where))
        say(Encoding())
        seconds["text"] = rest(TEXT_S * timed)
        if "killed" in prompt:
            part_of(output).write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
        if "garbage" in prompt:
            print("this is no event", flush=True)
        if "fails" in prompt:
            say(Failed("BlankVideo", "every frame came out as one flat colour"))
            continue
        if "too large" in prompt:
            held = ""
            say(Failed("OutOfMemory", "it did not fit"))
            continue
        if timed and cold:
            seconds["denoise"] = rest(WARM_UP_S)
        steps = start.request.steps_taken if timed else 100 if "slow" in prompt or "deaf" in prompt else 2
        for step in range(steps):
            if cancelled.is_set() and "deaf" not in prompt:
                break
            say(Denoising(step + 1, steps))
            seconds["denoise"] += rest(STEP_S * (start.request.num_frames / 16) if timed else 0.1 if steps > 2 else 0.0)
        if cancelled.is_set():
            say(Stopped())
            continue
        seconds["decode"] = rest(DECODE_S * timed)
        say(Decoding(1, 1))
        say(Writing())
        output.write_bytes(b"a clip")
        r = start.request
        say(Done(str(output), start.poster, r.seed, r.num_frames, r.width, r.height, r.fps, seconds, where))


def rest(seconds: float) -> float:
    """Sleep, and how long that took."""
    began = time.perf_counter()
    time.sleep(seconds)
    return time.perf_counter() - began


def describe(device: str) -> None:
    """What the engine says about a computer with that device, and a CPU beside it."""
    names = dict.fromkeys((device, "cpu"))
    usable = [{"name": n, "title": f"a {n}", "dtype": DTYPES.get(n, "fp16"), "free_bytes": 8 * GB} for n in names]
    print(json.dumps({"auto": device, "usable": usable}))


if __name__ == "__main__":
    chosen = next((a for a in sys.argv[1:] if not a.startswith("--")), "cpu")
    if "--describe" in sys.argv:
        describe(chosen)
    else:
        main(chosen)
