"""Every model there is to see: built in, installed, half fetched, or known and not here yet."""

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
from t2v_desktop.models.manage import INCOMING, NOTE, frees, size_of, unfinished
from t2v_desktop.models.store import find, folder_of, installed_names, known_as, source_of, title_of


class Place(StrEnum):
    BUILT_IN = "built in"
    INSTALLED = "installed"
    BROKEN = "broken"
    UNFINISHED = "unfinished"
    NOT_FETCHED = "not fetched"


@dataclass(frozen=True, slots=True)
class Holding:
    """A model and where it stands; `size_bytes` on the disk, or to be fetched, `why` what is wrong with a broken one.

    `frees_bytes` is what removing it gives back: less than its size where another folder holds the same files.
    """

    name: str
    place: Place
    size_bytes: int
    entry: Entry | None = None
    folder: Path | None = None
    why: str = ""
    source: str = ""
    from_hub: bool = False
    stated_licence: str = ""
    frees_bytes: int = 0

    @property
    def title(self) -> str:
        if self.entry:
            return title_of(self.entry, self.name)
        return self.source if self.from_hub else self.name

    @property
    def shared_bytes(self) -> int:
        """Of the size on the disk, what other folders hold too, such as the hub's cache."""
        return max(self.size_bytes - self.frees_bytes, 0)

    @property
    def licence(self) -> str:
        return self.entry.licence if self.entry else self.stated_licence


def holdings() -> Iterator[Holding]:
    """What is here first, then what could be."""
    for name in dict.fromkeys(["starter", *installed_names(), *unfinished(), *CATALOG]):
        yield holding(name)


def holding(name: str) -> Holding:
    """One model by name, whether it is here or not."""
    entry = CATALOG.get(name)
    if name == "starter" or name in installed_names():
        folder = folder_of(name)
        entry, made_of = known_as(folder, name), None
        with suppress(ModelError):
            made_of = manifest.read(folder)
        why = ""
        try:
            find(name)
        except T2VError as error:
            why = str(error)
        place = Place.BROKEN if why else Place.BUILT_IN if name == "starter" else Place.INSTALLED
        held = Holding(name, place, size_of(folder), entry, folder, why, source_of(folder), frees_bytes=frees(folder))
        if made_of is None:
            return held
        return replace(held, source=made_of.source, from_hub=made_of.from_hub, stated_licence=made_of.licence)
    if name in unfinished():
        incoming = settings.load().models / INCOMING / name
        size = size_of(incoming)
        return Holding(name, Place.UNFINISHED, size, entry, source=_source_of(incoming) or (entry.hub_id if entry else ""), frees_bytes=size)
    return Holding(name, Place.NOT_FETCHED, entry.download_bytes if entry else 0, entry, source=entry.hub_id if entry else "")


def _source_of(incoming: Path) -> str:
    """The hub id that a download was begun from, empty where it does not say."""
    try:
        return str(json.loads((incoming / NOTE).read_text("utf-8"))["hub_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
