"""The ffmpeg binary, and its options for reading a file."""

from pathlib import Path

from t2v_desktop.errors import EncodeError, OutputError

READ_S = 30  # time limit for inspecting a file, which may be anything
DEMUXERS = {
    ".mp4": "mov", ".webm": "matroska", ".gif": "gif", ".mov": "mov", ".m4v": "mov", ".mkv": "matroska", ".avi": "avi",
}  # fmt: skip  # the formats that can be read; FORMATS are those written


def ffmpeg() -> str:
    """The path of the ffmpeg binary. Raises EncodeError if it is missing; it may still fail to start."""
    import imageio_ffmpeg  # imported late: the window starts without it

    try:
        path: str = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise EncodeError("ffmpeg is missing: reinstall the application", option="or set IMAGEIO_FFMPEG_EXE to the path of ffmpeg") from error
    return path


def source_options(path: Path) -> list[str]:
    """ffmpeg's options to read `path` as the format of its suffix, and no other file or address. Raises OutputError for an unknown suffix."""
    demuxer = DEMUXERS.get(path.suffix.lower())
    if demuxer is None:
        raise OutputError(f"{path.name}: unsupported video format: use one of {', '.join(DEMUXERS)}, or a folder of PNG pictures")
    return ["-protocol_whitelist", "file,pipe", "-f", demuxer, "-i", f"file:{path.absolute()}"]
