"""Messages of the rooms without Qt, in the language of the window."""

from time import perf_counter

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from t2v_desktop.errors import InvalidRequest, T2VError
from t2v_desktop.gui.compose.estimate_label import Cost
from t2v_desktop.gui.compose.footer import Footer
from t2v_desktop.gui.look import phrases
from t2v_desktop.gui.look.messages import LONGEST, in_words, split_by
from t2v_desktop.gui.models.card import ModelCard
from t2v_desktop.gui.status import Status
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.models.status import ModelState, ModelStatus
from t2v_desktop.models.store import find
from tests.gui.languages import speaking


def message_of(**wrong: object) -> str:
    with pytest.raises(T2VError) as error:
        find("starter").request("a red circle", **wrong)
    return str(error.value)


def test_an_error_is_translated_with_its_values(qapp: QApplication) -> None:
    message = message_of(num_inference_steps=900)
    assert message == "steps 900 is out of range: use 1 to 200"
    with speaking(qapp, "de"):
        assert in_words(message) == "Schritte 900 liegt außerhalb des Bereichs: 1 bis 200 verwenden"
    with speaking(qapp, "zh_CN"):
        assert in_words(message) == "步数 900 超出范围：请使用 1 到 200"
    assert in_words(message) == message


def test_a_message_in_a_message_is_translated_too(qapp: QApplication) -> None:
    with speaking(qapp, "de"):
        assert in_words("/clips can't be read (Permission denied)") == "/clips kann nicht gelesen werden (Zugriff verweigert)"
        assert in_words("clip.mp4: the file is missing") == "clip.mp4: die Datei fehlt"
        assert in_words("/a/settings.json: theme is too long; hub is too long: using the default").endswith(": der Standardwert wird verwendet")


def test_decimals_are_written_as_in_the_language(qapp: QApplication) -> None:
    message = "disk full: /clips needs 12.5 GB, 3.0 GB free"
    with speaking(qapp, "de"):
        assert in_words(message) == "Datenträger voll: /clips braucht 12,5 GB, 3,0 GB sind frei"


def test_an_unknown_message_and_a_name_stay_as_they_are(qapp: QApplication) -> None:
    with speaking(qapp, "de"):
        for text in ("", "papercut", "a red circle on the sea", "Datenträger voll", "{0} {1}", "%n {"):
            assert in_words(text) == text


def test_braces_and_placeholders_in_a_name_are_harmless(qapp: QApplication) -> None:
    with speaking(qapp, "de"):
        assert in_words("the file /x/{0} {name} %n does not exist") == "die Datei /x/{0} {name} %n existiert nicht"
        assert in_words("an opening brace { is never closed: add a }, or write \\{ for a plain brace").startswith("eine öffnende Klammer { wird")


@pytest.mark.parametrize("piece", [": ", " is ", "{0}", "can't be read (", " is missing", "a"])
def test_a_long_hostile_message_takes_no_time(qapp: QApplication, piece: str) -> None:
    with speaking(qapp, "de"):
        started = perf_counter()
        in_words((piece * LONGEST)[:LONGEST])
        in_words((piece * 10 * LONGEST)[: 10 * LONGEST])
        assert perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("literals", "message", "parts"),
    [
        (("a",), "a", []),
        (("a",), "ab", None),
        (("", " is ", ""), "x is y is z", ["x", "y is z"]),
        (("from ", " to ", "!"), "from a to b!", ["a", "b"]),
        (("aa", "aa"), "aaa", None),  # the ends don't overlap
        (("a", "b", "c"), "acb", None),
    ],
)
def test_the_parts_of_a_message_are_found(literals: tuple[str, ...], message: str, parts: list[str] | None) -> None:
    assert split_by(literals, message) == parts


def test_what_is_shown_is_translated_wherever_messages_are_shown(qapp: QApplication) -> None:
    message = "the prompt is empty: describe the video"
    german = "Der Prompt ist leer: das Video beschreiben"
    with speaking(qapp, "de"):
        status, footer, cost = Status(), Footer(0), Cost()
        status.show_message(message)
        with footer.showing_errors():
            raise InvalidRequest(message)
        cost.show_unknown(message)
        assert status.message() == german == footer._message.text() == cost._line.text() == phrases.sentence(message)


def test_the_catalogue_is_translated(qapp: QApplication) -> None:
    for name, entry in CATALOG.items():
        card = ModelCard(ModelStatus(name, ModelState.NOT_INSTALLED, 0, entry))
        english = card._about.text()
        for language in ("de", "zh_CN"):
            with speaking(qapp, language):
                translated = ModelCard(ModelStatus(name, ModelState.NOT_INSTALLED, 0, entry))
            for text in (entry.summary, entry.good_at, entry.bad_at):
                assert text in english.replace(english[0], english[0].lower(), 1) or text in english
                assert text not in translated._about.text()


def test_numbers_follow_the_language_and_files_do_not(qapp: QApplication) -> None:
    request = find("starter").request("a red circle", guidance_scale=2.5)
    before = request.to_json()
    with speaking(qapp, "de"):
        assert QLocale().toString(1234.5, "f", 1) == "1.234,5"
        assert phrases.size(1_900_000_000) == "1,9 GB"
        assert request.to_json() == before
        assert type(request).from_json(before) == request
