"""The starter model's world: scenes of coloured shapes that move over a background, drawn as clips."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FRAMES = 16
FPS = 8

COLOURS = {
    "red": (226, 44, 42),
    "orange": (255, 138, 10),
    "yellow": (250, 216, 40),
    "green": (24, 170, 60),
    "cyan": (20, 205, 215),
    "blue": (38, 74, 230),
    "purple": (132, 44, 190),
    "pink": (255, 118, 190),
    "white": (250, 250, 250),
    "brown": (124, 72, 32),
}
SIZES = {"small": 0.15, "medium": 0.19, "large": 0.24}  # radius as a fraction of the frame
PAIR_RADIUS = 0.15
SHAPES = ("circle", "square", "triangle", "star", "heart", "ring", "diamond", "cross")
BACKGROUNDS = ("black", "white", "gray", "night", "sea", "sunset", "grass", "desert")
MOTIONS = (
    "left", "right", "up", "down", "bouncing", "spinning",
    "growing", "shrinking", "circling", "zigzag", "blinking", "still",
)  # fmt: skip
ROUND = ("circle", "ring")  # spinning does not show on these

NEVER_TRAINED = {("green", "star"), ("purple", "triangle"), ("orange", "heart"), ("blue", "cross")}
HELD_OUT_SHARE = 20  # one combination in this many is held out for judging

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Thing:
    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What a clip shows. `offset` moves the whole path, in fractions of the frame."""

    things: tuple[Thing, ...]
    background: str
    motion: str
    size: str = "medium"
    offset: tuple[float, float] = (0.0, 0.0)

    def composes(self) -> bool:
        """Whether the scene has a combination that is not in the training set."""
        return any((t.colour, t.shape) in NEVER_TRAINED for t in self.things) or (self.motion == "zigzag" and any(t.shape == "circle" for t in self.things))

    def held_out(self) -> bool:
        """Whether this exact combination is held out of training. A hash decides, so that it never changes."""
        words = [w for t in self.things for w in (t.colour, t.shape)]
        key = " ".join([*words, self.background, self.motion, self.size])
        return self.composes() or hashlib.sha256(key.encode()).digest()[0] * HELD_OUT_SHARE < 256

    def possible(self) -> bool:
        """Whether the scene is visible: no white on white, no spinning circle."""
        hidden = self.background == "white" and any(t.colour == "white" for t in self.things)
        spins_unseen = self.motion == "spinning" and any(t.shape in ROUND for t in self.things)
        return not (hidden or spins_unseen)


def sample(rng: np.random.Generator, pairs: float = 0.12) -> Scene:
    """A random possible scene; `pairs` is the share of scenes with two objects."""
    while True:
        things = [Thing(str(rng.choice(SHAPES)), str(rng.choice(list(COLOURS))))]
        size = str(rng.choice(list(SIZES)))
        if rng.random() < pairs:
            size = "medium"
            other = Thing(str(rng.choice(SHAPES)), str(rng.choice(list(COLOURS))))
            things.append(things[0] if rng.random() < 0.5 else other)
        offset = (float(rng.uniform(-0.04, 0.04)), float(rng.uniform(-0.04, 0.04)))
        scene = Scene(tuple(things), str(rng.choice(BACKGROUNDS)), str(rng.choice(MOTIONS)), size, offset)
        if scene.possible():
            return scene


def sample_training(rng: np.random.Generator) -> Scene:
    """A random scene for training."""
    while True:
        scene = sample(rng)
        if not scene.held_out():
            return scene


def sample_held_out(rng: np.random.Generator) -> Scene:
    """A random scene that is not in the training set, though each pair of its parts is."""
    while True:
        scene = sample(rng)
        if scene.held_out() and not scene.composes():
            return scene


def sample_composing(rng: np.random.Generator) -> Scene:
    """A random scene with a combination of parts that is not in the training set."""
    while True:
        scene = sample(rng, pairs=0.0)
        if scene.composes():
            return scene


@dataclass(frozen=True, slots=True)
class Path:
    """Where one object is in each frame: all arrays of length FRAMES, lengths in fractions of the frame."""

    x: Floats
    y: Floats
    radius: Floats
    angle: Floats
    visible: Floats


