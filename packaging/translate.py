"""Updates the translations, or adds a language: `python packaging/translate.py [--check] [LANGUAGE ...]`.

Reads the texts of the window (with Qt's lupdate) and the messages of the other rooms (message_templates.py), and writes them to one file a language in
resources/translations: t2v_desktop_de.ts, and what the application reads, t2v_desktop_de.qm. Texts that are still to be translated are marked as
unfinished in the .ts file. A LANGUAGE such as fr or pt_BR gets a file if it has none. With --check, nothing is written; the exit status is 1 if a
translation is missing, unfinished, obsolete or faulty.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from message_templates import templates
from ts_file import faults, messages

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
NAME = "t2v_desktop_"
MESSAGES = "messages.json"
ENGLISH = "en"  # its file has only plurals


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="a language to add")
    parser.add_argument("--check", action="store_true", help="only report what is missing, unfinished, obsolete or faulty")
    options = parser.parse_args()
    problems = check(TRANSLATIONS) if options.check else update(TRANSLATIONS, options.languages)
    for problem in problems:
        print(problem)
    return 1 if options.check and problems else 0


def update(folder: Path, added: list[str]) -> list[str]:
    """Bring the files in a folder up to date, with those of languages that are added. Returns what is left to do."""
    found = templates(ROOT / "t2v_desktop")
    (folder / MESSAGES).write_text(json.dumps(found, ensure_ascii=False, indent=0) + "\n", "utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        extra = Path(scratch) / "messages.py"
        extra.write_text("".join(f'QCoreApplication.translate("messages", {json.dumps(text, ensure_ascii=False)})\n' for text in found), "utf-8")
        sources = [*sorted((ROOT / "t2v_desktop" / "gui").rglob("*.py")), extra]
        for code in sorted({*languages(folder), *added}):
            _update(folder / f"{NAME}{code}.ts", code, sources)
    return [problem for code in languages(folder) for problem in faults(folder / f"{NAME}{code}.ts")]


def check(folder: Path) -> list[str]:
    """What `update` would change in a folder, and what is unfinished or faulty in its translations."""
    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        for file in folder.iterdir():
            shutil.copy(file, scratch)
        fresh = Path(scratch)
        problems += update(fresh, [])
        for file in sorted(folder.glob(f"{NAME}*.ts")):
            before, after = messages(file), messages(fresh / file.name)
            problems += [f"{file.name}: missing: {text}" for _, text in after.keys() - before.keys()]
            problems += [f"{file.name}: obsolete: {text}" for _, text in before.keys() - after.keys()]
        for name in (MESSAGES, *(file.with_suffix(".qm").name for file in sorted(folder.glob(f"{NAME}*.ts")))):
            if not (folder / name).is_file() or (folder / name).read_bytes() != (fresh / name).read_bytes():
                problems.append(f"{name} is out of date: run python packaging/translate.py")
    return problems


def languages(folder: Path) -> list[str]:
    """The codes of the languages that have a file."""
    return sorted(file.stem.removeprefix(NAME) for file in folder.glob(f"{NAME}*.ts"))


def _update(file: Path, code: str, sources: list[Path]) -> None:
    chosen = ["-pluralonly"] if code == ENGLISH else []
    options = ["-source-language", ENGLISH, "-target-language", code, "-locations", "none", "-no-obsolete", "-silent"]
    _run("pyside6-lupdate", *map(str, sources), *options, *chosen, "-ts", str(file))
    _run("pyside6-lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")))


def _run(tool: str, *arguments: str) -> None:
    """Run one of the programs that come with PySide6."""
    program = shutil.which(tool, path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit(f"{tool} is missing: set up the project for development")
    subprocess.run([program, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
