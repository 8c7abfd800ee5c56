"""Renders with a full-size model with random weights: `python -m benchmarks.full_size [--model wan]`.

Writes a folder in the exact layout of text-to-video-ms-1.7b (3.7 GB) or of Wan 2.1 T2V 1.3B with UMT5 (14.6 GB), renders two small clips of one prompt from
it through the command line, and prints the seconds of each stage and the peak memory: the second clip finds the model loaded and the prompt encoded.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import random_model, random_wan

MODELS = {"text-to-video-ms-1.7b": (random_model.write_full, "64x64", "4"), "wan": (random_wan.write_full, "128x128", "5")}  # with size and frames


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="keep the model in this folder and reuse it")
    parser.add_argument("--model", choices=MODELS, default="text-to-video-ms-1.7b")
    parser.add_argument("--size", help="such as 64x64")
    parser.add_argument("--frames")
    parser.add_argument("--steps", default="2")
    parser.add_argument("--cache-interval", default="1", help="compute the inner layers in every Nth step only")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--memory", default="auto")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        write, size, frames = MODELS[options.model]
        folder = options.folder or Path(scratch) / options.model
        if not (folder / "model_index.json").exists():
            write(folder)
        on_disk = sum(f.stat().st_size for f in folder.rglob("*.safetensors"))
        print(f"weights on disk: {on_disk / 1e9:.2f} GB in {len(list(folder.rglob('*.safetensors')))} files", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "t2v_desktop", "render", "a panda eating bamboo", "--model", str(folder), "-o", str(Path(scratch) / "out.mp4"),
             "--size", options.size or size, "--frames", options.frames or frames, "--steps", options.steps, "--seed", "1", "--count", "2",
             "--device", options.device, "--memory", options.memory, "--cache-interval", options.cache_interval, "--json"],
            stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    for event in (event for event in map(json.loads, done.stdout.splitlines()) if event["event"] in ("done", "failed")):
        print(f"{event['event']}: {json.dumps(event.get('seconds', event.get('message')))}")
    print(f"peak memory of the engine process, with what it maps of the files: {peak / 2**30:.2f} GiB")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
