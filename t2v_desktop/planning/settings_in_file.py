"""The settings in a video or picture, ours or another program's, as a request that the compose panel can show."""

from dataclasses import dataclass, replace
from pathlib import Path

from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.media.foreign import ForeignSettings, read_foreign
from t2v_desktop.media.metadata import read_request
from t2v_desktop.models.store import Model
from t2v_desktop.planning.draft import Draft
from t2v_desktop.request import Request

OURS = "T2V Desktop"


@dataclass(frozen=True, slots=True)
class FoundSettings:
    """What a file says, and which program wrote it."""

    path: Path
    program: str
    settings: Request | ForeignSettings


def read_settings(path: Path) -> FoundSettings:
    """The settings in a file that may come from anywhere. Raises OutputError with one line if there are none. Takes a moment."""
    try:
        return FoundSettings(path, OURS, read_request(path))
    except InvalidRequest as error:
        raise OutputError(f"{path.name} has invalid settings: {error}") from error
    except OutputError:
        found = read_foreign(path)
        return FoundSettings(path, found.program, found)


def request_for(found: FoundSettings, draft: Draft, model: Model) -> Request:
    """The request that makes such a clip: what another program didn't say is taken from `draft`, and what `model` can't is changed to what it can.

    The model in the file is only a name, which loads nothing. Raises InvalidRequest.
    """
    settings = found.settings
    if isinstance(settings, Request):
        return settings
    base = replace(draft, prompt="any", negative_prompt="", count=1, hd=False, source="", continued_frames=0, start_image="", end_image="")
    given = {name: value for name in ("width", "height", "num_frames", "fps", "num_inference_steps", "guidance_scale", "seed")
             if (value := getattr(settings, name)) is not None}  # fmt: skip
    base = replace(base.snapped(model), **given).snapped(model)
    request = base.requests(model)[0]
    return replace(request, prompt=settings.prompt, negative_prompt=settings.negative_prompt)


def lost_model(found: FoundSettings, installed: list[str]) -> str:
    """The model that another program used, if it is not installed; "" if it is, or if the file doesn't say."""
    model = found.settings.model
    return "" if isinstance(found.settings, Request) or not model or model in installed else model
