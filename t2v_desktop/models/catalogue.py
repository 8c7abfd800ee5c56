"""The models this application knows by name, as data.

Sizes, licences and limits come from the model cards, or from the model names if a card doesn't say. Memory is what users of
other applications report on NVIDIA cards, 0 if unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.families.modelscope.words import STARTER
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.family import Input, Recipe
from t2v_desktop.models.words import ModelWords

FP16_BYTES = 3_670_000_000  # the weights of every ModelScope model below in half precision
NON_COMMERCIAL = "CC-BY-NC-4.0: not for commercial use"


@dataclass(frozen=True, slots=True)
class Entry:
    """A known model. Sizes are in pixels and bytes; `hub_id` is empty for the built-in model.

    `revision` is a commit, or a branch that is resolved to a commit at download. `strength` is the share of the schedule that a
    second pass over a finished clip denoises, 0 for a model that starts from noise. `inputs` are what its clips can be given besides a prompt.
    `examples` are prompts to try and `words` suit its prompts; those of its family if there are none. `known_words` are the only ones it knows, empty for
    all others.
    """

    name: str
    title: str
    hub_id: str
    revision: str
    licence: str
    summary: str
    good_at: str
    bad_at: str
    width: int
    height: int
    num_frames: int
    fps: int = 8
    presets: Mapping[str, Recipe] = field(default_factory=lambda: MODELSCOPE.presets)
    download_bytes: int = FP16_BYTES
    memory_bytes: int = 0
    strength: float = 0.0
    inputs: tuple[Input, ...] = ()
    examples: tuple[str, ...] = ()
    known_words: frozenset[str] = frozenset()
    words: ModelWords | None = None


# every word of the captions that the starter was trained on, with their other forms
STARTER_WORDS = """
circle circles ball balls disc discs dot dots square squares box boxes block blocks triangle triangles star stars heart hearts
ring rings hoop hoops diamond diamonds rhombus rhombuses cross crosses plus sign signs
red crimson orange yellow golden gold green cyan turquoise blue purple violet pink white brown black gray grey
small little tiny medium large big huge bigger larger smaller
move moves moving movement slide slides sliding go goes going rise rises rising fall falls falling bounce bounces bouncing jump jumps
jumping spin spins spinning rotate rotates rotating turn turns turning grow grows growing get gets getting shrink shrinks shrinking
become becomes becoming circling zigzag zigzags zigzagging blink blinks blinking flash flashes flashing stand stands standing stay
stays still left right up down upward upwards downward downwards leftward rightward round on off
background night sky starry sea ocean sunset grass meadow desert sand dunes
"""


ENTRIES = (
    Entry(
        name="starter",
        title="Starter",
        hub_id="",
        revision="",
        licence="MIT",
        summary="coloured shapes moving over simple backgrounds; built in",
        good_at="trying the application out: a clip in seconds, on any computer",
        bad_at="everything else: it knows eight shapes, ten colours, eight backgrounds and twelve motions",
        width=128,
        height=128,
        num_frames=16,
        words=STARTER,
        presets={  # chosen by benchmarks.frontier
            "draft": Recipe("dpmpp_2m", 4, 1.0),
            "balanced": Recipe("dpmpp_2m", 12, 2.0),
            "best": Recipe("dpmpp_2m", 20, 2.0),
        },
        download_bytes=0,
        examples=(
            "a yellow star spinning slowly over the sea",
            "a red heart growing on a black background",
            "a blue ball bouncing in a meadow",
            "two white circles circling at night",
            "a green ring moving right at sunset",
        ),
        known_words=frozenset(STARTER_WORDS.split()),
    ),
    Entry(
        name="wan2.1-t2v-1.3b",
        title="Wan 2.1 T2V 1.3B",
        hub_id="Wan-AI/Wan2.1-T2V-1.3B-Diffusers",
        revision="main",
        licence="Apache-2.0",
        summary="five seconds of real scenes at 832x480; English and Chinese; takes 14.7 GB once it is here",
        good_at="motion, people and animals, long prompts with camera and light",
        bad_at="hands, long text, computers without a graphics card: a clip takes hours there",
        width=832,
        height=480,
        num_frames=81,
        fps=16,
        presets=WAN.presets,
        download_bytes=28_900_000_000,
        memory_bytes=8_190_000_000,
    ),
    Entry(
        name="wan2.1-vace-1.3b",
        title="Wan 2.1 VACE 1.3B",
        hub_id="Wan-AI/Wan2.1-VACE-1.3B-diffusers",
        revision="main",
        licence="Apache-2.0",
        summary="five seconds at 832x480 that start or end with your image, or continue a clip; also from text alone",
        good_at="bringing an image to life, leading from one image to another, clips longer than five seconds",
        bad_at="hands, long text, computers without a graphics card: a clip takes hours there",
        width=832,
        height=480,
        num_frames=81,
        fps=16,
        presets=WAN.presets,
        download_bytes=19_000_000_000,
        memory_bytes=8_190_000_000,
        inputs=("start_image", "end_image", "continued_frames"),
    ),
    Entry(
        name="wan2.2-ti2v-5b",
        title="Wan 2.2 TI2V 5B",
        hub_id="Wan-AI/Wan2.2-TI2V-5B-Diffusers",
        revision="main",
        licence="Apache-2.0",
        summary="five seconds of real scenes at 1280x704 and 24 fps, also starting with your image; English and Chinese",
        good_at="sharp, smooth motion from a text or an image",
        bad_at="small sizes, cards with little memory, computers without a graphics card",
        width=1280,
        height=704,
        num_frames=121,
        fps=24,
        presets=WAN.presets,
        download_bytes=34_200_000_000,  # text encoder 11.4 GB in bf16, autoencoder 2.8, transformer 20.0 as 5.0 billion values in fp32
        inputs=("start_image",),
    ),
    Entry(
        name="text-to-video-ms-1.7b",
        title="ModelScope text-to-video 1.7B",
        hub_id="ali-vilab/text-to-video-ms-1.7b",
        revision="8227dddca75a8561bf858d604cc5dae52b954d01",
        licence="CC-BY-NC-4.0 (the model card's text says CC-BY-NC-ND): not for commercial use",
        summary="real scenes at 256x256; English only, no legible text",
        good_at="short, simple scenes: one subject, one motion",
        bad_at="faces and hands, text, several subjects; stock-footage watermarks show up",
        width=256,
        height=256,
        num_frames=16,
        memory_bytes=5_700_000_000,
    ),
    Entry(
        name="text-to-video-ms-1.7b-legacy",
        title="ModelScope text-to-video 1.7B, legacy",
        hub_id="ali-vilab/text-to-video-ms-1.7b-legacy",
        revision="main",
        licence=NON_COMMERCIAL,
        summary="the older weights of ModelScope text-to-video",
        good_at="repeating clips that were made with the older weights",
        bad_at="faces and hands, text, several subjects; stock-footage watermarks show up",
        width=256,
        height=256,
        num_frames=16,
        memory_bytes=5_700_000_000,
    ),
    Entry(
        name="zeroscope_v2_576w",
        title="ZeroScope v2 576w",
        hub_id="cerspense/zeroscope_v2_576w",
        revision="main",
        licence=NON_COMMERCIAL,
        summary="wide scenes at 576x320 without watermarks; English only, no legible text",
        good_at="wide pictures and smooth motion; the first pass before ZeroScope v2 XL",
        bad_at="faces and hands, text, several subjects",
        width=576,
        height=320,
        num_frames=24,
        memory_bytes=7_900_000_000,
    ),
    Entry(
        name="zeroscope_v2_XL",
        title="ZeroScope v2 XL",
        hub_id="cerspense/zeroscope_v2_XL",
        revision="main",
        licence=NON_COMMERCIAL,
        summary="upscales clips from ZeroScope v2 576w to 1024x576",
        good_at="a second pass over a finished clip, with the clip's own prompt",
        bad_at="clips of fewer than 24 frames, and clips from scratch",
        width=1024,
        height=576,
        num_frames=24,
        memory_bytes=15_300_000_000,
        strength=0.7,
    ),
    Entry(
        name="zeroscope_v2_dark_30x448x256",
        title="ZeroScope v2 dark",
        hub_id="cerspense/zeroscope_v2_dark_30x448x256",
        revision="main",
        licence=NON_COMMERCIAL,
        summary="darker, moodier scenes at 448x256; English only, no legible text",
        good_at="30 frames at once with less memory than ZeroScope v2 576w",
        bad_at="faces and hands, text, several subjects",
        width=448,
        height=256,
        num_frames=30,
        examples=(
            "a lighthouse in a storm at night",
            "an empty street in the fog, a single lamp flickers",
            "embers drift up from a dying camp fire",
            "a raven lands on a bare tree",
            "candles in a dark church",
        ),
    ),
    Entry(
        name="zeroscope_v1_320s",
        title="ZeroScope v1 320s",
        hub_id="cerspense/zeroscope_v1_320s",
        revision="main",
        licence=NON_COMMERCIAL,
        summary="small square scenes at 320x320; English only, no legible text",
        good_at="square pictures without watermarks",
        bad_at="faces and hands, text, several subjects",
        width=320,
        height=320,
        num_frames=16,
    ),
    Entry(
        name="animov-512x",
        title="Animov 512x",
        hub_id="strangeman3107/animov-512x",
        revision="main",
        licence=NON_COMMERCIAL,
        summary="drawn animation at 512x512; English only, no legible text",
        good_at="characters and scenes in the style of anime",
        bad_at="photographic scenes, text, several subjects",
        width=512,
        height=512,
        num_frames=16,
        examples=(
            "a girl with long hair walks under cherry blossoms",
            "a boy with a sword stands in the wind",
            "a cat sleeps on a window sill, rain outside",
            "two friends ride a bicycle along a river",
            "clouds over a small town in summer",
        ),
    ),
)
CATALOG = {entry.name: entry for entry in ENTRIES}
