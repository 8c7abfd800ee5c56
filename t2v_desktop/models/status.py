"""The status of every model: built in, installed, damaged, partly downloaded, or not installed."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from t2v_desktop import settings
from t2v_desktop.errors import ModelError, T2VError
from t2v_desktop.models import manifest
from t2v_desktop.models.catalogue import CATALOG, Entry
from t2v_desktop.models.manage import DOWNLOAD_RECORD, INCOMING, reclaimable_bytes, size_of, unfinished_downloads
from t2v_desktop.models.store import catalogue_entry, find, folder_of, installed_names, source_of, title_of


class ModelState(StrEnum):
    """The values appear in `models list --json`."""

    BUILT_IN = "built in"
    INSTALLED = "installed"
    BROKEN = "broken"
    UNFINISHED = "unfinished"
    NOT_INSTALLED = "not fetched"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """A model and its state. `size_bytes` is on disk, or the download size if it isn't installed; `problem` is why it is broken.

    `reclaimable_bytes` is what removing it frees: less than its size if another folder shares its files.
    """

    name: str
    state: ModelState
    size_bytes: int
    entry: Entry | None = None
    folder: Path | None = None
    problem: str = ""
    source: str = ""
    from_hub: bool = False
    stated_licence: str = ""
    reclaimable_bytes: int = 0

    @property
    def title(self) -> str:
        if self.entry:
            return title_of(self.entry, self.name)
        return self.source if self.from_hub else self.name

    @property
    def shared_bytes(self) -> int:
        """How much of the size on disk is shared with other folders, such as the Hugging Face cache; 0 if it isn't installed."""
        return max(self.size_bytes - self.reclaimable_bytes, 0) if self.state in (ModelState.INSTALLED, ModelState.BROKEN) else 0

    @property
    def licence(self) -> str:
        return self.entry.licence if self.entry else self.stated_licence


def model_statuses() -> Iterator[ModelStatus]:
    """All models, the installed ones first."""
    for name in dict.fromkeys(["starter", *installed_names(), *unfinished_downloads(), *CATALOG]):
        yield model_status(name)


def model_status(name: str) -> ModelStatus:
    """The status of one model, installed or not."""
    entry = CATALOG.get(name)
    if name == "starter" or name in installed_names():
        folder = folder_of(name)
        entry, record = catalogue_entry(folder, name), None
        with suppress(ModelError):
            record = manifest.read(folder)
        problem = ""
        try:
            find(name)
        except T2VError as error:
            problem = str(error)
        state = ModelState.BROKEN if problem else ModelState.BUILT_IN if name == "starter" else ModelState.INSTALLED
        status = ModelStatus(name, state, size_of(folder), entry, folder, problem, source_of(folder), reclaimable_bytes=reclaimable_bytes(folder))
        if record is None:
            return status
        return replace(status, source=record.source, from_hub=record.from_hub, stated_licence=record.licence)
    if name in unfinished_downloads():
        incoming = settings.load().models / INCOMING / name
        size = size_of(incoming)
        return ModelStatus(name, ModelState.UNFINISHED, size, entry, source=_source_of(incoming) or (entry.hub_id if entry else ""), reclaimable_bytes=size)
    return ModelStatus(name, ModelState.NOT_INSTALLED, entry.download_bytes if entry else 0, entry, source=entry.hub_id if entry else "")


def _source_of(incoming: Path) -> str:
    """The hub ID of a started download, empty if not recorded."""
    try:
        return str(json.loads((incoming / DOWNLOAD_RECORD).read_text("utf-8"))["hub_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
