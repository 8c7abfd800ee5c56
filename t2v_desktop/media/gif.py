"""Comments of GIFs, which ffmpeg neither writes nor removes."""

from pathlib import Path

from t2v_desktop.errors import EncodeError

HEADER_BYTES = 13  # with the screen's description
EXTENSION, COMMENT, IMAGE, END = 0x21, 0xFE, 0x2C, 0x3B


def comment_gif(path: Path, text: str) -> None:
    """Insert a comment extension (GIF89a, section 24) after the loop extension, or before everything else. ffmpeg can't write one."""
    content = path.read_bytes()
    loop = content.find(b"\x21\xff\x0bNETSCAPE2.0")
    at = loop + 19 if loop >= 0 else HEADER_BYTES + _colours(content[10])
    raw = text.encode("utf-8")
    blocks = b"".join(bytes([len(raw[i : i + 255])]) + raw[i : i + 255] for i in range(0, len(raw), 255))
    path.write_bytes(content[:at] + b"\x21\xfe" + blocks + b"\0" + content[at:])


def without_comments(content: bytes) -> bytes:
    """A GIF without its comment extensions, its frames as they are. Raises EncodeError if it is damaged."""
    try:
        at = HEADER_BYTES + _colours(content[10])
        kept = [content[:at]]
        while content[at] != END:
            start, comment = at, content[at] == EXTENSION and content[at + 1] == COMMENT
            if content[at] == EXTENSION:
                at += 2
            elif content[at] == IMAGE:
                at += 10 + _colours(content[at + 9]) + 1
            else:
                raise EncodeError("the GIF is damaged")
            while content[at]:  # blocks, each with its length before it
                at += 1 + content[at]
            at += 1
            if not comment:
                kept.append(content[start:at])
    except IndexError as error:
        raise EncodeError("the GIF is damaged") from error
    return b"".join((*kept, content[at : at + 1]))


def _colours(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
