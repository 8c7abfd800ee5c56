"""Speed against quality: what each way of sampling costs and how often its clips are right, by `training.judge`: `python -m benchmarks.frontier`.

A way is written `scheduler/steps/guidance`, and if it cuts corners `/guided from-to in percent` and `/cache interval`, as in `dpmpp_2m/20/3/0-60/2`.
All ways draw the same held-out sentences with the same seeds. `--json` keeps each way's result once it is there: what was measured is not measured again.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.plot import Point, scatter
from t2v_desktop.models.family import Recipe
from training.captions import caption
from training.judge import look
from training.scenes import Scene, sample_held_out
from training.studio import Studio

WAYS = (
    "dpmpp_2m/4/1", "ays/4/1", "unipc/4/1", "dpmpp_2m/8/1", "dpmpp_2m/12/3", "dpmpp_2m/12/3/0-60", "ays/10/3", "dpmpp_2m/20/3", "dpmpp_2m/20/3/0-60",
    "dpmpp_2m/20/3/0-40", "dpmpp_2m/20/3/20-80", "dpmpp_2m/20/3/0-100/2", "dpmpp_2m/20/3/0-60/2", "dpmpp_2m/40/3", "ddim/50/3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """`right` is the share of clips with everything right; `evaluations` of the denoiser a clip count both guidance passes; `seconds` a clip, to its frames."""

    way: str
    right: float
    clips: int
    evaluations: float
    seconds: float

    @property
    def error(self) -> float:
        """The standard error of `right`."""
        return float(np.sqrt(self.right * (1 - self.right) / self.clips))


def recipe(way: str) -> Recipe:
    """The recipe that a way spells. Raises ValueError."""
    scheduler, steps, guidance, *rest = way.split("/")
    start, _, end = (rest[0] if rest else "0-100").partition("-")
    return Recipe(scheduler, int(steps), float(guidance), int(start) / 100, int(end) / 100, int(rest[1]) if len(rest) > 1 else 1)


def sentences(count: int) -> list[tuple[Scene, str]]:
    rng = np.random.default_rng(4242)
    scenes = [sample_held_out(rng) for _ in range(count)]
    return [(scene, caption(scene, rng)) for scene in scenes]


def measure(studio: Studio, way: str, drawn: list[tuple[Scene, str]]) -> Result:
    chosen = asdict(recipe(way))
    right, seconds = [], []
    for seed, (scene, sentence) in enumerate(drawn):
        began = perf_counter()
        frames = studio.make(sentence, seed, **chosen)
        seconds.append(perf_counter() - began)
        right.append(look(frames).marks(scene)["all"])
    evaluations = studio.model.request("any", **chosen).evaluations(studio.model.family.cached_share)
    return Result(way, float(np.mean(right)), len(drawn), evaluations, float(np.median(seconds)))


def table(results: list[Result]) -> str:
    lines = ["| way | evaluations | all four right |", "|---|---|---|"]
    return "\n".join(lines + [f"| {r.way} | {r.evaluations:.1f} | {100 * r.right:.1f} ± {100 * r.error:.1f} |" for r in results])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ways", nargs="*", default=WAYS, metavar="WAY")
    parser.add_argument("--model", default="starter", help="an installed model or a folder")
    parser.add_argument("--count", type=int, default=200, help="number of held-out sentences")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    options = parser.parse_args()
    kept = json.loads(options.json.read_text("utf-8")) if options.json and options.json.exists() else []
    results = {result["way"]: Result(**result) for result in kept if result["clips"] == options.count}
    studio, drawn = Studio(options.model, "balanced"), sentences(options.count)
    for way in options.ways:
        if way not in results:
            results[way] = measure(studio, way, drawn)
            print(f"{way}: {100 * results[way].right:.1f} % of {options.count}, {results[way].seconds:.2f} s", flush=True)
        if options.json:
            options.json.write_text(json.dumps([asdict(result) for result in results.values()], indent=1) + "\n", "utf-8")
    ranked = sorted((results[way] for way in options.ways), key=lambda r: r.evaluations)
    print(table(ranked))
    if options.plot:
        points = [Point(r.way, r.evaluations, 100 * r.right, 100 * r.error) for r in ranked]
        options.plot.write_text(scatter("all four right, %, against evaluations of the UNet", points), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
