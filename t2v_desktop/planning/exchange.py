"""Saved prompts, styles, wildcards and presets in one file, to take to another computer; and such files of other programs."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from t2v_desktop import __version__, paths
from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.library import list_file, styles
from t2v_desktop.library.prompts import MAX_NAME, Prompt, Prompts, check_folder
from t2v_desktop.library.styles import is_text
from t2v_desktop.models.words import Style
from t2v_desktop.planning import presets
from t2v_desktop.planning.presets import OwnPreset
from t2v_desktop.prompt import wildcards
from t2v_desktop.request import MAX_PROMPT

MAX_BYTES, MAX_ENTRIES = 20_000_000, 20_000
PROMPT_MARK = "{prompt}"  # in a style of other programs: where the prompt goes


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a file holds. `wildcards` are names and the content of their files; `refused` counts entries that can't be used."""

    prompts: Sequence[Prompt] = ()
    styles: Sequence[Style] = ()
    wildcards: Sequence[tuple[str, str]] = ()
    presets: Sequence[OwnPreset] = ()
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """How many of each kind were added, how many were there already, and which had to be renamed because their name was taken."""

    added: Counter[str] = field(default_factory=Counter)
    known: int = 0
    renamed: list[tuple[str, str]] = field(default_factory=list)
    refused: int = 0


def collect(prompts: Prompts) -> Bundle:
    """Everything of the user's own. Wildcard files that can't be read are left out."""
    files = []
    for name in wildcards.names():
        with suppress(InvalidRequest, OSError, UnicodeDecodeError):
            wildcards.lines(name)
            files.append((name, wildcards.file_of(name).read_text("utf-8-sig")))
    return Bundle(prompts.saved(), styles.own(), files, presets.own())


def write(bundle: Bundle, file: Path) -> None:
    """Write a bundle as JSON. Raises OutputError."""
    values = {
        "t2v_desktop": __version__,
        "prompts": [asdict(prompt) for prompt in bundle.prompts],
        "styles": [asdict(style) for style in bundle.styles],
        "wildcards": [{"name": name, "lines": content} for name, content in bundle.wildcards],
        "presets": [asdict(preset) for preset in bundle.presets],
    }
    try:
        paths.write_whole(file, json.dumps(values, ensure_ascii=False, indent=1).encode("utf-8"))
    except OSError as error:
        raise paths.write_error(file, error) from error


def read(file: Path) -> Bundle:
    """What a file holds: JSON of this application, styles.csv of Stable Diffusion front ends, or text with a prompt per line. Raises InvalidRequest."""
    try:
        if not file.is_file():
            raise InvalidRequest(f"{file} is not a file")
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidRequest(f"{file} can't be read: {error.strerror or error}") from error
    if len(content) > MAX_BYTES:
        raise InvalidRequest(f"{file} is larger than {MAX_BYTES / 1e6:.0f} MB")
    try:
        match file.suffix.lower():
            case ".json":
                bundle = _of_json(content)
            case ".csv":
                bundle = _of_csv(content.decode("utf-8-sig"))
            case _:
                bundle = _of_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"{file} is not UTF-8 text: save it as UTF-8") from error
    except (ValueError, csv.Error) as error:
        raise InvalidRequest(f"{file} can't be imported: {error}") from error
    if not any((bundle.prompts, bundle.styles, bundle.wildcards, bundle.presets)):
        raise InvalidRequest(f"{file} has no prompts, styles, wildcards or presets")
    return bundle


def add(bundle: Bundle, prompts: Prompts) -> Report:
    """Add what a file holds. Nothing is replaced: what is there already is skipped, and what has a name that is taken gets another one.

    Raises T2VError if something can't be saved.
    """
    report = Report(refused=bundle.refused)
    known = _add_prompts(bundle.prompts, prompts, report) + _add_styles(bundle.styles, report) + _add_wildcards(bundle.wildcards, report)
    return replace(report, known=known + _add_presets(bundle.presets, report))


def _add_prompts(found: Sequence[Prompt], store: Prompts, report: Report) -> int:
    there = {prompt.key for prompt in store.saved()}
    known = 0
    for prompt in reversed(found):  # the newest last, as they were saved
        if prompt.key in there:
            known += 1
            continue
        there.add(prompt.key)
        store.save(prompt.prompt, prompt.negative_prompt, prompt.name, prompt.folder)
        report.added["prompts"] += 1
    return known


def _add_styles(found: Sequence[Style], report: Report) -> int:
    kept, known = styles.own(), 0
    for style in found:
        same = {other.name.casefold(): other for other in kept}
        if any(replace(other, name=style.name) == style for other in kept):
            known += 1
            continue
        kept.append(replace(style, name=_free(style.name, same, report)))
        report.added["styles"] += 1
    if report.added["styles"]:
        styles.save(kept)
    return known


