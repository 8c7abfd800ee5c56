"""Detects the shapes, colours, background and motion in a clip, and scores a model with that.

`python -m training.judge` first validates the judge on drawn clips, then scores the starter on unseen sentences. The judge is
not trained: it compares a clip with what `scenes.py` would draw.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path as File

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from training.captions import caption
from training.scenes import (
    BACKGROUNDS,
    COLOURS,
    ROUND,
    SHAPES,
    Floats,
    Path,
    Scene,
    Thing,
    background,
    coverage,
    draw,
    sample,
    sample_composing,
    sample_held_out,
)

Frames = NDArray[np.uint8]
Mask = NDArray[np.bool_]

UNLIKE = 26.0  # RGB distance from the background beyond which a (smoothed) pixel belongs to an object
SMALLEST = 0.0022  # smallest share of the frame that an object covers
COLOUR_REACH = 80.0  # RGB distance within which a colour still has its name
LIKENESS = 0.55  # overlap with its template that a shape must reach
MARKS = ("shape", "colour", "background", "motion")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a clip shows; "" for what the judge cannot recognize."""

    things: tuple[Thing, ...]
    background: str
    motion: str

    def marks(self, scene: Scene) -> dict[str, bool]:
        """Which properties of `scene` the clip shows, and whether it shows all of them."""
        found = {
            "shape": sorted(t.shape for t in self.things) == sorted(t.shape for t in scene.things),
            "colour": sorted(t.colour for t in self.things) == sorted(t.colour for t in scene.things),
            "background": self.background == scene.background,
            "motion": self.motion == scene.motion,
        }
        paired = sorted((t.shape, t.colour) for t in self.things) == sorted((t.shape, t.colour) for t in scene.things)
        return found | {"all": all(found.values()) and paired}


@dataclass(frozen=True, slots=True)
class Track:
    """One object through the clip: its mask in each frame, (frames, height, width)."""

    masks: Mask


def look(frames: Frames) -> Verdict:
    """Detect what a clip (frames, size, size, 3) shows."""
    seen = frames.astype(np.float32)
    name = nearest_background(seen)
    behind = background(name or "gray", frames.shape[1])
    tracks = find_tracks(seen, behind)
    if not tracks:
        return Verdict((), name, "")
    colours = [measure_colour(seen, track) for track in tracks]
    alphas = [matte(seen, behind, colour, track) for colour, track in zip(colours, tracks, strict=True)]
    named = [name_shape(alpha) for alpha in alphas]
    things = tuple(Thing(shape, name_colour(colour)) for (shape, _), colour in zip(named, colours, strict=True))
    return Verdict(things, name, name_motion(alphas[0], spins=named[0][1]))


@cache
def _pictures(size: int) -> Floats:
    return np.stack([background(name, size) for name in BACKGROUNDS])


def nearest_background(seen: Floats) -> str:
    """The background that explains most of the pixels, if it explains half of them."""
    away = np.abs(seen[:, None] - _pictures(seen.shape[1])[None]).max(-1)  # frames, backgrounds, height, width
    explained = (away < 30).mean((0, 2, 3)) - 0.2 * np.minimum(away, 60).mean((0, 2, 3)) / 60
    best = int(explained.argmax())
    return BACKGROUNDS[best] if (away[:, best] < 30).mean() > 0.5 else ""


def find_tracks(seen: Floats, behind: Floats) -> list[Track]:
    """The one or two objects of a clip, followed through its frames."""
    smooth = ndimage.uniform_filter(seen - behind[None], (0, 3, 3, 0))
    unlike = np.sqrt((smooth**2).sum(-1)) > UNLIKE
    least = SMALLEST * unlike[0].size
    spots = [_spots(mask, least) for mask in unlike]
    count = np.median([len(s) for s in spots if s]) if any(spots) else 0
    if count == 0:
        return []
    if count < 1.5:
        return [Track(np.stack([_union(s, unlike.shape[1:]) for s in spots]))]
    masks = np.zeros((2, *unlike.shape), bool)
    last: list[tuple[float, float]] = []
    for i, found in enumerate(spots):
        pair = found[:2]
        if len(pair) < 2:
            continue
        centres = [_centre(m) for m in pair]
        if not last:
            order = sorted((0, 1), key=lambda k: centres[k][0] + 0.01 * centres[k][1])
        else:
            straight = sum(_apart(centres[k], last[k]) for k in (0, 1))
            order = [0, 1] if straight <= sum(_apart(centres[k], last[1 - k]) for k in (0, 1)) else [1, 0]
        last = [centres[k] for k in order]
        masks[0, i], masks[1, i] = pair[order[0]], pair[order[1]]
    return [Track(masks[0]), Track(masks[1])]


def _spots(mask: Mask, least: float) -> list[Mask]:
    """The large enough connected regions of a frame, largest first, without fragments beside a large one."""
    labels, count = ndimage.label(mask)
    areas = np.bincount(labels.ravel())[1:] if count else np.zeros(0, int)
    floor = max(least, 0.3 * areas.max(initial=0))
    return [labels == i + 1 for i in np.argsort(-areas) if areas[i] >= floor]


