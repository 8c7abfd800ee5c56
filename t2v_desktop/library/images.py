"""Removes kept images (media.kept_images) that nothing refers to any longer."""

import os
import time
from collections.abc import Container
from contextlib import suppress

from t2v_desktop import paths
from t2v_desktop.library.database import Database
from t2v_desktop.request import IMAGE

KEEP_S = 30 * 24 * 3600  # an image that nothing refers to: its clip may be in the trash, or in a folder that the library doesn't know yet
REFERRING = """
    SELECT request FROM clips WHERE request LIKE '%\\_image"%' ESCAPE '\\' UNION ALL
    SELECT request FROM jobs WHERE request LIKE '%\\_image"%' ESCAPE '\\' UNION ALL
    SELECT passes FROM jobs WHERE passes LIKE '%\\_image"%' ESCAPE '\\' UNION ALL
    SELECT content FROM draft
"""


def clean_up(database: Database, now: float | None = None) -> None:
    """Delete images that no clip and no job has referred to for longer than KEEP_S. Raises LibraryError or OSError, having deleted nothing.

    An image that is referred to is marked with the time, so that its days are counted from the last start at which it was.
    """
    folder, now = paths.images(), time.time() if now is None else now
    found = [file for file in folder.glob("*.png") if IMAGE.fullmatch(file.stem)] if folder.is_dir() else []
    if not found:
        return
    used = _referred_to(database)
    for file in found:
        with suppress(OSError):  # continue with the others
            if file.stem in used:
                os.utime(file, (now, now))
            elif file.stat().st_mtime < now - KEEP_S:
                file.unlink()


def _referred_to(database: Database) -> Container[str]:
    """The hashes in all requests of the library: whatever looks like one is, even if its row is damaged."""
    return {found for (text,) in database.rows(REFERRING) for found in IMAGE.findall(str(text))}
