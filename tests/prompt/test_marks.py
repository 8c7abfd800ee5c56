import re

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.prompt.alternatives import Template, alternatives
from t2v_desktop.prompt.marks import escape, plain, weights


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a red circle", ["a red circle"]),
        ("", [""]),
        ("a {red|blue} circle", ["a red circle", "a blue circle"]),
        ("{a|b} {1|2}", ["a 1", "a 2", "b 1", "b 2"]),
        ("a {dark {red|blue}|green} sky", ["a dark red sky", "a dark blue sky", "a green sky"]),
        ("a {very |}big cat", ["a very big cat", "a big cat"]),
        ("{2$$a|b|c}", ["a, b", "a, c", "b, c"]),
        ("{1-2$$a|b}", ["a", "b", "a, b"]),
        ("{2$$ and $$a|{b|c}}", ["a and b", "a and c"]),
        ("{0$$a|b}x", ["x"]),
        ("{2-$$a|b|c}", ["a, b", "a, c", "b, c", "a, b, c"]),
        ("{-2$$a|b|c}", ["a", "b", "c", "a, b", "a, c", "b, c"]),
        ("{-$$a|b}", ["a", "b", "a, b"]),
        ("{1-2$$ and $$a|b|c}", ["a", "b", "c", "a and b", "a and c", "b and c"]),
        ("{2-$$ and $$a|b}", ["a and b"]),
        ("{ 1 - 2 $$a|b}", ["a", "b", "a, b"]),
        (r"{\$\$ 5|6 $}", ["$$ 5", "6 $"]),
        ("$$ 5", ["$$ 5"]),
        ("{0.5::red|2::blue|green}", ["red", "blue", "green"]),
        ("{one}", ["one"]),
        (r"\{red|blue\} {a\|b|c}", ["{red|blue} a|b", "{red|blue} c"]),
        (r"a | b \n \| c", [r"a | b \n \| c"]),
        ("({red|blue}:1.2) ball", ["(red:1.2) ball", "(blue:1.2) ball"]),
    ],
)
def test_alternatives_are_expanded_in_order(prompt: str, expected: list[str]) -> None:
    assert alternatives(prompt) == expected


@pytest.mark.parametrize(
    ("prompt", "message"),
    [
        ("a {red|blue", "never closed"),
        ("a red} ball", "no { before it"),
        ("{3$$a|b}", "can't pick that many of 2"),
        ("{2-1$$a|b}", "can't pick"),
        ("{3-$$a|b}", "3-$$...} can't pick"),
        ("{-3$$a|b}", "1-3$$...} can't pick"),
        ("{x$$a|b}", "invalid $$ in braces"),
        ("{100$$a|b}", "invalid $$ in braces"),
        ("{$$a|b}", "invalid $$ in braces"),
        ("{2$$|$$a|b}", "invalid $$ in braces"),
        ("{a|2$$b}", "invalid $$ in braces"),
        ("{a|b}" * 10, "the braces create 1,024 prompts; the limit is 1,000: remove some alternatives, or make random ones"),
        ("{a|b}" * 2000, "more than a million"),
        ("{" * 100 + "}" * 100, "nested"),
    ],
)
def test_invalid_braces_are_refused(prompt: str, message: str) -> None:
    with pytest.raises(InvalidRequest, match="(?s)" + re.escape(message)):
        alternatives(prompt)


def test_the_limit_of_alternatives_can_be_lowered() -> None:
    with pytest.raises(InvalidRequest, match="the limit is 3"):
        alternatives("{a|b}{a|b}", limit=3)


@pytest.mark.parametrize("text", ["a {b|c}", r"\{", r"\\{x}\|", "|", "{{2$$a|b}}", "__a__", r"\__a__", "a___b__c____", "${x} ${y=!1}"])
def test_an_escaped_text_expands_to_itself(text: str) -> None:
    assert alternatives(escape(text)) == [text]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a cat", [("a cat", 1.0)]),
        ("a (red:1.5) cat", [("a ", 1.0), ("red", 1.5), (" cat", 1.0)]),
        ("(a (b:1.5) c:0.5)", [("a ", 0.5), ("b", 0.75), (" c", 0.5)]),
        ("(red: 1.2) (blue:2)", [("red", 1.2), (" ", 1.0), ("blue", 2.0)]),
        ("(sea:.5)(sky:0)", [("sea", 0.5), ("sky", 0.0)]),
        (r"\(red:1.2\) ball", [("(red:1.2) ball", 1.0)]),
        (r"\\(red:1.2)", [("\\(red:1.2)", 1.0)]),
        ("(a \\) b:1.5)", [("a ) b", 1.5)]),
        ("a smile :( and (joy:1.5)", [("a smile :( and ", 1.0), ("joy", 1.5)]),
        ("", []),
    ],
)
def test_weights_split_a_prompt_into_pieces(prompt: str, expected: list[tuple[str, float]]) -> None:
    assert weights(prompt) == expected


@pytest.mark.parametrize("text", ["a street (at night)", "[a] [[b]]", "wide (16:9)", "(part: 2)", "at (10:30)", "):", "(a:b)", "(see: )", "\\", "a\\b"])
def test_ordinary_parentheses_are_text(text: str) -> None:
    assert weights(text) == [(text, 1.0)] and plain(text) == text


@pytest.mark.parametrize("prompt", ["(cat:2.1)", "a (cat:-1) b", "(a (b:1.9):1.9)", "(cat:50)"])
def test_a_weight_out_of_range_is_refused(prompt: str) -> None:
    with pytest.raises(InvalidRequest, match="0 to 2"):
        weights(prompt)


def test_expanded_text_maps_to_positions_in_the_prompt() -> None:
    prompt = r"a {dark|} (red:1.2) \(b\) {2$$x|y}"
    first, second = Template(prompt).longest(5)
    assert (first.text, second.text) == ("a dark red (b) x, y", "a  red (b) x, y")
    for each in (first, second):
        assert len(each.positions) == len(each.text)
        typed = "".join(prompt[position] for position in each.positions)
        assert typed.replace("{{", ", ") == each.text
    assert len(Template("{a|b|c}").longest(2)) == 2


@pytest.mark.parametrize(
    ("prompt", "blank"),
    [
        ("{a|}", True), ("a {b|}", False), ("{a|{b|}}", True), ("{0-1$$a|b}", True), ("{2$$a|}", False), ("{2$$ $$|a| }", True), ("{a|b} {c|}", False),
        ("a", False), ("{ | }", True),
    ],
)  # fmt: skip
def test_a_blank_alternative_is_found_without_expanding(prompt: str, blank: bool) -> None:
    assert Template(prompt).may_be_blank == blank == any(not text.strip() for text in alternatives(prompt))
