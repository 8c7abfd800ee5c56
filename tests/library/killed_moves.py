"""Kills a move of clips at each of its accesses to files, and checks after each that no clip is lost or doubled.

`python -m tests.library.killed_moves FOLDER OTHER`: FOLDER is empty, OTHER is where clips are moved to. Needs fork.
"""

import os
import shutil
import sys
from collections import Counter
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import open_database
from t2v_desktop.library.filters import Filter, Missing
from t2v_desktop.library.move_folder import clips_in, journal_file, move_clips, resume
from t2v_desktop.library.moved import relocate, stored_files
from t2v_desktop.library.queue import Queue
from t2v_desktop.paths import HOME_VARIABLE
from t2v_desktop.request import Request

EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.copyfile", "os.utime")
CONTENTS = [f"content {n}" for n in range(3)]


def prepare(home: Path) -> None:
    (home / "clips").mkdir(parents=True)
    database = open_database(home / "library.db")
    clips = Clips(database)
    for n, content in enumerate(CONTENTS[:2]):
        path = home / "clips" / f"{n}.mp4"
        path.write_text(content)
        clips.add(Clip(path, poster_of(path), Request(content), 1000.0 + n))
    folder = home / "clips" / "pictures"
    folder.mkdir()
    for number, content in (("0001.png", CONTENTS[2]), ("0002.png", "second picture")):
        (folder / number).write_text(content)
    clips.add(Clip(folder, poster_of(folder), Request(CONTENTS[2]), 1002.0))
    clips.rate(clips.ids(), 4)
    database.close()


def move(home: Path, target: Path) -> None:
    database = open_database(home / "library.db")
    queue = Queue(database)
    Clips(database)  # knows which files are missing
    resume(lambda moved: relocate(database, queue, moved))
    files = clips_in(stored_files(database.file), home / "clips")
    if files:
        move_clips(files, home / "clips", target, lambda moved: relocate(database, queue, moved))
    database.close()


def killed_at(number: int, home: Path, target: Path) -> bool:
    """Whether a move in a child process was killed before it ended."""
    child = os.fork()
    if not child:
        left = number

        def count(event: str, _: object) -> None:
            nonlocal left
            if event in EVENTS:
                left -= 1
                if not left:
                    os._exit(9)

        sys.addaudithook(count)
        move(home, target)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def contents(*folders: Path) -> Counter[str]:
    return Counter(file.read_text() for folder in folders if folder.is_dir() for file in folder.rglob("*") if file.is_file())


def check(home: Path, target: Path) -> None:
    wanted = Counter([*CONTENTS, "second picture"])
    found = contents(home / "clips", target)
    assert set(wanted) <= set(found), found  # right after the kill nothing is lost
    move(home, target)
    assert contents(target) == wanted and not (home / "clips").exists(), (contents(target), contents(home / "clips"))
    database = open_database(home / "library.db")
    clips = Clips(database)
    listed = clips.by_ids(clips.ids(Filter(missing=Missing.SHOWN)))
    assert [(each.missing, each.marks.stars, each.clip.path.parent) for each in listed] == [(False, 4, target)] * 3, listed
    assert not journal_file().exists()
    database.close()


def main(folder: Path, other: Path) -> None:
    os.environ[HOME_VARIABLE] = str(folder / "app")
    prepare(folder / "prepared")
    number, killed = 1, True
    while killed:
        home = folder / f"home {number}"
        target = other / f"target {number}"
        shutil.copytree(folder / "prepared", home)
        database = open_database(home / "library.db")
        with database.transaction() as connection:  # the paths in the copy
            for table in ("clips", "folders"):
                moved = f"UPDATE {table} SET path = CAST(replace(CAST(path AS TEXT), ?, ?) AS BLOB)"
                connection.execute(moved, (str(folder / "prepared"), str(home)))
        database.close()
        killed = killed_at(number, home, target)
        check(home, target)
        shutil.rmtree(home)
        shutil.rmtree(target)
        number += 1
    print(f"killed {number - 2} times")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
