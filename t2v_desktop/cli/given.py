"""What a clip of the command line is given besides its prompt: images to start and end with, or a clip to continue."""

import argparse
import sys
from pathlib import Path

from t2v_desktop.cli.arguments import path
from t2v_desktop.errors import InvalidRequest, OutputError, UnknownModel
from t2v_desktop.media.metadata import read_request
from t2v_desktop.models.family import Input
from t2v_desktop.models.store import DEFAULT_OVERLAP, Model, able_to, find, find_installed
from t2v_desktop.prompt.marks import escape
from t2v_desktop.request import Request


def add_given(parser: argparse.ArgumentParser) -> None:
    """Add the options that `model_of` and `fill_given` read."""
    add = parser.add_argument
    add("--image", type=path, metavar="FILE", help=f"start the video with this picture; for {able_to('start_image')}")
    add("--end-image", type=path, metavar="FILE", help=f"end the video with this picture; for {able_to('end_image')}")
    add("--continue", dest="continued", type=path, metavar="CLIP", help="make this video longer, by default with its own prompt, model, size and length")
    add(
        "--overlap",
        type=int,
        metavar="N",
        help=f"with --continue: how many of its last frames the new ones go on from ({DEFAULT_OVERLAP}); --frames counts them",
    )
    parser.set_defaults(start_image=None, kept_end_image=None, continued_frames=None)


def model_of(options: argparse.Namespace) -> Model:
    """The model to render with: the one that was named, else that of the clip to continue, else the starter. Raises InvalidRequest or ModelError."""
    if options.model is not None or options.continued is None:
        return find(options.model or "starter")
    clip, first = options.continued, _stored(options.continued)
    advice = f"choose a model that can continue a clip: {able_to('continued_frames')}"
    if first is None:
        raise InvalidRequest(f"{clip.name} doesn't say which model made it: {advice}", option="--model")
    try:
        model = find_installed(first.model)
    except UnknownModel as error:
        raise UnknownModel(f"{clip.name} was made with {first.model!r:.200}, which is not installed: {advice}", option="--model") from error
    if "continued_frames" not in model.shape.inputs:
        raise InvalidRequest(f"{clip.name} was made with {model.title}, which can't: {advice}", option="--model")
    return model


def fill_given(options: argparse.Namespace, model: Model) -> None:
    """Keep the images, and fill in what the clip to continue says. Raises InvalidRequest or OutputError for whatever `model` can't be given."""
    _check_together(options)
    _check_supported(options, model)
    if options.continued is not None:
        _fill_from_continued(options, model)
    if options.image is not None or options.end_image is not None:
        width, height = options.size or (model.width, model.height)
        options.start_image, options.kept_end_image = (_keep(file, width, height) for file in (options.image, options.end_image))


def _check_together(options: argparse.Namespace) -> None:
    if options.overlap is not None and options.continued is None:
        raise InvalidRequest("--overlap works only with --continue CLIP")
    if options.continued is not None and options.image is not None:
        raise InvalidRequest("--continue starts with the frames of the clip: leave out --image")
    for name in ("continued", "image", "end_image"):
        if options.source is not None and getattr(options, name) is not None:
            option = "--continue" if name == "continued" else f"--{name.replace('_', '-')}"
            raise InvalidRequest(f"--from runs a second pass over a whole video: leave out {option}, or --from")


def _check_supported(options: argparse.Namespace, model: Model) -> None:
    """Check before anything is read that the model takes it."""
    given: dict[Input, Path | None] = {"start_image": options.image, "end_image": options.end_image, "continued_frames": options.continued}
    for name, value in given.items():
        if value is not None:
            model.check_input(name)


def _keep(file: Path | None, width: int, height: int) -> str | None:
    """Keep a picture; what a clip of that size doesn't show of it is reported."""
    if file is None:
        return None
    from t2v_desktop.media.kept_images import keep, read_kept  # numpy and Pillow, which most commands don't need
    from t2v_desktop.media.pictures import crop_note

    image = keep(file)
    if note := crop_note(read_kept(image).size, width, height):
        print(f"t2v-desktop: {file.name}: {note}", file=sys.stderr)
    return image


def _fill_from_continued(options: argparse.Namespace, model: Model) -> None:
    from t2v_desktop.media.continued import read_source  # numpy and Pillow

    clip, first = options.continued, _stored(options.continued)
    if options.prompt is None and options.prompts is None:
        if first is None:
            raise InvalidRequest(f"{clip.name} has no prompt stored in it: enter one")
        options.prompt = escape(first.prompt)  # a stored prompt has no alternatives: its braces are plain text
        options.negative = escape(first.negative_prompt) if options.negative is None else options.negative
    found, fps = read_source(clip)
    if found.width % model.shape.grid or found.height % model.shape.grid:
        raise InvalidRequest(f"{clip.name} has {found.width}x{found.height} pixels: {model.title} makes only multiples of {model.shape.grid}")
    most = min(DEFAULT_OVERLAP, found.count)
    options.continued_frames = model.shape.nearest_frames(most, most) if options.overlap is None else options.overlap
    if options.continued_frames < 1:
        raise InvalidRequest(f"overlap {options.continued_frames} is out of range: use 1 or more, such as {DEFAULT_OVERLAP}")
    options.size, options.fps = options.size or (found.width, found.height), options.fps or fps
    if options.frames is None and first is not None and first.num_frames > options.continued_frames and model.shape.takes(first.num_frames):
        options.frames = first.num_frames


def _stored(clip: Path) -> Request | None:
    """The request in a clip's metadata. Raises InvalidRequest if there is no such file."""
    if not clip.exists():
        raise InvalidRequest(f"file {clip} not found")
    try:
        return read_request(clip)
    except (OutputError, InvalidRequest):
        return None
