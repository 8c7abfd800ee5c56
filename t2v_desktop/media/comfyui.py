"""Reads the settings out of a ComfyUI prompt: a graph of nodes, whose inputs are values or links to other nodes.

Nodes are anybody's, so no list of them is complete: from each node that samples, the inputs are followed to the first value of a name
that such nodes use.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any, TypeAlias

MAX_NODES = 5_000
SEEDS = ("seed", "noise_seed")
TEXTS = ("text", "prompt", "positive_prompt", "positive", "text_g", "t5xxl", "clip_l", "string", "value", "text_positive")
NEGATIVE_TEXTS = ("negative_prompt", "text_negative", "text", "negative", "prompt", "text_g", "string", "value")
POSITIVE_LINKS = ("positive", "conditioning", "text_embeds", "guider", "cond")
NEGATIVE_LINKS = ("negative", "guider", "text_embeds", "uncond")
MODELS = ("unet_name", "ckpt_name", "model_name", "gguf_name", "diffusion_model", "model")
FRAMES, RATES = ("length", "num_frames", "video_length", "frames"), ("frame_rate", "fps")
STEPS, SCALES = ("steps", "num_steps"), ("cfg", "guidance", "cfg_scale", "guidance_scale")

Graph: TypeAlias = dict[str, dict[str, Any]]  # the inputs of each node


def read_graph(nodes: dict[str, Any]) -> dict[str, Any]:
    """The settings in a graph under our names, whatever their types; empty if no prompt is found. Never raises."""
    graph: Graph = {}
    kinds = dict[str, str]()
    for number, node in list(nodes.items())[:MAX_NODES]:
        if isinstance(node, dict) and isinstance(inputs := node.get("inputs"), dict):
            graph[number], kinds[number] = inputs, str(node.get("class_type", ""))
    samplers = [number for number, inputs in graph.items() if any(name in inputs for name in SEEDS) and any(name in inputs for name in POSITIVE_LINKS)]
    samplers += [number for number in graph if "sampler" in kinds[number].casefold() and number not in samplers]
    for sampler in samplers:
        if values := _sampled(graph, sampler):
            return values
    return {}


def _sampled(graph: Graph, sampler: str) -> dict[str, Any]:
    prompt = _first_text(graph, sampler, POSITIVE_LINKS, TEXTS)
    if not prompt:
        return {}
    negative = _first_text(graph, sampler, NEGATIVE_LINKS, NEGATIVE_TEXTS)
    values = {
        "prompt": prompt,
        "negative_prompt": negative if negative != prompt else "",
        "seed": _first(graph, sampler, SEEDS, int),
        "num_inference_steps": _first(graph, sampler, STEPS, int),
        "guidance_scale": _first(graph, sampler, SCALES, (int, float)),
        "model": _first(graph, sampler, MODELS, str),
        "num_frames": _first(graph, sampler, FRAMES, int),
        "fps": next((inputs[name] for inputs in graph.values() for name in RATES if isinstance(inputs.get(name), int | float)), None),
    }
    for inputs in _upstream(graph, sampler):
        if isinstance(inputs.get("width"), int) and isinstance(inputs.get("height"), int):
            return values | {"width": inputs["width"], "height": inputs["height"]}
    return values


def _first_text(graph: Graph, sampler: str, links: tuple[str, ...], names: tuple[str, ...]) -> str:
    """The first text behind the first of `links` that the sampler, or a node before it, has."""
    for inputs in _upstream(graph, sampler):
        for link in links:
            start = _target(graph, inputs.get(link))
            if start is None:
                continue
            # a guider has both conditions: follow the right one
            inner = next((found for name in links if (found := _target(graph, graph[start].get(name))) is not None), start)
            if text := _first(graph, inner, names, str):
                return str(text)
    return ""


def _first(graph: Graph, start: str, names: tuple[str, ...], kind: type | tuple[type, ...]) -> object:
    """The first value of one of these names, from `start` upwards; None if there is none."""
    for inputs in _upstream(graph, start):
        for name in names:
            value = inputs.get(name)
            if isinstance(value, kind) and not isinstance(value, bool) and (value != "" or kind is not str):
                return value
    return None


def _upstream(graph: Graph, start: str) -> Iterator[dict[str, Any]]:
    """The inputs of a node and of all before it, the nearest first."""
    waiting, seen = deque([start]), {start}
    while waiting:
        inputs = graph[waiting.popleft()]
        yield inputs
        for value in inputs.values():
            if (target := _target(graph, value)) is not None and target not in seen:
                seen.add(target)
                waiting.append(target)


def _target(graph: Graph, value: object) -> str | None:
    """The node that a link leads to: [its number, which of its outputs]."""
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str | int) and str(value[0]) in graph:
        return str(value[0])
    return None
