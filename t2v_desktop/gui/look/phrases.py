"""Texts for events, states, durations and sizes in the user's language."""

from PySide6.QtCore import QCoreApplication, QLocale

from t2v_desktop.events import Decoding, Denoising, Encoding, Event, Loading, Writing
from t2v_desktop.gui.look.messages import in_words
from t2v_desktop.job import Job, State
from t2v_desktop.request import Request

# of schedulers and kinds of devices, the same in all languages
NAMES = {
    "ddim": "DDIM",
    "dpmpp_2m": "DPM++ 2M",
    "dpmpp_2m_karras": "DPM++ 2M Karras",
    "unipc": "UniPC",
    "euler": "Euler",
    "deis": "DEIS",
    "lcm": "LCM",
    "ays": "DPM++ 2M AYS",
    "cpu": "CPU",
    "cuda": "NVIDIA (CUDA)",
    "mps": "Apple (MPS)",
}


def phase(event: Event | None) -> str:
    """What the engine is doing, such as 'Denoising 16 of 25'."""
    match event:
        case Loading(part="libraries"):
            return QCoreApplication.translate("words", "Starting the engine")
        case Loading(part="files"):
            return QCoreApplication.translate("words", "Verifying the model's files")
        case Loading():
            return QCoreApplication.translate("words", "Loading the model")
        case Encoding(total=total) if total:
            return QCoreApplication.translate("words", "Encoding frame {0} of {1}").format(event.frame, total)
        case Encoding():
            return QCoreApplication.translate("words", "Encoding the prompt")
        case Denoising(step=0):
            return QCoreApplication.translate("words", "Denoising")
        case Denoising():
            return QCoreApplication.translate("words", "Denoising {0} of {1}").format(event.step, event.total)
        case Decoding():
            return QCoreApplication.translate("words", "Decoding frame {0} of {1}").format(event.frame, event.total)
        case Writing():
            return QCoreApplication.translate("words", "Writing the video")
        case _:
            return QCoreApplication.translate("words", "Starting")


def state(job_state: State) -> str:
    """Such as 'Waiting'."""
    return {
        State.WAITING: QCoreApplication.translate("words", "Waiting"),
        State.RUNNING: QCoreApplication.translate("words", "Running"),
        State.CANCELLING: QCoreApplication.translate("words", "Cancelling"),
        State.DONE: QCoreApplication.translate("words", "Done"),
        State.FAILED: QCoreApplication.translate("words", "Failed"),
        State.CANCELLED: QCoreApplication.translate("words", "Cancelled"),
        State.INTERRUPTED: QCoreApplication.translate("words", "Interrupted"),
    }[job_state]


def outcome(job: Job) -> str:
    """How a job without a clip ended, or that it is being retried."""
    if job.state is State.WAITING and job.attempts:
        return QCoreApplication.translate("words", "The engine crashed. Retrying…")
    return QCoreApplication.translate("words", "Couldn't create this clip") if job.state is State.FAILED else state(job.state)


def guided_steps(request: Request) -> str:
    """Which steps are guided, such as 'guided 0–60 %'; "" without guidance."""
    start, end = (QLocale().toString(100 * share, "g", 6) for share in (request.guidance_start, request.guidance_end))
    return QCoreApplication.translate("words", "guided {0}–{1} %").format(start, end) if request.guidance_scale > 1 else ""


def cached_layers(request: Request) -> str:
    """In how many steps layers are cached, such as '1 of 2 steps cached'."""
    interval = request.cache_interval
    if interval == 1:
        return QCoreApplication.translate("words", "no steps cached")
    return QCoreApplication.translate("words", "{0} of {1} steps cached").format(interval - 1, interval)


def flow_shift(request: Request) -> str:
    """The shift of the noise schedule, such as 'flow shift 5'."""
    if not request.flow_shift:
        return QCoreApplication.translate("words", "the model's own flow shift")
    return QCoreApplication.translate("words", "flow shift {0}").format(QLocale().toString(float(request.flow_shift), "g", 6))


def setting(name: str) -> str:
    """A setting of a request for people, such as 'steps'."""
    return {
        "width": QCoreApplication.translate("words", "width"),
        "height": QCoreApplication.translate("words", "height"),
        "num_frames": QCoreApplication.translate("words", "length"),
        "fps": QCoreApplication.translate("words", "frame rate"),
        "num_inference_steps": QCoreApplication.translate("words", "steps"),
        "guidance_scale": QCoreApplication.translate("words", "guidance"),
        "guidance_start": QCoreApplication.translate("words", "guided steps"),
        "guidance_end": QCoreApplication.translate("words", "guided steps"),
        "cache_interval": QCoreApplication.translate("words", "cached layers"),
        "flow_shift": QCoreApplication.translate("words", "flow shift"),
        "scheduler": QCoreApplication.translate("words", "scheduler"),
    }.get(name, name)


def device(name: str, title: str = "") -> str:
    """A device for people: `name` is the engine's, such as 'cuda:0', `title` the manufacturer's, such as 'NVIDIA GeForce RTX 4090'."""
    kind = name.split(":")[0]
    if kind == "cuda" and title:
        return title
    return {
        "cpu": QCoreApplication.translate("words", "CPU"),
        "cuda": QCoreApplication.translate("words", "NVIDIA GPU"),
        "mps": QCoreApplication.translate("words", "Apple GPU"),
    }.get(kind, name)


def sentence(text: str) -> str:
    """A message in the window's language, on one line and starting with a capital letter."""
    text = in_words(" ".join(text.split()))
    return text[:1].upper() + text[1:]


def duration(seconds: float) -> str:
    """Such as '0:18' or '1:04:00'."""
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def clip_length(seconds: float) -> str:
    """Such as '2.0 s'."""
    return QCoreApplication.translate("words", "{0} s").format(QLocale().toString(seconds, "f", 1))


def rough_duration(seconds: float) -> str:
    """Such as '48 s', '1 min 20 s', '25 min' or '2 h 5 min'."""
    whole = max(1, round(seconds))
    if whole < 90:
        return QCoreApplication.translate("words", "{0} s").format(whole)
    if whole < 600:
        minutes, rest = divmod(whole, 60)
        two, one = QCoreApplication.translate("words", "{0} min {1} s"), QCoreApplication.translate("words", "{0} min")
    else:
        minutes, rest = divmod(round(whole / 60), 60)
        if not minutes:
            return QCoreApplication.translate("words", "{0} min").format(rest)
        two, one = QCoreApplication.translate("words", "{0} h {1} min"), QCoreApplication.translate("words", "{0} h")
    return two.format(minutes, rest) if rest else one.format(minutes)


def size(count: int) -> str:
    """A number of bytes, such as '1.9 GB' or '400 kB'."""
    return QLocale().formattedDataSize(count, 1 if count >= 1e9 else 0, QLocale.DataSizeFormat.DataSizeSIFormat)
