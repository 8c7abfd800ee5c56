"""From a job to the command that makes the engine render its next clip."""

from collections.abc import Callable

from t2v_desktop import paths
from t2v_desktop.events import Start
from t2v_desktop.job import Job
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.media.names import check_output, frames_before, free_name, output_bytes
from t2v_desktop.models.loras.store import files_of
from t2v_desktop.models.store import Model
from t2v_desktop.settings import Settings, make_clips_folder


def start_of(job: Job, settings: Settings, find_model: Callable[[str], Model]) -> Start:
    """The command for a job's current pass, with a free name in the clips folder. Raises T2VError or OSError."""
    request, folder = job.current, make_clips_folder(settings)
    model = find_model(request.model)
    paths.posters().mkdir(parents=True, exist_ok=True)
    output = free_name(folder, request)
    check_output(output)
    paths.check_writable(folder, needed_bytes=output_bytes(request, frames_before(request, job.current_source)))
    return Start(request, str(model.folder), str(output), str(poster_of(output)), settings.previews, job.current_source, files_of(request))
