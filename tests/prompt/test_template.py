"""Wildcards, variables and random alternatives."""

import os
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.prompt import wildcards
from t2v_desktop.prompt.alternatives import Template, alternatives

Write = Callable[..., Path]


@pytest.fixture
def write() -> Write:
    """Writes a wildcard file."""

    def make(name: str, *lines: str) -> Path:
        file = wildcards.file_of(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines), encoding="utf-8")
        return file

    return make


def test_a_wildcard_is_a_line_drawn_by_the_seed(write: Write) -> None:
    write("animal", "# pets", "", "cat", "  dog ", "owl")
    template = Template("a __animal__ that runs")
    assert template.count == 1
    drawn = [template.text(0, seed) for seed in range(60)]
    assert set(drawn) == {"a cat that runs", "a dog that runs", "a owl that runs"}
    assert [Template("one __animal__").text(0, seed).split()[1] for seed in range(60)] == [text.split()[1] for text in drawn]  # words around it change nothing
    assert len({Template("__animal__ __animal__").text(0, seed) for seed in range(60)}) == 9  # each is drawn on its own


def test_braces_make_every_line_an_alternative(write: Write) -> None:
    write("animal", "cat", "dog", "owl")
    assert alternatives("{__animal__}") == ["cat", "dog", "owl"]
    assert alternatives("{red|__animal__}") == ["red", "cat", "dog", "owl"]
    assert alternatives("{2$$__animal__}") == ["cat, dog", "cat, owl", "dog, owl"]
    assert alternatives("{2-9$$ and $$__animal__}") == ["cat and dog", "cat and owl", "dog and owl", "cat and dog and owl"]  # the file has only three
    assert len(alternatives("{2$$__animal__|__animal__}")) == 9


def test_lines_have_alternatives_weights_and_wildcards_of_their_own(write: Write) -> None:
    write("season", "summer", "3::{autumn|fall}", "__cold/winter__")
    write("cold/winter", "snow", "(ice:1.2)")
    assert alternatives("{__season__}") == ["summer", "autumn", "fall", "snow", "(ice:1.2)"]
    drawn = Counter(Template("__season__").text(0, seed) for seed in range(1000))
    assert drawn.keys() == set(alternatives("{__season__}")) and 500 < drawn["autumn"] + drawn["fall"] < 700


def test_an_asterisk_stands_for_several_files(write: Write) -> None:
    write("colors/warm", "red")
    write("colors/cold", "blue")
    write("colors-odd", "pink")
    write("colors/deep/dark", "navy")
    assert alternatives("{__colors/*__}") == ["blue", "navy", "red"]
    assert alternatives("{__colors*__}") == ["pink", "blue", "navy", "red"]
    assert wildcards.names() == ["colors-odd", "colors/cold", "colors/deep/dark", "colors/warm"]


def test_a_variable_is_chosen_at_each_use_or_once(write: Write) -> None:
    write("season", "summer", "winter")
    assert alternatives("${s={a|b}}${s} ${s}") == ["a a", "a b", "b a", "b b"]
    assert alternatives("${s=!{a|b}}${s} ${s}") == ["a a", "b b"]
    for seed in range(20):
        first, second = Template("${s=!__season__}${s} ${s}").text(0, seed).split()
        assert first == second
    assert alternatives("${x:red} ball") == ["red ball"] and alternatives("${x=blue}${x:red} ball") == ["blue ball"]
    assert alternatives("${a={1|2}}${b=${a}x}${b}") == ["1x", "2x"]
    assert alternatives("$5 {cost|price} $") == ["$5 cost $", "$5 price $"]


def test_a_wildcard_takes_variables(write: Write) -> None:
    write("clothes", "in ${season:summer} I wear ${season:summer} shirts")
    assert alternatives("__clothes__") == ["in summer I wear summer shirts"]
    assert alternatives("__clothes(season=winter)__") == ["in winter I wear winter shirts"]
    assert alternatives("${season=!{spring|autumn}}__clothes__") == ["in spring I wear spring shirts", "in autumn I wear autumn shirts"]


def test_random_alternatives_follow_the_weights_and_the_seed() -> None:
    template = Template("a {3::red|blue|0::green} {2$$ and $$cat|dog|owl}")
    drawn = [template.draw(seed) for seed in range(1000)]
    assert drawn == [template.draw(seed) for seed in range(1000)]
    assert 680 < sum("red" in text for text in drawn) < 820 and not any("green" in text for text in drawn)
    assert len(set(drawn)) == 2 * 6  # any order, and no animal twice


