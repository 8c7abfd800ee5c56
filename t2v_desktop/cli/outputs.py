"""Where the command line's videos go: nothing is overwritten that was not named with --overwrite."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.events import Start
from t2v_desktop.media.names import numbered


@dataclass(slots=True)
class Outputs:
    """Gives each video of one command a name of its own; with `posters`, NAME.png beside it is part of the name."""

    overwrite: bool = False
    posters: bool = False
    _given: set[Path] = field(default_factory=set)

    def named(self, path: Path) -> Path:
        """`path`, which the user has named. Raises InvalidRequest where it would overwrite something."""
        there = next((file for file in self._files(path) if os.path.lexists(file)), None)
        if there is not None and not self.overwrite:
            raise InvalidRequest(f"{there} already exists: choose another name, or let it be replaced", option="--overwrite")
        self._given.add(path)
        return path

    def free(self, path: Path) -> Path:
        """`path`, or the first of NAME-2, NAME-3, ... that overwrites nothing."""
        found = numbered(path, self._given.__contains__ if self.overwrite else self.taken)
        self._given.add(found)
        return found

    def taken(self, path: Path) -> bool:
        """Whether another video of this command has the name, or a file on the disk."""
        return path in self._given or any(os.path.lexists(file) for file in self._files(path))

    def still_free(self, start: Start) -> Start:
        """The same under another name where, since the command began, something else has taken the one that was planned."""
        output = Path(start.output)
        if self.overwrite or not any(os.path.lexists(file) for file in self._files(output)):
            return start
        other = self.free(output)
        return replace(start, output=str(other), poster=str(poster_beside(other)) if self.posters else "")

    def _files(self, path: Path) -> tuple[Path, ...]:
        return (path, poster_beside(path)) if self.posters else (path,)


def poster_beside(path: Path) -> Path:
    """The picture that --poster writes for the video at `path`."""
    return path.with_suffix(".png")
