"""Saves what is being composed, and sets it aside while a job of the queue is edited."""

from t2v_desktop.gui.compose.prompt_menu import PromptStore
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.editing import Editing, from_json, to_json


class DraftStore:
    """`editing` is the job that is edited, with the draft that was set aside for it; None if none is."""

    def __init__(self, stored: PromptStore) -> None:
        self._stored = stored
        self.editing: Editing | None = None

    def read(self) -> Draft | None:
        """The saved draft, None if there is none."""
        shown, self.editing = from_json(self._stored.draft())
        return shown

    def save(self, shown: Draft) -> None:
        self._stored.save_draft(to_json(shown, self.editing))

    def set_aside(self, job_id: str, shown: Draft) -> None:
        """Keep the draft that is shown until `take_back`; while another job is edited, that one's draft is given up instead."""
        self.editing = Editing(job_id, self.editing.draft if self.editing is not None else shown)

    def take_back(self) -> Draft | None:
        """The draft that was set aside, None if none was."""
        editing, self.editing = self.editing, None
        return editing.draft if editing is not None else None
