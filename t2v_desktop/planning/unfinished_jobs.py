"""Recovery of jobs whose end was never reported: list the clip if it was finished, try again if not."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.job import Job, State
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.queue import Queue
from t2v_desktop.media.metadata import read_request
from t2v_desktop.planning.dispatch import MAX_ATTEMPTS, retry_or_interrupt
from t2v_desktop.request import Request

APP_CLOSED = "the app closed during this render"


def finished_clip(job: Job) -> Clip | None:
    """The clip of a job whose engine finished it but could not report it, with a poster. None if the file is missing, damaged or not this job's."""
    path, wanted = Path(job.output), job.current
    if not job.output or not path.exists():
        return None
    from t2v_desktop.media.read import frame_count, open_frames  # numpy and Pillow: the window starts without them
    from t2v_desktop.media.write import save_picture

    try:
        if not made_for(wanted, read_request(path)):
            return None
        highest_contrast, count = None, 0
        with open_frames(path) as (_, pictures):
            for count, picture in enumerate(pictures, 1):  # noqa: B007
                highest_contrast = picture if highest_contrast is None or picture.std() > highest_contrast.std() else highest_contrast
        before = frame_count(Path(job.current_source)) if wanted.continued_frames else 0
        if highest_contrast is None or count != before + wanted.new_frames:
            return None
        clip = Clip(path, poster_of(path), wanted, path.stat().st_mtime)
    except (T2VError, OSError):
        return None
    if not clip.poster.is_file():  # it is written after the clip, and is optional
        with suppress(T2VError, OSError):
            clip.poster.parent.mkdir(parents=True, exist_ok=True)
            save_picture(clip.poster, highest_contrast, wanted)
    return clip


def recover(queue: Queue, clips: Clips) -> bool:
    """Settle the jobs that were running when the application closed. Returns whether the user had not cancelled one of them.

    If the clip is finished, it is listed and the job is done. Other jobs wait again; after MAX_ATTEMPTS crashes they are interrupted.
    Raises LibraryError or OutputError and has then changed nothing.
    """
    unsettled = queue.in_states(State.RUNNING, State.CANCELLING)
    early = [job for job in queue.in_states(State.INTERRUPTED) if job.attempts < MAX_ATTEMPTS]  # by an older version, too early
    found = [(job, finished_clip(job)) for job in unsettled]
    with queue.transaction():
        for job, clip in found:
            if clip is not None:
                clips.add(clip)
            queue.save(_settled(job, clip))
        for job in early:
            queue.save(job.advance_to(State.WAITING, job.error))
    return any(job.state is State.RUNNING for job in unsettled)


def _settled(job: Job, clip: Clip | None) -> Job:
    if clip is not None:
        return job.finished(str(clip.path))
    return job.advance_to(State.CANCELLED) if job.state is State.CANCELLING else retry_or_interrupt(job, APP_CLOSED)


def made_for(wanted: Request, found: Request) -> bool:
    """Whether `found`, the request in a clip's file or its row in the library, is `wanted`.

    A file has only the name of the model's folder, and fp32 if half precision failed.
    """
    same = replace(wanted, model=found.model, dtype=found.dtype)
    named = found.model in (wanted.model, Path(wanted.model).absolute().name)
    return same == found and named and found.dtype in (wanted.dtype, "fp32")
