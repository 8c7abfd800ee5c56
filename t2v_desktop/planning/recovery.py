"""What is made of a job whose end was never reported: its clip if it was finished, another attempt if not."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.job import Job, State
from t2v_desktop.library.clips import Clips, poster_of
from t2v_desktop.library.queue import Queue
from t2v_desktop.media.metadata import read_request
from t2v_desktop.planning.dispatch import MOST_ATTEMPTS, retried
from t2v_desktop.request import Request

CUT_SHORT = "the app closed during this render"


def finished_clip(job: Job) -> Clip | None:
    """The clip of a job whose engine finished it but could not report it, with a poster. None if the file is missing, damaged or not this job's."""
    path, wanted = Path(job.output), job.current
    if not job.output or not path.exists():
        return None
    from t2v_desktop.media.read import opened  # numpy and Pillow, which the window is drawn without
    from t2v_desktop.media.write import save_picture

    try:
        if not made_for(wanted, read_request(path)):
            return None
        liveliest, count = None, 0
        with opened(path) as (_, pictures):
            for count, picture in enumerate(pictures, 1):  # noqa: B007
                liveliest = picture if liveliest is None or picture.std() > liveliest.std() else liveliest
        if liveliest is None or count != wanted.num_frames:
            return None
        clip = Clip(path, poster_of(path), wanted, path.stat().st_mtime)
    except (T2VError, OSError):
        return None
    if not clip.poster.is_file():  # it is written after the clip, and the library does without it
        with suppress(T2VError, OSError):
            clip.poster.parent.mkdir(parents=True, exist_ok=True)
            save_picture(clip.poster, liveliest, wanted)
    return clip


def recover(queue: Queue, clips: Clips) -> bool:
    """At the start of the application, settle the jobs that it left in the middle; whether there were any that the user had not cancelled.

    A finished clip is listed, and its job done. The others wait again; one that has ended the application MOST_ATTEMPTS times is
    interrupted. Raises LibraryError or OutputError, and has changed nothing.
    """
    left = [job for job in queue.jobs() if job.state in (State.RUNNING, State.CANCELLING)]
    early = [job for job in queue.jobs() if job.state is State.INTERRUPTED and job.attempts < MOST_ATTEMPTS]  # by an older version
    found = [(job, finished_clip(job)) for job in left]
    with queue.transaction():
        for job, clip in found:
            if clip is not None:
                clips.add(clip)
            queue.save(_settled(job, clip))
        for job in early:
            queue.save(job.turn(State.WAITING, job.error))
    return any(job.state is State.RUNNING for job in left)


def _settled(job: Job, clip: Clip | None) -> Job:
    if clip is not None:
        return job.finished(str(clip.path))
    return job.turn(State.CANCELLED) if job.state is State.CANCELLING else retried(job, CUT_SHORT)


def made_for(wanted: Request, found: Request) -> bool:
    """Whether the request in a clip's file, or in its row of the library, is the one wanted.

    A file has only the name of a model's folder, and fp32 if half precision failed.
    """
    same = replace(wanted, model=found.model, dtype=found.dtype)
    named = found.model in (wanted.model, Path(wanted.model).absolute().name)
    return same == found and named and found.dtype in (wanted.dtype, "fp32")
