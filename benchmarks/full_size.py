"""Renders with a full-size text-to-video-ms-1.7b with random weights: `python -m benchmarks.full_size`.

Writes a folder in its exact layout (3.7 GB), renders a small clip from it through the command line, and prints load time
and peak memory.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.random_model import write_full


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="keep the model in this folder and reuse it")
    parser.add_argument("--size", default="64x64")
    parser.add_argument("--frames", default="4")
    parser.add_argument("--steps", default="2")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--memory", default="auto")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch) / "text-to-video-ms-1.7b"
        if not (folder / "model_index.json").exists():
            write_full(folder)
        size = sum(f.stat().st_size for f in folder.rglob("*.safetensors"))
        print(f"weights on disk: {size / 1e9:.2f} GB in {len(list(folder.rglob('*.safetensors')))} files", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "t2v_desktop", "render", "a panda eating bamboo", "--model", str(folder), "-o", str(Path(scratch) / "out.mp4"),
             "--size", options.size, "--frames", options.frames, "--steps", options.steps, "--seed", "1",
             "--device", options.device, "--memory", options.memory, "--json"],
            stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        last = json.loads(done.stdout.splitlines()[-1])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"{last['event']}: {json.dumps(last.get('seconds', last.get('message')))}")
    print(f"load {last.get('seconds', {}).get('load', float('nan')):.1f} s, peak memory of the engine process {peak / 2**30:.2f} GiB")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
