"""The models this application knows by name, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a preset denoises."""

    scheduler: str
    num_inference_steps: int
    guidance_scale: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A known model; sizes in pixels, `hub_id` empty for what ships with the application."""

    name: str
    title: str
    hub_id: str
    revision: str
    licence: str
    summary: str
    width: int
    height: int
    num_frames: int
    fps: int
    presets: dict[str, Recipe]


MODELSCOPE_PRESETS = {
    "draft": Recipe("dpmpp_2m", 12, 9.0),
    "balanced": Recipe("dpmpp_2m", 25, 9.0),
    "best": Recipe("ddim", 50, 9.0),
}
STARTER_PRESETS = {
    "draft": Recipe("dpmpp_2m", 10, 3.0),
    "balanced": Recipe("dpmpp_2m", 20, 3.0),
    "best": Recipe("dpmpp_2m", 40, 3.0),
}

CATALOG = {
    entry.name: entry
    for entry in (
        Entry(
            name="starter",
            title="Starter",
            hub_id="",
            revision="",
            licence="MIT",
            summary="coloured shapes that move over simple backgrounds; built in",
            width=64,
            height=64,
            num_frames=16,
            fps=8,
            presets=STARTER_PRESETS,
        ),
        Entry(
            name="text-to-video-ms-1.7b",
            title="ModelScope text-to-video 1.7B",
            hub_id="ali-vilab/text-to-video-ms-1.7b",
            revision="8227dddca75a8561bf858d604cc5dae52b954d01",
            licence="CC-BY-NC-4.0 (the model card's text says CC-BY-NC-ND): not for commercial use",
            summary="real scenes at 256x256; English only, no legible text",
            width=256,
            height=256,
            num_frames=16,
            fps=8,
            presets=MODELSCOPE_PRESETS,
        ),
    )
}
