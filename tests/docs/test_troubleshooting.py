"""Every error message that a user can meet has an entry in the troubleshooting page, or says itself what to do."""

import re
from pathlib import Path

from tests.docs.messages import all_texts, entries, matches, raised_messages

ROOT = Path(__file__).parents[2]
PACKAGE, PAGE = ROOT / "t2v_desktop", (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
SELF_EXPLAINING = (  # a message that ends with one of these names the value or the step that helps
    r"(is|are) out of range: use .+", r"(: |, or |; )(use|choose|enter|leave out|add|set|remove) .+", r"is over the limit of …: use .+",
    r": it must end later than it starts", r": import it again",
)  # fmt: skip
INTERNAL = {"not needed by the next job", "another model is wanted"}  # never shown: the engine warms up for the next job


def test_every_message_has_an_entry_or_says_what_to_do() -> None:
    known = entries(PAGE)
    missing = {
        where: message
        for message, where in raised_messages(PACKAGE).items()
        if message not in INTERNAL
        and not any(matches(entry, message) for entry in known)
        and not any(re.search(rf"{end}$", message) for end in SELF_EXPLAINING)
    }
    assert missing == {}, "add entries to docs/troubleshooting.md"


def test_every_entry_is_about_a_message_that_exists() -> None:
    texts = all_texts(PACKAGE)
    outdated = [entry for entry in entries(PAGE) if not matches(entry, texts)]
    assert outdated == []


def test_an_entry_has_enough_words_to_be_about_something() -> None:
    assert len(entries(PAGE)) > 150
    for entry in entries(PAGE):
        assert len(re.sub(r"[^a-zA-Z]", "", entry)) >= 4, entry


def test_messages_are_found_in_every_shape(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "raise OutputError(f'{a} is full: {b:.1f}') from e\n"
        "return errors.FetchError('one' if x else 'two')\n"
        "raise NoDisplay('no' + (f' screen ({x})' if x else ' display'))\n"
        "raise InvalidRequest(str(error))\n"
        "raise ValueError('not ours')\n"
    )
    assert set(raised_messages(tmp_path)) == {"… is full: …", "one", "two", "no screen (…)", "no display"}
    assert matches("… is full", "… is full: …") and not matches("is empty", "… is full: …")
