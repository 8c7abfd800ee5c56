"""Styles: the built-in ones of a model, and the user's own in styles.json."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import list_file
from t2v_desktop.models.words import ModelWords, Style
from t2v_desktop.prompt.alternatives import Template
from t2v_desktop.prompt.marks import weights
from t2v_desktop.request import MAX_STYLE_NAME

MAX_OWN, MAX_TEXT = 1_000, 2_000  # styles, and characters of each text
KEY, TEXTS = "styles", ("prefix", "suffix", "negative_prompt")


def file() -> Path:
    return paths.data() / "styles.json"


def own() -> list[Style]:
    """The user's own styles, in their order, without invalid ones. Raises InvalidRequest if the file can't be read."""
    found: dict[str, Style] = {}
    for value in list_file.read(file(), KEY):
        if (style := style_of(value)) is not None:
            found.setdefault(style.name.casefold(), style)
    return list(found.values())


def offered(words: ModelWords) -> list[Style]:
    """The user's own styles, then the built-in ones of a model; an own style replaces a built-in one of its name."""
    mine = own()
    names = {style.name.casefold() for style in mine}
    return [*mine, *(style for style in words.styles if style.name.casefold() not in names)]


def find(names: Sequence[str], words: ModelWords) -> list[Style]:
    """The styles with these names. Raises InvalidRequest if one doesn't exist."""
    if not names:
        return []
    known = {style.name: style for style in offered(words)}
    if missing := next((name for name in names if name not in known), ""):
        raise InvalidRequest(f"style {missing:.100} doesn't exist for this model: choose another one, or take it out")
    return [known[name] for name in names]


def save(styles: Iterable[Style]) -> None:
    """Replace the user's own styles. Raises InvalidRequest for an invalid one, OutputError if they can't be saved."""
    kept = list(styles)
    if len(kept) > MAX_OWN:
        raise InvalidRequest(f"{len(kept)} styles are too many: keep up to {MAX_OWN}")
    for style in kept:
        check(style, [other.name for other in kept if other is not style])
    list_file.write(file(), KEY, [asdict(style) for style in kept])


def check(style: Style, others: Sequence[str]) -> None:
    """Raise InvalidRequest if a style can't be saved beside others of these names."""
    if not style.name.strip() or len(style.name) > MAX_STYLE_NAME:
        raise InvalidRequest(f"a style needs a name of up to {MAX_STYLE_NAME} characters")
    if style.name.casefold() in {name.casefold() for name in others}:
        raise InvalidRequest(f"there is already a style {style.name:.100}: choose another name")
    if style_of(asdict(style)) is None:
        raise InvalidRequest(f"the texts of style {style.name:.100} are too long or contain invalid characters: keep each below {MAX_TEXT}")
    if not any((style.prefix.strip(), style.suffix.strip(), style.negative_prompt.strip())):
        raise InvalidRequest(f"style {style.name:.100} is empty: fill in a prefix, a suffix or a negative prompt")
    for text in (style.prefix, style.suffix, style.negative_prompt):
        Template(text)
        weights(text)


def style_of(value: dict[str, Any]) -> Style | None:
    """The style in a JSON object; None if it isn't one."""
    name, texts = value.get("name"), [value.get(key, "") for key in TEXTS]
    if not is_name(name) or not all(is_text(text, MAX_TEXT) for text in texts):
        return None
    return Style(str(name).strip(), *map(str, texts))


def is_name(name: object) -> bool:
    return is_text(name, MAX_STYLE_NAME) and bool(str(name).strip()) and "\n" not in str(name)


def is_text(text: object, most: int) -> bool:
    """Whether a value from a file is text that can be shown and stored."""
    return isinstance(text, str) and len(text) <= most and "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