def _add_wildcards(found: Sequence[tuple[str, str]], report: Report) -> int:
    known = 0
    for name, content in found:
        there = {other.casefold() for other in wildcards.names()}
        if name.casefold() in there:
            with suppress(InvalidRequest):
                if wildcards.lines(name) == wildcards.parse_lines(content):
                    known += 1
                    continue
        free = _free(name, there, report)
        try:
            paths.write_whole(wildcards.file_of(free), content.encode("utf-8"))
        except OSError as error:
            raise paths.write_error(wildcards.file_of(free), error) from error
        report.added["wildcards"] += 1
    return known


def _add_presets(found: Sequence[OwnPreset], report: Report) -> int:
    kept, known = presets.own(), 0
    for preset in found:
        names = {other.name.casefold() for other in kept if other.family == preset.family}
        if any(replace(other, name=preset.name) == preset for other in kept):
            known += 1
            continue
        kept.append(replace(preset, name=_free(preset.name, names, report)))
        report.added["presets"] += 1
    if report.added["presets"]:
        presets.save(kept)
    return known


def _free(name: str, taken: "dict[str, Style] | set[str]", report: Report) -> str:
    """The name, or one with a number if it's taken, which is reported."""
    if name.casefold() not in taken:
        return name
    number = 2
    while f"{name[:90]} ({number})".casefold() in taken:
        number += 1
    report.renamed.append((name, free := f"{name[:90]} ({number})"))
    return free


def _of_json(content: bytes) -> Bundle:
    prompts = [_prompt_of(value) for value in list_file.objects(content, "prompts")[:MAX_ENTRIES]]
    found_styles = [_checked(styles.style_of(value)) for value in list_file.objects(content, "styles")[: styles.MAX_OWN]]
    files = [_wildcard_of(value) for value in list_file.objects(content, "wildcards")[: wildcards.MAX_FILES]]
    found_presets = [presets.preset_of(value) for value in list_file.objects(content, "presets")[: presets.MAX_OWN]]
    everything: list[object] = [*prompts, *found_styles, *files, *found_presets]
    return Bundle(
        [prompt for prompt in prompts if prompt], [style for style in found_styles if style], [each for each in files if each],
        [preset for preset in found_presets if preset], everything.count(None),
    )  # fmt: skip


def _of_csv(text: str) -> Bundle:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if "name" not in (rows.fieldnames or ()):
        raise ValueError("its first line has no column called name")
    found: list[Style | None] = []
    for row in rows:
        if len(found) >= styles.MAX_OWN:
            break
        prefix, mark, suffix = (row.get("prompt") or "").partition(PROMPT_MARK)
        values = {
            "name": row.get("name"),
            "prefix": prefix if mark else "",
            "suffix": suffix if mark else prefix,
            "negative_prompt": row.get("negative_prompt"),
        }
        if any(values[key] for key in styles.TEXTS):  # others are separators in the list
            found.append(_checked(styles.style_of({key: value or "" for key, value in values.items()})))
    return Bundle(styles=[style for style in found if style], refused=found.count(None))


def _of_text(text: str) -> Bundle:
    if "\0" in text:
        raise ValueError("it is not a text file")
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))[:MAX_ENTRIES]
    prompts = [_prompt_of({"prompt": line}) for line in lines]
    return Bundle([prompt for prompt in reversed(prompts) if prompt], refused=prompts.count(None))


def _prompt_of(value: dict[str, Any]) -> Prompt | None:
    texts = [value.get(key, "") for key in ("prompt", "negative_prompt", "name", "folder")]
    if not all(is_text(text, most) for text, most in zip(texts, (MAX_PROMPT, MAX_PROMPT, MAX_NAME, 2_000), strict=True)) or not texts[0].strip():
        return None
    try:
        if texts[3]:
            check_folder(texts[3])
    except InvalidRequest:
        texts[3] = ""
    return Prompt(*texts)


def _checked(style: Style | None) -> Style | None:
    try:
        if style is not None:
            styles.check(style, [])
    except InvalidRequest:
        return None
    return style


def _wildcard_of(value: dict[str, Any]) -> tuple[str, str] | None:
    name, content = value.get("name"), value.get("lines")
    if not is_text(name, 200) or not is_text(content, wildcards.MAX_BYTES) or "*" in str(name) or not wildcards.parse_lines(str(content)):
        return None
    try:
        wildcards.check_name(str(name))
    except InvalidRequest:
        return None
    return str(name), str(content)


def check_output(file: Path) -> None:
    """Raise OutputError if a bundle can't be written there."""
    if file.suffix.lower() != ".json":
        raise OutputError(f"{file.name}: use a name that ends in .json")
