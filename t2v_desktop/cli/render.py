"""The command that makes videos: its options, and the requests that they become, rendered in one engine process."""

import argparse
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.cli import CANCELLED, DONE, FAILED
from t2v_desktop.cli.arguments import lora, path, percent_range, size
from t2v_desktop.cli.given import add_given, fill_given, model_of
from t2v_desktop.cli.loras import chosen_loras
from t2v_desktop.cli.models import cancel_on_signal
from t2v_desktop.cli.outputs import Outputs, poster_beside
from t2v_desktop.cli.progress import ProgressLine
from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.events import Done, Event, Failed, Start, Stopped, Warned, write_event
from t2v_desktop.library import styles
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.names import FORMATS, check_output, default_name, frames_before, output_bytes, slug
from t2v_desktop.models.store import DEFAULT_STRENGTH, Model
from t2v_desktop.planning import presets
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.typed import Texts, Typed
from t2v_desktop.process.host import Cancellation, EngineProcess
from t2v_desktop.prompt.marks import escape
from t2v_desktop.request import DEVICES, DTYPES, MEMORY_PLANS, PRESETS, SCHEDULERS, Request

MAX_PROMPTS_BYTES = 10_000_000


def add_render(render_parser: argparse.ArgumentParser) -> None:
    """Add the options of `render`."""
    add = render_parser.add_argument
    add(
        "prompt",
        nargs="?",
        help="what the video should show, in English; {red|blue} makes one video of each, __animal__ is a random line of animal.txt "
        "in the wildcards folder, (red:1.3) emphasizes a word",
    )
    add("--from", dest="source", type=path, metavar="CLIP", help="run a second pass over this video, by default with its own prompt")
    add("--strength", type=float, metavar="S", help="with --from: how much to change the video, 0.05 to 1 (0.7)")
    add_given(render_parser)
    add("-o", "--output", type=path, help="video.mp4, .webm or .gif; without a suffix, a folder of PNG pictures (with --prompts: a folder of videos)")
    add("--prompts", type=path, metavar="FILE", help="a file with one prompt per line")
    add("--format", choices=["mp4", "webm", "gif", "png"], help="format of the videos with --prompts (mp4)")
    add("--model", metavar="NAME_OR_FOLDER", help="an installed model or a model folder (starter)")
    add("--negative", metavar="TEXT", help="what the video should not show")
    add("--frames", type=int, metavar="N", help="number of frames")
    add("--size", type=size, metavar="WxH", help="size in pixels, such as 256x256")
    add("--fps", type=int, metavar="N", help="frames per second")
    add("--steps", type=int, metavar="N", help="denoising steps")
    add("--guidance", type=float, metavar="G", help="how closely to follow the prompt, 1 to 30")
    add("--guidance-range", type=percent_range, metavar="START-END", help="guide only these steps, in percent of the steps: 0-60 is faster (0-100)")
    add("--cache-interval", type=int, metavar="N", help="compute the inner layers in every Nth step only, up to 5: faster, less exact (1)")
    add("--flow-shift", type=float, metavar="F", help="Wan: spend more steps on the large motion, 0.1 to 20; 3 for 480p, 5 for 720p (0: the model's own)")
    add("--seed", type=int, metavar="N", help="the same seed gives the same video (random)")
    add("--scheduler", metavar="NAME", help=", ".join(SCHEDULERS))
    add("--preset", default="balanced", help=f"{', '.join(PRESETS)}, or one of your own (balanced)")
    add("--count", type=int, default=1, metavar="N", help="number of videos, with consecutive seeds (1)")
    add("--random", action="store_true", help="make --count videos, each of a random alternative of the prompt, instead of one of each")
    add("--style", action="append", default=[], metavar="NAME", help="add a style to the prompts, a built-in one or your own; may be repeated")
    add("--lora", type=lora, action="append", default=[], metavar="NAME[:WEIGHT]", help="change the model with an installed LoRA or a file; may be repeated")
    add("--device", metavar="D", help=f"{', '.join(DEVICES)} (auto)")
    add("--dtype", metavar="T", help=f"{', '.join(DTYPES)} (auto)")
    add("--memory", metavar="PLAN", help=f"{', '.join(MEMORY_PLANS)} (auto)")
    add("--poster", action="store_true", help="also save a poster picture, NAME.png, beside each video")
    add("--overwrite", action="store_true", help="replace existing files")
    add("--json", action="store_true", help="print events as JSON, one per line")
    render_parser.set_defaults(run=render)


