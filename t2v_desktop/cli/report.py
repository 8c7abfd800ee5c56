"""The report of `doctor --report`: one text file with all that helps to explain a problem."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.cli.doctor import Finding, lines_of
from t2v_desktop.errors import OutputError, T2VError
from t2v_desktop.logs import end_of, log_files, shareable
from t2v_desktop.models.loras.store import installed_names as installed_loras
from t2v_desktop.models.status import model_statuses

LOG_BYTES = 100_000  # of the end of each log
NOT_SHARED = ("window", "proxy")  # settings: useless to others; may hold a password
HEAD = "Tokens, passwords and the name of your home folder are left out. File names may have words of your prompts in them: read this before you share it."


def write_report(findings: Sequence[Finding], file: Path, *, overwrite: bool) -> None:
    """Write the report to `file`. Raises OutputError."""
    if file.exists() and not overwrite:
        raise OutputError(f"{file} exists: choose another name, or replace it", option="--overwrite")
    sections = [f"T2V Desktop, report of {time.strftime('%Y-%m-%d %H:%M:%S')}\n{HEAD}"]
    sections += [f"== {name} ==\n{content.strip() or 'nothing'}" for name, content in _sections(findings)]
    try:
        paths.write_whole(file, shareable("\n\n".join(sections) + "\n").encode("utf-8", "replace"))
    except OSError as error:
        raise OutputError(f"{file} can't be written ({error.strerror or error}): choose another folder") from error


def _sections(findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    yield "Checks", "\n".join(lines_of(findings))
    chosen, problem = settings.read()
    yield "Settings", "\n".join([json.dumps({k: v for k, v in asdict(chosen).items() if k not in NOT_SHARED}, indent=1), problem])
    yield "Models", _models()
    for name, file in log_files().items():
        yield f"Log: {name}", end_of(file, LOG_BYTES)


def _models() -> str:
    try:
        lines = [f"{model.name}: {model.state.value}" for model in model_statuses()]
        return "\n".join([*lines, *(f"LoRA {name}" for name in installed_loras())])
    except T2VError as error:
        return str(error)
