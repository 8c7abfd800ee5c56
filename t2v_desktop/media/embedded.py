"""The texts that a video or picture carries besides its frames, such as the settings it was made with. The file may come from anywhere."""

import logging
import re
import subprocess
import threading
from pathlib import Path

from t2v_desktop.children import NO_CONSOLE
from t2v_desktop.media.ffmpeg import DEMUXERS, READ_S, ffmpeg, source_options

MAX_TEXTS = 4 << 20  # bytes that are read of a video's texts
MAX_PICTURE_BYTES = 100 << 20  # of a picture's file, which is read whole
PICTURES = {".png": "PNG", ".webp": "WEBP", ".jpg": "JPEG", ".jpeg": "JPEG"}
TEXT_TAGS = (0x010E, 0x010F, 0x0110)  # of Exif: ImageDescription, Make, Model
EXIF, USER_COMMENT = 0x8769, 0x9286
ENTRY = re.compile(r"^((?:[^\\\n=]|\\.)+)=((?:[^\\\n]|\\.|\\\n)*)$", re.MULTILINE)  # of ffmpeg's metadata format
ESCAPED = re.compile(r"\\([=;#\\\n])")
log = logging.getLogger(__name__)


def read_texts(path: Path) -> dict[str, str]:
    """The texts in a file by their names in lower case; empty if there are none or the file can't be read.

    Of Exif, `user comment` is the one of that name; a text such as "prompt: ..." in another tag is named by its beginning.
    """
    suffix = path.suffix.lower()
    if suffix in PICTURES:
        return _of_picture(path, PICTURES[suffix])
    return _of_video(path) if suffix in DEMUXERS else {}


def _of_video(path: Path) -> dict[str, str]:
    command = [ffmpeg(), "-v", "error", "-nostdin", *source_options(path), "-f", "ffmetadata", "-"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=NO_CONSOLE) as process:
        assert process.stdout is not None
        limit = threading.Timer(READ_S, process.kill)
        limit.start()
        try:
            raw = process.stdout.read(MAX_TEXTS)
        finally:
            limit.cancel()
            process.kill()
    found = dict[str, str]()
    for name, value in ENTRY.findall(raw.decode("utf-8", "replace")):
        found.setdefault(ESCAPED.sub(r"\1", name).lower(), ESCAPED.sub(r"\1", value))
    return found


def _of_picture(path: Path, form: str) -> dict[str, str]:
    from PIL import Image  # the window starts without it

    try:
        if path.stat().st_size > MAX_PICTURE_BYTES:
            return {}
        with Image.open(path, formats=[form]) as picture:
            texts = {str(name).lower(): str(value) for name, value in getattr(picture, "text", {}).items()}
            exif = picture.getexif()
            for tag in TEXT_TAGS:
                name, colon, value = str(exif.get(tag, "")).partition(":")
                if colon:
                    texts.setdefault(name.lower(), value)
            if comment := _user_comment(exif.get_ifd(EXIF).get(USER_COMMENT)):
                texts.setdefault("user comment", comment)
            return texts
    except Exception as error:  # Pillow's readers raise whatever a hostile file leads to
        log.info("the texts in %s can't be read: %r", path, error, exc_info=True)
        return {}


def _user_comment(value: object) -> str:
    """The text of Exif's UserComment, whose first 8 bytes name its encoding."""
    if not isinstance(value, bytes):
        return value if isinstance(value, str) else ""
    kind, content = value[:8], value[8:]
    if kind == b"UNICODE\0":  # the standard leaves the order of bytes open
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le", "replace")
    return (content if kind in (b"ASCII\0\0\0", bytes(8)) else value).decode("utf-8", "replace")
