"""The ffmpeg binary, and how it is told to read a file."""

from pathlib import Path

from t2v_desktop.errors import EncodeError, OutputError

READ_S = 30  # longest look into a file that may be anything
DEMUXERS = {
    ".mp4": "mov", ".webm": "matroska", ".gif": "gif", ".mov": "mov", ".m4v": "mov", ".mkv": "matroska", ".avi": "avi",
}  # fmt: skip  # of what can be read; FORMATS is what is written


def ffmpeg() -> str:
    """The ffmpeg binary's path. Raises EncodeError where it is missing; whether it starts is found out by using it."""
    import imageio_ffmpeg  # here and not above: the window is drawn before the first clip is looked at

    try:
        path: str = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise EncodeError("ffmpeg is missing: install the application again", option="or set IMAGEIO_FFMPEG_EXE to one") from error
    return path


def source_options(path: Path) -> list[str]:
    """ffmpeg's options that read the video at `path` as what its suffix says, and nothing from elsewhere. Raises OutputError for another suffix."""
    demuxer = DEMUXERS.get(path.suffix.lower())
    if demuxer is None:
        raise OutputError(f"{path.name} is no video that can be read: use one of {', '.join(DEMUXERS)}, or a folder of PNG pictures")
    return ["-protocol_whitelist", "file,pipe", "-f", demuxer, "-i", f"file:{path.absolute()}"]
