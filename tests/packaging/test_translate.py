"""The translations are complete and up to date, and the tool that keeps them so finds what is wrong."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "resources" / "translations"


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the programs in packaging/ importable, which is not a package."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))


def test_every_translation_is_complete_and_up_to_date() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "packaging" / "translate.py"), "--check"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_a_missing_an_obsolete_and_an_unfinished_text_are_reported(tmp_path: Path) -> None:
    from translate import check

    for file in TRANSLATIONS.iterdir():
        shutil.copy(file, tmp_path)
    german = tmp_path / "t2v_desktop_de.ts"
    text = german.read_text("utf-8")
    text = text.replace("<source>Licences</source>", "<source>Licenses</source>")
    text = text.replace("<translation>Über T2V Desktop</translation>", "<translation></translation>")
    german.write_text(text, "utf-8")
    problems = check(tmp_path)
    assert "t2v_desktop_de.ts: missing: Licences" in problems
    assert "t2v_desktop_de.ts: obsolete: Licenses" in problems
    assert "t2v_desktop_de.ts: About: unfinished: About T2V Desktop" in problems
    assert any("t2v_desktop_de.qm is out of date" in problem for problem in problems)


def test_a_new_language_is_one_file_whose_texts_are_all_unfinished(tmp_path: Path) -> None:
    from translate import update
    from ts_file import messages

    for file in TRANSLATIONS.glob("*_en.*"):
        shutil.copy(file, tmp_path)
    problems = update(tmp_path, ["pl"])
    made = messages(tmp_path / "t2v_desktop_pl.ts")
    assert (tmp_path / "t2v_desktop_pl.qm").is_file()
    assert made.keys() == messages(TRANSLATIONS / "t2v_desktop_de.ts").keys()
    assert len(problems) == len(made) and not any(message.finished for message in made.values())
    assert len(made["Gallery", "%n clip(s)"].translations) == 3  # Polish has three plural forms


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("{0} of {1}", "{0} von", "other placeholders"),
        ("&Open…", "Öffnen…", "other mnemonics"),
        (" fps", "fps", "other spaces"),
        ("Videos (*.mp4)", "Videos (*.mp3)", "other file patterns"),
        ("Open…", "Öffnen", "another end"),
        ("ready: go", "好:开始", "half-width punctuation"),
        ("{0} of {1}", "{1} 中的 {0}", ""),
        ("&Open…", "打开(&O)…", ""),
    ],
)
def test_faults_of_a_translation_are_found(tmp_path: Path, source: str, translation: str, fault: str) -> None:
    from ts_file import faults

    file, escaped = tmp_path / "x.ts", (text.replace("&", "&amp;") for text in (source, translation))
    message = "<message><source>{}</source><translation>{}</translation></message>".format(*escaped)
    file.write_text(f"<TS><context><name>Menu</name>{message}</context></TS>", "utf-8")
    found = faults(file)
    assert fault in found[0] if fault else not found


CODE = '''
LIMIT = "use less"
def check(width, kind="size"):
    """Not a message."""
    why = "it is too wide" if width > 9 else f"it is {width}"
    if width < 0:
        raise InvalidRequest(f"{kind} {width} is wrong{' too' if width else ''}: {LIMIT}")
    log.info("nothing for the user")
    raise OutputError(f"can't do it ({why})")
def problem_of(x) -> str:
    return "" if x else "there is no x"
check(3, "frame rate")
report(Warned("memory ran {out}"))
'''


def test_messages_are_followed_back_to_their_literals(tmp_path: Path) -> None:
    from message_templates import SYSTEM, templates

    (tmp_path / "room.py").write_text(CODE, "utf-8")
    assert set(templates(tmp_path)) - set(SYSTEM) == {
        "use less", "it is too wide", "it is {0}", "{0} {1} is wrong too: {2}", "{0} {1} is wrong: {2}", "can't do it ({0})", "there is no x", "frame rate",
        "memory ran {{out}}",
    }  # fmt: skip


def test_messages_that_are_shown_are_found() -> None:
    from message_templates import templates

    found = set(templates(ROOT / "t2v_desktop"))
    assert len(found) > 400
    for message in (
        "the prompt is empty: describe the video",
        "disk full: {0} needs {1} MB, {2} MB free",
        "the clips folder {0} is missing: connect its drive or choose another folder",
        "coloured shapes moving over simple backgrounds; built in",
        "the engine was killed, probably because the computer ran out of memory: try a smaller size or fewer frames",
    ):
        assert message in found