def _union(spots: list[Mask], shape: tuple[int, ...]) -> Mask:
    return spots[0] if spots else np.zeros(shape, bool)


def _centre(mask: Mask) -> tuple[float, float]:
    y, x = ndimage.center_of_mass(mask)
    return float(x), float(y)


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def measure_colour(seen: Floats, track: Track) -> Floats:
    """The colour of an object's inside, the median over the frames where it is largest."""
    areas = track.masks.sum((1, 2))
    inside = []
    for i in np.argsort(-areas)[:6]:
        core = ndimage.binary_erosion(track.masks[i], iterations=2)
        core = core if core.sum() >= 6 else ndimage.binary_erosion(track.masks[i])
        inside.append(seen[i][core if core.any() else track.masks[i]])
    return np.asarray(np.median(np.concatenate(inside), 0), np.float32)


def name_colour(colour: Floats) -> str:
    away = {name: float(np.linalg.norm(colour - np.array(c))) for name, c in COLOURS.items()}
    best = min(away, key=lambda name: away[name])
    return best if away[best] < COLOUR_REACH else ""


def matte(seen: Floats, behind: Floats, colour: Floats, track: Track) -> Floats:
    """How much of each pixel the object covers, (frames, height, width), zero away from its mask."""
    towards = colour - behind
    share = ((seen - behind) * towards).sum(-1) / np.maximum((towards**2).sum(-1), 1)
    near = np.stack([ndimage.binary_dilation(m, iterations=2) if m.any() else m for m in track.masks])
    return np.asarray(np.clip(share, 0, 1) * near, np.float32)


@cache
def _template_facts(shape: str) -> tuple[float, float, float]:
    """Area and centre of a shape of radius 1."""
    drawn = coverage(shape, _at(0.5, 0.5, 0.25, 0.0), 256)[0]
    y, x = ndimage.center_of_mass(drawn)
    return float(drawn.sum()) / 64**2, (x + 0.5 - 128) / 64, (y + 0.5 - 128) / 64


def _at(x: float, y: float, radius: float, angle: float) -> Path:
    return Path(*(np.array([v], np.float32) for v in (x, y, radius, angle, 1.0)))


def likeness(alpha: Floats, shape: str, angle: float) -> float:
    """Overlap (intersection over union) of one frame's matte with `shape`, of the same area and centre, turned by `angle`."""
    size = alpha.shape[0]
    total = float(alpha.sum())
    y, x = ndimage.center_of_mass(alpha)
    area, off_x, off_y = _template_facts(shape)
    radius = np.sqrt(total / area) / size
    cos, sin = np.cos(angle), np.sin(angle)
    centre = ((x + 0.5) / size - radius * (off_x * cos - off_y * sin), (y + 0.5) / size - radius * (off_x * sin + off_y * cos))
    drawn = coverage(shape, _at(*centre, radius, angle), size)[0]
    return float(np.minimum(alpha, drawn).sum() / np.maximum(alpha, drawn).sum())


def name_shape(alpha: Floats) -> tuple[str, bool]:
    """The shape of an object, and whether it turns."""
    areas = alpha.sum((1, 2))
    clear = np.flatnonzero(areas > 0.5 * areas.max())
    chosen = clear[np.linspace(0, len(clear) - 1, min(len(clear), 6)).round().astype(int)]
    angles = np.radians(np.arange(0, 360, 15))
    upright = {s: float(np.mean([likeness(alpha[i], s, 0.0) for i in chosen])) for s in SHAPES}
    turned = {s: float(np.mean([max(likeness(alpha[i], s, a) for a in angles[: _turns(s)]) for i in chosen])) for s in SHAPES}
    best, best_turned = max(upright, key=lambda s: upright[s]), max(turned, key=lambda s: turned[s])
    spins = best_turned not in ROUND and turned[best_turned] - upright[best_turned] > 0.05 and turned[best_turned] - upright[best] > 0.03
    name, score = (best_turned, turned[best_turned]) if spins else (best, upright[best])
    return (name if score > LIKENESS else ""), bool(spins)


def _turns(shape: str) -> int:
    """How many turns of 15 degrees before a shape looks the same again (72 degrees is five of them, nearly)."""
    return {"circle": 1, "ring": 1, "square": 6, "cross": 6, "star": 5, "diamond": 12}.get(shape, 24)


def name_motion(alpha: Floats, spins: bool) -> str:
    """The motion of an object, by the path of its centre, its area and whether it is there."""
    areas = alpha.sum((1, 2))
    there = areas > 0.2 * np.median(areas[areas > 0.1 * areas.max()])
    hidden, changes = int((~there).sum()), int(np.abs(np.diff(there.astype(int))).sum())
    if hidden >= 3 and changes >= 3:
        return "blinking"
    shown = np.flatnonzero(there)
    growth = float(np.sqrt(areas[shown[-3:]].mean() / areas[shown[:3]].mean()))
    if growth > 1.6:
        return "growing"
    if growth < 1 / 1.6:
        return "shrinking"
    centres = np.array([ndimage.center_of_mass(alpha[i]) for i in shown]) / alpha.shape[1]
    return _name_path(centres[:, 1], centres[:, 0], spins)


