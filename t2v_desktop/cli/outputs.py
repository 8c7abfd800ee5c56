"""Chooses the file names of the command line's videos; overwrites nothing without --overwrite."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.events import Start
from t2v_desktop.media.names import numbered


@dataclass(slots=True)
class Outputs:
    """Gives each video of one command a unique name; with `posters`, NAME.png must be free too."""

    overwrite: bool = False
    posters: bool = False
    _used: set[Path] = field(default_factory=set)

    def named(self, path: Path) -> Path:
        """`path`, as named by the user. Raises InvalidRequest if it would overwrite something."""
        existing = next((file for file in self._files(path) if os.path.lexists(file)), None)
        if existing is not None and not self.overwrite:
            raise InvalidRequest(f"{existing} already exists: choose another name, or allow overwriting", option="--overwrite")
        self._used.add(path)
        return path

    def free(self, path: Path) -> Path:
        """`path`, or the first of NAME-2, NAME-3, ... that overwrites nothing."""
        found = numbered(path, self._used.__contains__ if self.overwrite else self.taken)
        self._used.add(found)
        return found

    def taken(self, path: Path) -> bool:
        """Whether another video of this command or a file on disk has this name."""
        return path in self._used or any(os.path.lexists(file) for file in self._files(path))

    def still_free(self, start: Start) -> Start:
        """`start`, with another name if the planned one has been taken since the command started."""
        output = Path(start.output)
        if self.overwrite or not any(os.path.lexists(file) for file in self._files(output)):
            return start
        other = self.free(output)
        return replace(start, output=str(other), poster=str(poster_beside(other)) if self.posters else "")

    def _files(self, path: Path) -> tuple[Path, ...]:
        return (path, poster_beside(path)) if self.posters else (path,)


def poster_beside(path: Path) -> Path:
    """The path of the poster that --poster saves for the video at `path`."""
    return path.with_suffix(".png")
