"""Prompts: the history, the saved ones, and the draft in the compose panel."""

from dataclasses import dataclass

from t2v_desktop.library.database import Database, storable

HISTORY = 500


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt. `name` is the title of a saved one, "" if it has none."""

    prompt: str
    negative_prompt: str = ""
    name: str = ""


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

    def saved(self) -> list[Prompt]:
        """The saved prompts, newest first."""
        return [Prompt(*row) for row in self._database.rows("SELECT prompt, negative_prompt, name FROM saved_prompts ORDER BY id DESC")]

    def save(self, prompt: str, negative_prompt: str = "", name: str = "") -> None:
        """Save a prompt until `unsave`. Saving it again changes its name."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO saved_prompts (prompt, negative_prompt, name) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
                (storable(prompt), storable(negative_prompt), storable(name)),
            )

    def unsave(self, prompt: str, negative_prompt: str = "") -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM saved_prompts WHERE prompt = ? AND negative_prompt = ?", (storable(prompt), storable(negative_prompt)))

    def save_draft(self, text: str) -> None:
        """Save the compose panel's draft, so that it survives a crash."""
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO draft (only, content) VALUES (1, ?) ON CONFLICT DO UPDATE SET content = excluded.content", (storable(text),))

    def draft(self) -> str:
        """The last draft saved, "" if none."""
        rows = self._database.rows("SELECT content FROM draft")
        return str(rows[0][0]) if rows else ""