def render(options: argparse.Namespace) -> int:
    """Render all requested clips in one engine process; a failed clip does not stop the others."""
    engine, status = EngineProcess(), DONE
    with _cancellable(engine) as cancellation:
        engine.warm_up()  # it imports its libraries while the arguments are checked
        model, outputs = model_of(options), Outputs(options.overwrite, options.poster)
        starts = list(_starts(options, model, outputs))
        upcoming = map(outputs.still_free, starts)
        start, number = next(upcoming, None), 0
        while start is not None:
            number += 1
            prefix = f"{number}/{len(starts)} " if len(starts) > 1 else ""
            following = cache(partial(next, upcoming, None))  # asked for while this clip's file is being finished
            final = _run_job(engine, start, following, cancellation, prefix, options.json)
            if isinstance(final, Stopped) or (cancellation.requested and number < len(starts)):
                return CANCELLED
            status = FAILED if isinstance(final, Failed) else status
            start = following()
    return status


@contextmanager
def _cancellable(engine: EngineProcess) -> Iterator[Cancellation]:
    """Make Ctrl+C and SIGTERM cancel the running job and all waiting ones."""
    cancellation = Cancellation()
    with cancel_on_signal(lambda: engine.cancel(cancellation)):
        try:
            yield cancellation
        finally:
            engine.close()


def _starts(options: argparse.Namespace, model: Model, outputs: Outputs) -> Iterator[Start]:
    _fill_from_preset(options, model)
    first = _fill_from_source(options, model)
    fill_given(options, model)
    if (options.prompt is None) == (options.prompts is None):
        raise InvalidRequest("enter either a prompt or --prompts FILE")
    if options.format and options.prompts is None:
        raise InvalidRequest("--format works only with --prompts: for a single prompt, choose the format with -o, such as -o clip.gif")
    if not 1 <= options.count <= 1000:
        raise InvalidRequest(f"count {options.count} is out of range: use 1 to 1000")
    chosen, files = chosen_loras(options.lora, model)
    prompts = [options.prompt] if options.prompts is None else _read_prompts(options.prompts)
    first_seed = options.seed if options.seed is not None else first.seed if first else secrets.randbelow(2**31)
    added = styles.find(options.style, model.words)
    for line, prompt in enumerate(prompts, 1):
        typed = Typed(prompt, options.negative or "", added, random=options.random)
        plain = (_request(options, model, texts, typed.origin(texts)) for texts in typed.texts(first_seed, options.count))
        requests = [replace(request, loras=chosen) for request in plain]
        for number, request in enumerate(requests, 1):
            output = _output(options, outputs, request, line, f"-{number}" if len(requests) > 1 else "")
            paths.check_writable(output.parent, needed_bytes=output_bytes(request, frames_before(request, options.continued)))
            poster = str(poster_beside(output)) if options.poster else ""
            if poster and Path(poster).is_dir():
                raise OutputError(f"{poster} is a folder: the poster can't be saved there. Choose another name")
            source = options.source or options.continued
            yield Start(request, str(model.folder), str(output), poster, previews=False, source=str(source.absolute()) if source else "", loras=files)


def _fill_from_preset(options: argparse.Namespace, model: Model) -> None:
    """If --preset names one of the user's own, fill in the options that are missing, as near to it as the model can. Raises InvalidRequest."""
    if options.preset in PRESETS:
        return
    own = presets.find(options.preset, model.family.name)
    if own is None:
        known = ", ".join((*PRESETS, *(preset.name for preset in presets.own(model.family.name))))
        raise InvalidRequest(f"unknown preset {options.preset!r:.100} for {model.title}: use one of {known:.500}")
    draft, changed = own.apply(Draft(model=model.name).with_model(model), model)
    if changed:
        print(f"t2v-desktop: {model.title} can't take all of preset {own.name}; changed: {', '.join(changed)}", file=sys.stderr)
    guided = draft.guidance_start, draft.guidance_end
    values = {
        "size": (draft.width, draft.height), "frames": draft.num_frames, "fps": draft.fps, "steps": draft.num_inference_steps,
        "guidance": draft.guidance_scale, "cache_interval": draft.cache_interval, "scheduler": draft.scheduler,
        "flow_shift": draft.flow_shift or None,
        "guidance_range": guided if draft.guidance_scale > 1 and guided != (0, 1) else None,
    }  # fmt: skip
    for name, value in values.items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    options.preset = "balanced"


def _output(options: argparse.Namespace, outputs: Outputs, request: Request, line: int, ending: str) -> Path:
    """The path of the video: the given name, or a free name in a folder."""
    if options.prompts is not None:
        suffix = "" if options.format == "png" else f".{options.format or 'mp4'}"
        output = outputs.free(_folder(options.output).absolute() / f"{line:04d}-{slug(request.prompt)}{ending}{suffix}")
    elif options.output is None:
        output = outputs.free(default_name(settings.make_clips_folder(settings.load()), request))
    else:
        check_output(options.output)
        output = options.output.absolute()
        output = output.with_name(f"{output.stem}{ending}{output.suffix}")
    for source, use in ((options.source, "the source of the second pass"), (options.continued, "the clip to continue")):
        if source is not None and output.resolve() == source.resolve():
            raise InvalidRequest(f"{output.name} is {use}: choose another name with -o")
    check_output(output)
    return outputs.named(output) if options.output is not None and options.prompts is None else output