def paths(scene: Scene) -> list[Path]:
    """One path for each object of the scene."""
    if len(scene.things) == 1:
        return [_path(scene.motion, SIZES[scene.size], (0.5 + scene.offset[0], 0.5 + scene.offset[1]))]
    dx, dy = scene.offset[0] / 2, scene.offset[1] / 2
    if scene.motion == "circling":  # the two circle each other
        first = _path("circling", PAIR_RADIUS, (0.5 + dx, 0.5 + dy))
        turned = Path(1 + 2 * dx - first.x, 1 + 2 * dy - first.y, first.radius, first.angle, first.visible)
        return [first, turned]
    stacked = scene.motion in ("left", "right", "zigzag")
    centres = [(0.5, 0.27), (0.5, 0.73)] if stacked else [(0.27, 0.5), (0.73, 0.5)]
    sway = 0.07 if stacked else None
    return [_path(scene.motion, PAIR_RADIUS, (x + dx, y + dy), sway) for x, y in centres]


def _path(motion: str, radius: float, centre: tuple[float, float], sway: float | None = None) -> Path:
    t: Floats = np.linspace(0, 1, FRAMES, dtype=np.float32)
    x, y = np.full_like(t, centre[0]), np.full_like(t, centre[1])
    r, angle, visible = np.full_like(t, radius), np.zeros_like(t), np.ones_like(t)
    reach = 0.5 - radius - 0.02
    match motion:
        case "left":
            x = 0.5 + reach * (1 - 2 * t)
        case "right":
            x = 0.5 - reach * (1 - 2 * t)
        case "up":
            y = 0.5 + reach * (1 - 2 * t)
        case "down":
            y = 0.5 - reach * (1 - 2 * t)
        case "bouncing":
            y = 0.5 + reach - 2 * reach * 0.85 * np.abs(np.sin(2 * np.pi * t))
        case "spinning":
            angle = t * np.float32(np.radians(15 * (FRAMES - 1)))
        case "growing":
            r = radius * (0.4 + 0.95 * t)
        case "shrinking":
            r = radius * (1.35 - 0.95 * t)
        case "circling":
            orbit = min(reach, 0.25)
            x, y = centre[0] + orbit * np.sin(2 * np.pi * t), centre[1] - orbit * np.cos(2 * np.pi * t)
        case "zigzag":
            x = 0.5 - reach * (1 - 2 * t)
            y = centre[1] + (sway or min(reach, 0.2)) * (2 * np.abs((3 * t) % 2 - 1) - 1)
        case "blinking":
            visible = ((np.arange(FRAMES) // 2) % 2 == 0).astype(np.float32)
        case "still":
            pass
        case _:
            raise ValueError(f"no motion named {motion!r}")
    return Path(*(np.asarray(a, np.float32) for a in (x, y, r, angle, visible)))


def distance(shape: str, u: Floats, v: Floats) -> Floats:
    """Signed distance from the outline of `shape` with radius 1, negative inside; v grows downwards."""
    au: Floats = np.abs(u)
    av: Floats = np.abs(v)
    away: Floats
    match shape:
        case "circle":
            away = np.hypot(u, v) - 0.95
        case "ring":
            away = np.abs(np.hypot(u, v) - 0.72) - 0.27
        case "square":
            away = np.maximum(au, av) - 0.84
        case "diamond":
            away = (au / 0.68 + av - 1.05) * 0.562
        case "cross":
            away = np.maximum(np.minimum(au, av) - 0.32, np.maximum(au, av) - 1.0)
        case "triangle":
            away = np.maximum(0.866 * au - 0.5 * v - 0.5, v - 0.8)
        case "star":
            sector = np.mod(np.arctan2(u, -v) + np.pi / 5, 2 * np.pi / 5) - np.pi / 5
            length = np.hypot(u, v)
            # the edge from the tip to the inner corner at radius 0.45
            away = (length * np.cos(sector) - 1.08) * 0.347 + np.abs(length * np.sin(sector)) * 0.938
        case "heart":
            w = v * 1.02 + 0.10
            lobe = np.hypot(au - 0.48, w + 0.32) - 0.53
            point = np.maximum(0.707 * au + 0.707 * w - 0.64, np.maximum(-0.38 - w, au - 1.0))
            away = np.minimum(lobe, point)
        case _:
            raise ValueError(f"no shape named {shape!r}")
    return away


def coverage(shape: str, path: Path, size: int) -> Floats:
    """How much of each pixel the shape covers, (FRAMES, size, size) in 0..1, edges antialiased."""
    grid = (np.arange(size, dtype=np.float32) + 0.5) / size
    dx = grid[None, None, :] - path.x[:, None, None]
    dy = grid[None, :, None] - path.y[:, None, None]
    r = path.radius[:, None, None]
    cos, sin = np.cos(path.angle)[:, None, None], np.sin(path.angle)[:, None, None]
    u, v = (dx * cos + dy * sin) / r, (dy * cos - dx * sin) / r
    alpha = np.clip(0.5 - distance(shape, u, v) * r * size, 0, 1)
    return np.asarray(alpha * path.visible[:, None, None], np.float32)


def _blend(stops: list[tuple[float, tuple[int, int, int]]], y: Floats) -> Floats:
    at = [s for s, _ in stops]
    return np.stack([np.interp(y, at, [c[i] for _, c in stops]) for i in range(3)], -1).astype(np.float32)


def background(name: str, size: int) -> Floats:
    """The background picture, (size, size, 3) in 0..255."""
    grid = (np.arange(size, dtype=np.float32) + 0.5) / size
    y, x = np.meshgrid(grid, grid, indexing="ij")

    def over(picture: Floats, line: Floats, stops: list[tuple[float, tuple[int, int, int]]]) -> Floats:
        below = np.clip((y - line) * size + 0.5, 0, 1)[..., None]
        return picture * (1 - below) + _blend(stops, y) * below

    match name:
        case "black":
            return _blend([(0, (14, 14, 18)), (1, (14, 14, 18))], y)
        case "white":
            return _blend([(0, (244, 244, 240)), (1, (244, 244, 240))], y)
        case "gray":
            return _blend([(0, (128, 132, 140)), (1, (128, 132, 140))], y)
        case "night":
            picture = _blend([(0, (8, 10, 36)), (1, (40, 44, 96))], y)
            stars = np.random.default_rng(7).uniform(0.04, 0.96, (22, 2))
            for i, (sx, sy) in enumerate(stars):
                glow = np.exp(-((x - sx) ** 2 + (y - sy) ** 2) / (2 * (0.008 + 0.004 * (i % 3)) ** 2))
                picture = picture + (np.array([235, 235, 220], np.float32) - picture) * glow[..., None]
            return picture.astype(np.float32)
        case "sea":
            sky = _blend([(0, (150, 198, 228)), (0.42, (214, 232, 238))], y)
            picture = over(sky, np.full_like(x, 0.42), [(0.42, (62, 132, 170)), (1, (14, 58, 104))])
            for row in (0.55, 0.68, 0.81, 0.93):
                crest = row + 0.012 * np.sin(2 * np.pi * (3 * x + 5 * row))
                foam = 0.22 * np.exp(-((y - crest) ** 2) / (2 * 0.010**2))
                picture = picture + (255 - picture) * foam[..., None]
            return picture.astype(np.float32)
        case "sunset":
            return _blend([(0, (66, 38, 104)), (0.55, (206, 96, 104)), (1, (250, 186, 126))], y)
        case "grass":
            sky = _blend([(0, (142, 196, 238)), (0.6, (212, 234, 246))], y)
            hill = 0.60 + 0.03 * np.cos(2 * np.pi * (x - 0.2))
            return over(sky, hill, [(0.55, (140, 186, 92)), (1, (72, 118, 58))]).astype(np.float32)
        case "desert":
            sky = _blend([(0, (240, 222, 190)), (0.6, (250, 240, 220))], y)
            far = over(sky, 0.56 + 0.05 * np.sin(2 * np.pi * x), [(0.5, (222, 186, 132)), (1, (206, 164, 106))])
            near = 0.74 + 0.06 * np.cos(2 * np.pi * x * 0.9 + 0.6)
            return over(far, near, [(0.65, (206, 160, 100)), (1, (176, 128, 76))]).astype(np.float32)
        case _:
            raise ValueError(f"no background named {name!r}")


def draw(scene: Scene, size: int = 64) -> tuple[NDArray[np.uint8], Floats]:
    """The scene as frames (FRAMES, size, size, 3) and the coverage of its objects (FRAMES, size, size)."""
    frames = np.repeat(background(scene.background, size)[None], FRAMES, 0)
    covered = np.zeros(frames.shape[:3], np.float32)
    for thing, path in zip(scene.things, paths(scene), strict=True):
        alpha = coverage(thing.shape, path, size)
        frames = frames + (np.array(COLOURS[thing.colour], np.float32) - frames) * alpha[..., None]
        covered = np.maximum(covered, alpha)
    return np.clip(np.rint(frames), 0, 255).astype(np.uint8), covered
