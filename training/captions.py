"""Captions: English sentences that describe a scene, in many wordings."""

from collections.abc import Callable

import numpy as np

from training.scenes import Scene, Thing

SHAPE_WORDS = {
    "circle": ("circle", "circle", "ball", "disc", "dot"),
    "square": ("square", "square", "box", "block"),
    "triangle": ("triangle",),
    "star": ("star",),
    "heart": ("heart",),
    "ring": ("ring", "ring", "hoop"),
    "diamond": ("diamond", "diamond", "rhombus"),
    "cross": ("cross", "cross", "plus sign"),
}
COLOUR_WORDS = {
    "red": ("red", "red", "red", "crimson"),
    "orange": ("orange",),
    "yellow": ("yellow", "yellow", "golden"),
    "green": ("green",),
    "cyan": ("cyan", "turquoise"),
    "blue": ("blue",),
    "purple": ("purple", "purple", "violet"),
    "pink": ("pink",),
    "white": ("white",),
    "brown": ("brown",),
}
SIZE_WORDS = {"small": ("small", "little", "tiny"), "medium": ("", "", "medium"), "large": ("large", "big", "huge")}
MOTION_WORDS = {  # after "that" and as a participle; {s} is the singular's s
    "left": ("move{s} left", "moving left", "slide{s} to the left", "moving to the left", "going left"),
    "right": ("move{s} right", "moving right", "slide{s} to the right", "moving to the right", "going right"),
    "up": ("move{s} up", "moving up", "rise{s}", "rising", "going up", "moving upwards"),
    "down": ("move{s} down", "moving down", "fall{s}", "falling", "going down", "moving downwards"),
    "bouncing": ("bounce{s}", "bouncing", "bouncing up and down", "jump{s} up and down"),
    "spinning": ("spin{s}", "spinning", "rotating", "turn{s} around", "spinning slowly", "spin{s} slowly"),
    "growing": ("grow{s}", "growing", "getting bigger", "grow{s} larger"),
    "shrinking": ("shrink{s}", "shrinking", "getting smaller", "becoming smaller"),
    "circling": ("circling", "moving in a circle", "move{s} in a circle", "going round in circles"),
    "zigzag": ("zigzagging", "moving in a zigzag", "move{s} in a zigzag", "zigzag{s}"),
    "blinking": ("blink{s}", "blinking", "flashing", "flash{es} on and off"),
    "still": ("standing still", "not moving", "stay{s} still", "still", ""),
}
PLACE_WORDS = {
    "black": ("on a black background", "on black", "black background"),
    "white": ("on a white background", "on white", "white background"),
    "gray": ("on a gray background", "on a grey background", "on gray", "gray background"),
    "night": ("in the night sky", "at night", "in a starry night sky", "under the stars"),
    "sea": ("over the sea", "over the ocean", "by the sea", "above the sea"),
    "sunset": ("at sunset", "in front of a sunset", "in the sunset sky"),
    "grass": ("on the grass", "over a green meadow", "over green grass", "in a meadow"),
    "desert": ("in the desert", "over the desert", "over sand dunes"),
}
OPENINGS = ("a video of", "an animation of", "a clip of", "show", "a short film of", "there is")


def caption(scene: Scene, rng: np.random.Generator) -> str:
    """A random sentence that describes the scene."""

    def pick(words: tuple[str, ...]) -> str:
        return str(rng.choice(words))

    many = len(scene.things) > 1
    motion, place = pick(MOTION_WORDS[scene.motion]), pick(PLACE_WORDS[scene.background])
    moves = "{s}" in motion or "{es}" in motion
    motion = motion.format(s="" if many else "s", es="" if many else "es")
    if rng.random() < 0.15 and not many:  # a list of words instead of a sentence
        thing = scene.things[0]
        words = [pick(SHAPE_WORDS[thing.shape]), pick(COLOUR_WORDS[thing.colour]), pick(SIZE_WORDS[scene.size])]
        return ", ".join(w for w in [*words, motion, place] if w)
    subject = _subject(scene, pick, with_article=rng.random() < 0.9)
    if rng.random() < 0.08:
        subject = f"{pick(OPENINGS)} {subject}"
    if moves and rng.random() < 0.5 and not (many and _alike(scene)):
        motion = "that " + motion
    if place.startswith(("in ", "on ", "at ", "over ", "by ", "above ", "under ")) and rng.random() < 0.12:
        sentence = f"{place}, {subject} {motion}"
    elif "background" in place and not place.startswith("on "):
        sentence = f"{subject} {motion}, {place}"
    else:
        sentence = f"{subject} {motion} {place}"
    sentence = " ".join(sentence.split())
    return sentence[0].upper() + sentence[1:] + "." if rng.random() < 0.2 else sentence


def _alike(scene: Scene) -> bool:
    return len(set(scene.things)) == 1


def _subject(scene: Scene, pick: Callable[[tuple[str, ...]], str], with_article: bool) -> str:
    def noun(thing: Thing) -> str:
        return f"{pick(COLOUR_WORDS[thing.colour])} {pick(SHAPE_WORDS[thing.shape])}"

    if len(scene.things) == 1:
        one = f"{pick(SIZE_WORDS[scene.size])} {noun(scene.things[0])}".strip()
        return f"{_article(one)} {one}" if with_article else one
    if _alike(scene):
        return f"two {_plural(noun(scene.things[0]))}"
    one, other = (noun(thing) for thing in scene.things)
    return f"{_article(one)} {one} and {_article(other)} {other}"


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _plural(noun: str) -> str:
    return noun + ("es" if noun.endswith(("x", "s")) else "s")