def _name_path(x: Floats, y: Floats, spins: bool) -> str:
    width, height = float(np.ptp(x)), float(np.ptp(y))
    dx, dy = float(x[-2:].mean() - x[:2].mean()), float(y[-2:].mean() - y[:2].mean())
    turns = _turning_points(y, 0.4 * height)
    if width < 0.1 and height < 0.1:
        return "spinning" if spins else "still"
    if min(width, height) > 0.2 and abs(dx) < 0.2 and abs(dy) < 0.2:
        return "circling"
    if abs(dx) > 0.2 and height > 0.09 and turns >= 2:
        return "zigzag"
    if height > 0.15 and width < 0.15 and turns >= 2:
        return "bouncing"
    if abs(dx) > 0.2 and abs(dx) > 2 * height:
        return "right" if dx > 0 else "left"
    if abs(dy) > 0.2 and abs(dy) > 2 * width:
        return "down" if dy > 0 else "up"
    return ""


def _turning_points(values: Floats, least: float) -> int:
    """How often a curve changes direction after moving by at least `least`."""
    count, direction, extreme = 0, 0, float(values[0])
    for value in values:
        if (direction >= 0 and value > extreme) or (direction <= 0 and value < extreme):
            if direction == 0 and abs(value - values[0]) > least:
                direction = 1 if value > values[0] else -1
            extreme = float(value) if direction else extreme
        elif direction and abs(value - extreme) > least:
            count, direction, extreme = count + 1, -direction, float(value)
    return count


def table(rows: dict[str, list[dict[str, bool]]]) -> str:
    """The scores as a Markdown table, in percent."""
    lines = ["| sentences | clips | " + " | ".join(MARKS) + " | all four |", "|---|---|" + "---|" * 5]
    for name, marks in rows.items():
        shares = [100 * float(np.mean([m[mark] for m in marks])) for mark in (*MARKS, "all")]
        lines.append(f"| {name} | {len(marks)} | " + " | ".join(f"{s:.1f}" for s in shares) + " |")
    return "\n".join(lines)


def prove(count: int, size: int) -> float:
    """The share of drawn clips that the judge recognizes completely."""
    rng = np.random.default_rng(777)
    scenes = [sample(rng) for _ in range(count)]
    marks = [look(draw(scene, size)[0]).marks(scene) for scene in scenes]
    for scene, mark in zip(scenes, marks, strict=True):
        if not mark["all"]:
            print(f"  misread: {scene} as {look(draw(scene, size)[0])}")
    print(table({"drawn by scenes.py": marks}))
    return float(np.mean([m["all"] for m in marks]))


def score(count: int, model: str, preset: str, sheet: File | None) -> dict[str, list[dict[str, bool]]]:
    """Make and judge clips for `count` held-out sentences and for half as many combinations not in the training set."""
    from training.studio import Studio

    studio = Studio(model, preset)
    rng = np.random.default_rng(4242)
    scenes = {"held out": [sample_held_out(rng) for _ in range(count)], "never combined": [sample_composing(rng) for _ in range(count // 2)]}
    rows: dict[str, list[dict[str, bool]]] = {}
    strips = []
    for name, group in scenes.items():
        rows[name] = []
        for number, scene in enumerate(group):
            sentence = caption(scene, rng)
            frames = studio.make(sentence, seed=number)
            verdict = look(frames)
            rows[name].append(verdict.marks(scene))
            if number < 20:
                strips.append(np.concatenate(list(frames), 1))
            if number % 20 == 19:
                print(f"{name} {number + 1}/{len(group)}: all four right {100 * np.mean([m['all'] for m in rows[name]]):.0f} %", flush=True)
    if sheet is not None:
        Image.fromarray(np.concatenate(strips, 0)).save(sheet)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="starter", help="an installed model or a folder")
    parser.add_argument("--preset", default="balanced")
    parser.add_argument("--count", type=int, default=200, help="number of held-out sentences; half as many unseen combinations are added")
    parser.add_argument("--drawn", type=int, default=400, help="number of drawn clips to validate the judge on")
    parser.add_argument("--size", type=int, default=128, help="side in pixels of the drawn clips, the model's own (default: 128)")
    parser.add_argument("--sheet", type=File, help="save the frames of the first clips to this PNG")
    options = parser.parse_args()
    right = prove(options.drawn, options.size)
    if right < 0.99:
        print(f"the judge recognizes only {right:.1%} of drawn clips: its scores would be unreliable")
        return 1
    if options.count:
        began = time.monotonic()
        rows = score(options.count, options.model, options.preset, options.sheet)
        print(f"{table(rows)}\n{(time.monotonic() - began) / sum(map(len, rows.values())):.1f} s per clip, {options.preset} preset")
    return 0


if __name__ == "__main__":
    sys.exit(main())
