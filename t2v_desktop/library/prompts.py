"""Prompts: the history, the saved ones in their folders, and the draft in the compose panel."""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library.database import Database, storable

HISTORY = 500
MAX_NAME, MAX_LEVELS = 100, 10  # characters of a name; folders in one another
SLASH = "/"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt. `name` is the title of a saved one, "" if it has none; `folder` is the path of its folder, such as `Animals/Cats`, "" for none."""

    prompt: str
    negative_prompt: str = ""
    name: str = ""
    folder: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it among the saved ones."""
        return self.prompt, self.negative_prompt


@dataclass(frozen=True, slots=True)
class Removed:
    """Saved prompts and folders as they were, for `restore`."""

    prompts: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)


class Prompts:
    """The prompts in the library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def history(self, limit: int = HISTORY) -> list[Prompt]:
        """The prompts used so far, newest first, without duplicates."""
        return [Prompt(*row) for row in self._database.rows("SELECT prompt, negative_prompt FROM prompts ORDER BY used DESC LIMIT ?", (limit,))]

    def remember(self, prompt: str, negative_prompt: str = "") -> None:
        """Put a prompt at the top of the history. Only the newest HISTORY are kept."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO prompts (prompt, negative_prompt, used) VALUES (?, ?, (SELECT coalesce(max(used), 0) + 1 FROM prompts))"
                " ON CONFLICT DO UPDATE SET used = excluded.used",
                (storable(prompt), storable(negative_prompt)),
            )
            connection.execute("DELETE FROM prompts WHERE used <= (SELECT used FROM prompts ORDER BY used DESC LIMIT 1 OFFSET ?)", (HISTORY,))

    # saved prompts

    def saved(self) -> list[Prompt]:
        """The saved prompts, newest first."""
        return [Prompt(*row) for row in self._database.rows("SELECT prompt, negative_prompt, name, folder FROM saved_prompts ORDER BY id DESC")]

    def save(self, prompt: str, negative_prompt: str = "", name: str = "", folder: str = "") -> None:
        """Save a prompt until `unsave`. Saving it again changes its name and folder."""
        with self._database.transaction() as connection:
            _add_folder(connection, folder)
            connection.execute(
                "INSERT INTO saved_prompts (prompt, negative_prompt, name, folder) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET name = excluded.name, folder = excluded.folder",
                (storable(prompt), storable(negative_prompt), storable(name), storable(folder)),
            )

    def unsave(self, prompt: str, negative_prompt: str = "") -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM saved_prompts WHERE prompt = ? AND negative_prompt = ?", (storable(prompt), storable(negative_prompt)))

    def rename(self, prompt: Prompt, name: str) -> None:
        """Give a saved prompt another title, "" for none. Raises InvalidRequest for one that is too long."""
        if len(name) > MAX_NAME:
            raise InvalidRequest(f"the name is too long: use up to {MAX_NAME} characters")
        with self._database.transaction() as connection:
            connection.execute("UPDATE saved_prompts SET name = ? WHERE prompt = ? AND negative_prompt = ?", (storable(name.strip()), *prompt.key))

    def move(self, prompts: Iterable[Prompt], folder: str) -> None:
        """Move saved prompts to a folder, "" for none."""
        with self._database.transaction() as connection:
            _add_folder(connection, folder)
            for prompt in prompts:
                connection.execute("UPDATE saved_prompts SET folder = ? WHERE prompt = ? AND negative_prompt = ?", (folder, *prompt.key))

    # folders

    def folders(self) -> list[str]:
        """The paths of all folders, each after the one that it's in."""
        found = {path for (path,) in self._database.rows("SELECT path FROM prompt_folders UNION SELECT folder FROM saved_prompts")}
        return sorted({outer for path in found for outer in _outer(path)}, key=lambda path: path.casefold().split(SLASH))

    def add_folder(self, path: str) -> None:
        """Create a folder. Raises InvalidRequest for a path that can't be one."""
        with self._database.transaction() as connection:
            _add_folder(connection, path)

    def move_folder(self, path: str, new: str) -> None:
        """Rename or move a folder with everything in it. Raises InvalidRequest if there is one at `new`, or if it would be in itself."""
        if new == path:
            return
        if new.startswith(path + SLASH):
            raise InvalidRequest(f"folder {path:.100} can't be moved into itself")
        if new in self.folders():
            raise InvalidRequest(f"there is already a folder {new:.100}: choose another name")
        with self._database.transaction() as connection:
            _add_folder(connection, new)
            for inner in self.folders():
                if _inside(inner, path):
                    moved = new + inner[len(path) :]
                    check_folder(moved)
                    connection.execute("DELETE FROM prompt_folders WHERE path = ?", (inner,))
                    _add_folder(connection, moved)
                    connection.execute("UPDATE saved_prompts SET folder = ? WHERE folder = ?", (moved, inner))

    def remove(self, prompts: Iterable[Prompt], folders: Iterable[str] = ()) -> Removed:
        """Remove saved prompts, and folders with everything in them. Returns what `restore` puts back."""
        removed, paths = Removed(), list(folders)
        keys = {prompt.key for prompt in prompts}
        with self._database.transaction() as connection:
            for row in connection.execute("SELECT id, prompt, negative_prompt, name, folder FROM saved_prompts").fetchall():
                if (row[1], row[2]) in keys or any(_inside(row[4], path) for path in paths):
                    removed.prompts.append(row)
                    connection.execute("DELETE FROM saved_prompts WHERE id = ?", (row[0],))
            for (inner,) in connection.execute("SELECT path FROM prompt_folders").fetchall():
                if any(_inside(inner, path) for path in paths):
                    removed.folders.append(inner)
                    connection.execute("DELETE FROM prompt_folders WHERE path = ?", (inner,))
        return removed

    def restore(self, removed: Removed) -> None:
        """Undo `remove`: everything is in its old place, unless it has been saved again since."""
        with self._database.transaction() as connection:
            for folder in removed.folders:
                _add_folder(connection, folder)
            for row in removed.prompts:
                connection.execute("INSERT OR IGNORE INTO saved_prompts (id, prompt, negative_prompt, name, folder) VALUES (?, ?, ?, ?, ?)", row)

    # the draft

    def save_draft(self, text: str) -> None:
        """Save the compose panel's draft, so that it survives a crash."""
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO draft (only, content) VALUES (1, ?) ON CONFLICT DO UPDATE SET content = excluded.content", (storable(text),))

    def draft(self) -> str:
        """The last draft saved, "" if none."""
        rows = self._database.rows("SELECT content FROM draft")
        return str(rows[0][0]) if rows else ""


def check_folder(path: str) -> None:
    """Raise InvalidRequest for a path that can't be a folder of prompts."""
    names = path.split(SLASH)
    if len(names) > MAX_LEVELS:
        raise InvalidRequest(f"folders can be at most {MAX_LEVELS} deep")
    if any(not name.strip() or len(name) > MAX_NAME or name != name.strip() or re.search(r"[\x00-\x1f\ud800-\udfff]", name) for name in names):
        raise InvalidRequest(f"{path!r:.100} can't be a folder: use names of up to {MAX_NAME} characters without slashes")


def _add_folder(connection: sqlite3.Connection, path: str) -> None:
    if path:
        check_folder(path)
        connection.execute("INSERT OR IGNORE INTO prompt_folders (path) VALUES (?)", (path,))


def _outer(path: str) -> list[str]:
    """A folder and the folders that it's in."""
    names = path.split(SLASH) if path else []
    return [SLASH.join(names[:count]) for count in range(1, len(names) + 1)]


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + SLASH)
