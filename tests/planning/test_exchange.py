import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import styles
from t2v_desktop.library.database import open_database
from t2v_desktop.library.prompts import Prompt, Prompts
from t2v_desktop.models.store import find
from t2v_desktop.models.words import Style
from t2v_desktop.planning import exchange, presets
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.presets import OwnPreset
from t2v_desktop.prompt import wildcards

FILM = Style("Film", suffix="film grain")


@pytest.fixture
def prompts() -> Iterator[Prompts]:
    database = open_database(paths.library_file())
    yield Prompts(database)
    database.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.json"


def fill(prompts: Prompts) -> None:
    prompts.save("cat", "blur", "My cat", "Animals/Cats")
    prompts.save("sea")
    styles.save([FILM])
    wildcards.make_folder()
    wildcards.file_of("animal").write_text("# pets\ncat\n2::dog\n")
    presets.save([OwnPreset.of_draft("Fast", Draft().with_model(starter := find("starter")), starter)])


def empty(prompts: Prompts) -> None:
    prompts.remove(prompts.saved(), prompts.folders())
    styles.save([])
    wildcards.file_of("animal").unlink()
    presets.save([])


def test_everything_comes_back_from_an_exported_file(prompts: Prompts, file: Path) -> None:
    fill(prompts)
    before = exchange.collect(prompts)
    exchange.write(before, file)
    empty(prompts)
    report = exchange.add(exchange.read(file), prompts)
    assert exchange.collect(prompts) == before and report.added == {"prompts": 2, "styles": 1, "wildcards": 1, "presets": 1}
    assert (report.known, report.renamed, report.refused) == (0, [], 0)


def test_a_second_import_adds_nothing(prompts: Prompts, file: Path) -> None:
    fill(prompts)
    exchange.write(exchange.collect(prompts), file)
    report = exchange.add(exchange.read(file), prompts)
    assert (report.added, report.known, report.renamed) == ({}, 5, [])


def test_nothing_of_the_same_name_is_replaced(prompts: Prompts, file: Path) -> None:
    fill(prompts)
    before = exchange.collect(prompts)
    exchange.write(before, file)
    styles.save([Style("film", suffix="other")])
    wildcards.file_of("animal").write_text("horse\n")
    prompts.rename(Prompt("cat", "blur"), "Kept name")
    report = exchange.add(exchange.read(file), prompts)
    assert sorted(report.renamed) == [("Film", "Film (2)"), ("animal", "animal (2)")] and report.known == 3
    assert styles.own() == [Style("film", suffix="other"), Style("Film (2)", suffix="film grain")]
    assert wildcards.lines("animal") == [(1.0, "horse")] and wildcards.lines("animal (2)") == [(1.0, "cat"), (2.0, "dog")]
    assert Prompt("cat", "blur", "Kept name", "Animals/Cats") in prompts.saved()


def test_a_styles_csv_of_other_programs_is_imported(prompts: Prompts, tmp_path: Path) -> None:
    file = tmp_path / "styles.csv"
    file.write_text(
        '\ufeffname,prompt,negative_prompt\n"Cine","cinematic still {prompt} . harmonious","ugly"\nGrain,"film grain,\nmuted",\n--- PHOTO ---,,\n'
        "Heavy,(grain:5),\nCine,cinema,\n",
        encoding="utf-8",
    )
    bundle = exchange.read(file)
    assert bundle.styles == [
        Style("Cine", "cinematic still ", " . harmonious", "ugly"),
        Style("Grain", "", "film grain,\nmuted"),
        Style("Cine", "", "cinema"),
    ]
    assert bundle.refused == 1  # a weight that no model takes
    exchange.add(bundle, prompts)
    assert [style.name for style in styles.own()] == ["Cine", "Grain", "Cine (2)"]


def test_a_text_file_is_a_prompt_a_line(prompts: Prompts, tmp_path: Path) -> None:
    file = tmp_path / "prompts.txt"
    file.write_text("a cat\n\n  a dog  \na cat\n" + "x" * 10_001, encoding="utf-8")
    report = exchange.add(exchange.read(file), prompts)
    assert [prompt.prompt for prompt in prompts.saved()] == ["a dog", "a cat"] and report.refused == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b"{", "line 1 is not JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b"[]", "no list of prompts"),
        ("a.json", b'{"prompts": 5}', "no list of prompts"),
        ("a.json", b"{}", "has no prompts"),
        ("a.json", b'{"prompts": [5, {"prompt": 5}, {"prompt": " "}]}', "has no prompts"),
        ("a.json", b"\xff", "not UTF-8"),
        ("a.csv", b"a,b\n1,2\n", "no column called name"),
        ("a.csv", b'name,prompt\nx,"' + b"a" * 200_000 + b'"\n', "can't be imported"),
        ("a.txt", b"\xff", "not UTF-8"),
        ("a.txt", b"a\0b", "not a text file"),
        ("a.txt", b"a" * 20_000_001, "larger than 20 MB"),
    ],
)
def test_a_hostile_file_is_refused_in_one_line(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidRequest, match=message) as error:
        exchange.read(tmp_path / name)
    assert "\n" not in str(error.value)


def test_hostile_entries_are_counted_and_left_out(prompts: Prompts, file: Path) -> None:
    file.write_text(json.dumps({
        "prompts": [{"prompt": "ok", "folder": "../../x//"}, {"prompt": "a\0b"}, {"prompt": "\ud800"}],
        "styles": [{"name": "x" * 500}, {"name": "brace", "suffix": "{a"}],
        "wildcards": [{"name": "../../evil", "lines": "a"}, {"name": "/etc/evil", "lines": "a"}, {"name": "empty", "lines": "# a"}],
        "presets": [{"name": "draft"}, {"name": "Big", "width": 10**9}],
    }))  # fmt: skip
    report = exchange.add(exchange.read(file), prompts)
    assert prompts.saved() == [Prompt("ok")] and report.added == {"prompts": 1} and report.refused == 9
    assert wildcards.names() == [] and not list(paths.data().parent.rglob("evil*"))
