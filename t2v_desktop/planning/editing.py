"""A job of the queue that is open for editing, and the draft that was set aside for it; both survive a crash with the draft that is shown."""

import json
from dataclasses import asdict, dataclass

from t2v_desktop.planning.draft import Draft
from t2v_desktop.request import MAX_JSON

MAX_ID = 100  # characters


@dataclass(frozen=True, slots=True)
class Editing:
    """`draft` is what the user was composing before."""

    job_id: str
    draft: Draft


def to_json(shown: Draft, editing: Editing | None) -> str:
    """The draft that the compose panel shows, and what was set aside for it."""
    if editing is None:
        return shown.to_json()
    return json.dumps(asdict(shown) | {"editing": {"job": editing.job_id, "draft": asdict(editing.draft)}})


def from_json(text: str) -> tuple[Draft | None, Editing | None]:
    """What `to_json` wrote. Whatever is damaged in it is None, or has its defaults."""
    try:
        values = json.loads(text[: 4 * MAX_JSON])
        stored = values.pop("editing", None)
        shown = Draft.from_json(json.dumps(values))
        editing = Editing(stored["job"], aside) if stored is not None and (aside := Draft.from_json(json.dumps(stored["draft"]))) else None
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return Draft.from_json(text), None
    valid = editing is not None and isinstance(editing.job_id, str) and len(editing.job_id) <= MAX_ID
    return shown, editing if valid else None
