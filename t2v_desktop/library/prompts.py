"""What was typed: the history, the saved prompts, and the draft that is not yet sent."""

from dataclasses import dataclass

from t2v_desktop.library.database import Database, keepable

HISTORY = 500


@dataclass(frozen=True, slots=True)
class Prompt:
    """`name` is what a saved one is called, if it was given a name."""

    prompt: str
    negative_prompt: str = ""
    name: str = ""


class Prompts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def history(self, limit: int = HISTORY) -> list[Prompt]:
        """What was sent, newest first, nothing twice."""
        return [Prompt(*row) for row in self._database.rows("SELECT prompt, negative_prompt FROM prompts ORDER BY used DESC LIMIT ?", (limit,))]

    def remember(self, prompt: str, negative_prompt: str = "") -> None:
        """Put a prompt on top of the history; only the newest HISTORY are kept."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO prompts (prompt, negative_prompt, used) VALUES (?, ?, (SELECT coalesce(max(used), 0) + 1 FROM prompts))"
                " ON CONFLICT DO UPDATE SET used = excluded.used",
                (keepable(prompt), keepable(negative_prompt)),
            )
            connection.execute("DELETE FROM prompts WHERE used <= (SELECT used FROM prompts ORDER BY used DESC LIMIT 1 OFFSET ?)", (HISTORY,))

    def saved(self) -> list[Prompt]:
        """The saved ones, the newest first."""
        return [Prompt(*row) for row in self._database.rows("SELECT prompt, negative_prompt, name FROM saved_prompts ORDER BY id DESC")]

    def save(self, prompt: str, negative_prompt: str = "", name: str = "") -> None:
        """Keep a prompt until `unsave`; saving it again changes its name."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO saved_prompts (prompt, negative_prompt, name) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
                (keepable(prompt), keepable(negative_prompt), keepable(name)),
            )

    def unsave(self, prompt: str, negative_prompt: str = "") -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM saved_prompts WHERE prompt = ? AND negative_prompt = ?", (keepable(prompt), keepable(negative_prompt)))

    def keep_draft(self, text: str) -> None:
        """Keep what the compose panel holds, in its own words, through a crash."""
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO draft (only, content) VALUES (1, ?) ON CONFLICT DO UPDATE SET content = excluded.content", (keepable(text),))

    def draft(self) -> str:
        """What `keep_draft` kept last, "" at first."""
        rows = self._database.rows("SELECT content FROM draft")
        return str(rows[0][0]) if rows else ""