def test_each_alternative_is_found_by_its_number_among_very_many() -> None:
    template = Template("{a|b}" * 2000)
    assert template.count == 2**2000 and template.text(template.count - 1, 0) == "b" * 2000 and len(template.draw(5)) == 2000
    pick = Template("{1-3$$-$$a|{b|c}|d|e}")
    assert len({pick.text(index, 0) for index in range(pick.count)}) == pick.count == 5 + (4 + 4 + 1 + 0) + 7


def refused(prompt: str) -> str:
    with pytest.raises(InvalidRequest) as error:
        Template(prompt)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("name", ["../../x", "../x", "/etc/passwd", "a/../../b", "C:\\x", "..\\x", ".hidden", "a/.hidden", "a//b", "~/x", "a/."])
def test_a_wildcard_never_leaves_its_folder(name: str, write: Write) -> None:
    write("x", "inside")
    (wildcards.folder().parent / "x.txt").write_text("outside")
    assert "outside the wildcards folder or not a file name" in refused(f"a __{name}__")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_out_of_the_folder_is_not_followed(write: Write, tmp_path: Path) -> None:
    write("x", "inside")
    (tmp_path / "secret.txt").write_text("outside")
    (wildcards.folder() / "y.txt").symlink_to(tmp_path / "secret.txt")
    assert "is a link out of the wildcards folder" in refused("__y__") and wildcards.names() == ["x"]


def test_what_can_not_be_read_is_said_in_one_line(write: Write) -> None:
    assert re.fullmatch(r"there is no wildcard __none__: create .*none\.txt, one alternative per line", refused("a __none__"))
    assert "matches no file" in refused("__none*__")
    write("empty", "# only a comment")
    assert "has no lines" in refused("__empty__")
    write("binary").write_bytes(b"a\0b")
    assert "is not a text file" in refused("__binary__")
    write("latin").write_bytes("é".encode("latin-1"))
    assert "is not UTF-8" in refused("__latin__")
    write("huge").write_bytes(b"a\n" * 600_000)
    assert "larger than 1 MB" in refused("__huge__")
    write("many").write_bytes(b"a\n" * 10_001)
    assert "more than 10,000 lines" in refused("__many__")
    write("wide", "a" * 2001)
    assert "more than 2,000 characters" in refused("__wide__")
    wildcards.file_of("folder").mkdir()
    assert "is not a file" in refused("__folder__")
    write("broken", "cat", "{dog")
    assert "in wildcard __broken__, line '{dog': an opening brace" in refused("__broken__")
    assert "variable ${x} is not set" in refused("${x}")
    assert "pass a variable as in __broken(color=red)__" in refused("__broken(red)__")


def test_a_wildcard_that_includes_itself_is_refused_whatever_the_seed(write: Write) -> None:
    write("a", "cat", "__b__")
    write("b", "dog", "{owl|__a__}")
    assert refused("__a__") == "wildcard __a__ includes itself: a > b > a"


def test_variables_and_wildcards_in_one_another_do_not_grow_without_end(write: Write) -> None:
    doubled = "${x0=ab}" + "".join(f"${{x{n + 1}=${{x{n}}}${{x{n}}}}}" for n in range(40)) + "${x40}"
    began = time.monotonic()
    assert "more than 100,000 parts" in refused(doubled)
    chain = "${x0=ab}" + "".join(f"${{x{n + 1}=${{x{n}}}}}" for n in range(500)) + "${x500}"
    assert "nested more than 60 deep" in refused(chain)
    write("big", *["line"] * 10_000)
    assert "picks from too many lines" in refused("{50$$__big__}")
    assert "more than 100,000 parts" in refused("{__big__}" * 11)
    assert time.monotonic() - began < 5


def test_a_changed_file_is_read_again(write: Write) -> None:
    file = write("animal", "cat")
    assert alternatives("__animal__") == ["cat"]
    file.write_text("horse")
    assert alternatives("__animal__") == ["horse"]


def test_the_longest_line_counts_for_the_tokens(write: Write) -> None:
    write("animal", "cat", "a very long-haired dog", "owl")
    (longest,) = Template("see __animal__!").longest(5)
    assert longest.text == "see a very long-haired dog!" and set(longest.positions[4:-1]) == {4} and longest.positions[-1] == 14
