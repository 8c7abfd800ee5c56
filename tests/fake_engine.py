"""An engine process without torch that speaks the real protocol; the prompt says how it behaves."""

import os
import signal
import sys
import time
from pathlib import Path

from t2v_desktop.clip import part_of
from t2v_desktop.events import Cancel, Decoding, Denoising, Done, Encoding, Failed, Loading, Start, Stopped, Writing, read_command, write_event


def main() -> None:
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

    def say(event: object) -> None:
        print(write_event(event), flush=True)  # type: ignore[arg-type]

    while True:
        if not jobs:
            time.sleep(0.005)
            continue
        start = jobs.pop(0)
        prompt, output = start.request.prompt, Path(start.output)
        say(Loading("unet", 0, 1))
        say(Encoding())
        if "killed" in prompt:
            part_of(output).write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
        if "garbage" in prompt:
            print("this is no event", flush=True)
        if "fails" in prompt:
            say(Failed("BlankVideo", "every frame came out as one flat colour"))
            continue
        steps = 100 if "slow" in prompt or "deaf" in prompt else 2
        for step in range(steps):
            if cancelled.is_set() and "deaf" not in prompt:
                break
            say(Denoising(step + 1, steps))
            if steps > 2:
                time.sleep(0.1)
        if cancelled.is_set():
            say(Stopped())
            continue
        say(Decoding(1, 1))
        say(Writing())
        output.write_bytes(b"a clip")
        r = start.request
        say(Done(str(output), start.poster, r.seed, r.num_frames, r.width, r.height, r.fps, {"load": 0.0}))


if __name__ == "__main__":
    main()
