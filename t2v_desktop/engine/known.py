"""The frames of a clip that are known before it is made: images, or the end of the clip that it continues."""

from pathlib import Path
from time import perf_counter

import numpy as np
import torch

from t2v_desktop.engine.family import UNCONDITIONED, Condition, Known
from t2v_desktop.engine.load import Pipeline
from t2v_desktop.errors import BlankVideo, InvalidRequest
from t2v_desktop.events import Encoding, RaiseIfCancelled, Report, Start
from t2v_desktop.media.continued import known_frames
from t2v_desktop.media.kept_images import read_fitted_image
from t2v_desktop.media.read import Pixels


def read_known(start: Start) -> Known:
    """The known frames of a clip, which may be none. Raises InvalidRequest if an image or the clip to continue can't be used."""
    r = start.request
    none = np.empty((0, r.height, r.width, 3), np.uint8)
    first = none
    if r.continued_frames:
        if not start.source:
            raise InvalidRequest("there is no clip to continue: choose one, or leave out the continued frames")
        first = known_frames(Path(start.source), r)
    elif r.start_image:
        first = _image(r.start_image, r.width, r.height)
    return Known(r.num_frames, r.width, r.height, first, _image(r.end_image, r.width, r.height) if r.end_image else none)


def _image(image: str, width: int, height: int) -> Pixels:
    return read_fitted_image(image, width, height)[None]


def encode_known(pipeline: Pipeline, known: Known, report: Report, raise_if_cancelled: RaiseIfCancelled) -> tuple[Condition, float]:
    """What the denoiser is given of the known frames, and the seconds that took. Raises BlankVideo for NaN values."""
    if not known and not pipeline.shape.control_channels:
        return UNCONDITIONED, 0.0
    began = perf_counter()
    pipeline.move_to_device("vae")
    raise_if_cancelled()
    report(Encoding(0, known.num_frames))

    def encoded(part: torch.Tensor, frame: int, total: int) -> None:
        if not torch.isfinite(part).all():
            raise BlankVideo("the encoder returned NaN values")
        raise_if_cancelled()
        report(Encoding(frame, total))

    with torch.inference_mode():
        condition = pipeline.family.condition(pipeline.vae, pipeline.denoiser, known, pipeline.decode_chunk, encoded)
    return condition.to(pipeline.plan.device, pipeline.plan.dtype), perf_counter() - began