def _fill_from_source(options: argparse.Namespace, model: Model) -> Request | None:
    """With --from: fill in missing options from the source clip; returns the request stored in it, if any."""
    if options.source is None:
        if options.strength is not None:
            raise InvalidRequest("--strength works only with --from CLIP")
        return None
    if not options.source.exists():
        raise InvalidRequest(f"file {options.source} not found")
    if options.strength is None:
        options.strength = model.strength or DEFAULT_STRENGTH
    if not options.strength > 0:
        raise InvalidRequest(f"strength {options.strength} would not change the video: use more than 0, up to 1")
    if options.strength > 1:
        raise InvalidRequest(f"strength {options.strength} is out of range: use 0 to 1")
    from t2v_desktop.media.read import frame_count  # imports numpy and Pillow, which most commands don't need

    frames = frame_count(options.source)
    try:
        first = read_request(options.source)
    except OutputError:
        if options.prompt is None and options.prompts is None:
            raise InvalidRequest(f"{options.source.name} has no prompt stored in it: enter one") from None
        options.frames = options.frames or min(model.num_frames, frames)
        return None
    if options.prompt is None and options.prompts is None:
        options.prompt = escape(first.prompt)  # a stored prompt has no alternatives: its braces are plain text
        options.negative = escape(first.negative_prompt) if options.negative is None else options.negative
    second = model.second_pass(first)  # as the window makes it: the shape of the clip, about the model's own size
    options.size = options.size or (second.width, second.height)
    options.frames, options.fps = options.frames or second.num_frames, options.fps or first.fps
    return first


def _request(options: argparse.Namespace, model: Model, texts: Texts, origin: dict[str, object]) -> Request:
    (width, height), (guidance_start, guidance_end) = options.size or (None, None), options.guidance_range or (None, None)
    request = model.request(
        texts.prompt, options.preset, negative_prompt=texts.negative_prompt, width=width, height=height, num_frames=options.frames,
        fps=options.fps, num_inference_steps=options.steps, guidance_scale=options.guidance, seed=texts.seed, strength=options.strength,
        start_image=options.start_image, end_image=options.kept_end_image, continued_frames=options.continued_frames,
        guidance_start=guidance_start, guidance_end=guidance_end, cache_interval=options.cache_interval, flow_shift=options.flow_shift,
        scheduler=options.scheduler, device=options.device, dtype=options.dtype, memory=options.memory, **origin,
    )  # fmt: skip
    if options.guidance_range and request.guidance_scale <= 1:
        raise InvalidRequest("--guidance-range has no effect at guidance 1: set --guidance above 1, or leave out the range")
    return request


def _read_prompts(file: Path) -> list[str]:
    try:
        with file.open("rb") as opened:  # it may be endless, such as /dev/zero
            content = opened.read(MAX_PROMPTS_BYTES + 1)
        if len(content) > MAX_PROMPTS_BYTES:
            raise InvalidRequest(f"{file} is larger than {MAX_PROMPTS_BYTES / 1e6:.0f} MB: use a text file with one prompt per line")
        prompts = [line.strip() for line in content.decode("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"{file} is not UTF-8 text: save it as UTF-8") from error
    except OSError as error:
        raise InvalidRequest(f"{file} can't be read: {error.strerror}") from error
    if not prompts:
        raise InvalidRequest(f"{file} has no prompts: write one per line")
    return prompts


def _folder(path: Path | None) -> Path:
    if path is None:
        raise InvalidRequest("--prompts needs a folder for its videos: add -o FOLDER")
    if path.suffix.lower() in FORMATS[:-1]:
        raise InvalidRequest(f"{path} is the name of a video: with --prompts, -o must be a folder")
    if not path.exists():
        if not path.absolute().parent.is_dir():
            raise OutputError(f"folder {path.absolute().parent} does not exist: create it or choose another")
        path.mkdir()
    return path


def _run_job(engine: EngineProcess, start: Start, following: Callable[[], Start | None], cancellation: Cancellation, prefix: str, as_json: bool) -> Event:
    """Run one job, show its progress, and return its last event."""
    line = ProgressLine(prefix, enabled=not as_json and sys.stderr.isatty())
    final: Event = Stopped()
    for final in engine.run(start, cancellation, following):
        if as_json:
            print(write_event(final), flush=True)
        elif isinstance(final, Warned):
            line.clear()
            print(f"t2v-desktop: {final.message}", file=sys.stderr)
        line.show(final)
    line.clear()
    if as_json:
        return final
    match final:
        case Done():
            total = sum(final.seconds.values())
            print(f"{final.path}  {final.num_frames} frames, {final.width}x{final.height}, {final.fps} fps, seed {final.seed}, {total:.1f} s")
        case Failed():
            print(f"t2v-desktop: {prefix}{final.message} (seed {start.request.seed})", file=sys.stderr)
        case _:
            print("t2v-desktop: cancelled", file=sys.stderr)
    return final
