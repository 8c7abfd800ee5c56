"""The pages of the help: order, headings, search."""

from pathlib import Path

from t2v_desktop.planning.help_pages import CONTEXT_CHARS, anchor, page_of, plain, read_pages, search

PROMPTS = page_of("prompts", "# Prompts\n\nWhat to *write*.\n\n## Weights\n\n`(red:1.3)` gives a **word** more [weight](a.md).\n\n## Seeds\n\nA number.\n")
MODELS = page_of(
    "models", "# Models\n\nWeights are files.\n\n```sh\n# not a heading\nt2v-desktop models list\n```\n\n## Weights\n\n| a | b |\n|---|---|\n| one | two |\n"
)


def test_pages_come_in_the_order_of_the_index_and_unlinked_ones_last(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# Help\n\n[Zebra](zebra.md) [Apple](apple.md#x) [gone](gone.md)\n")
    for name in ("apple", "zebra", "more"):
        (tmp_path / f"{name}.md").write_text(f"# The {name}\n")
    assert [(page.name, page.title) for page in read_pages(tmp_path)] == [
        ("index", "Help"), ("zebra", "The zebra"), ("apple", "The apple"), ("more", "The more"),
    ]  # fmt: skip


def test_pages_that_are_missing_or_damaged_are_no_pages(tmp_path: Path) -> None:
    assert read_pages(tmp_path / "gone") == []
    (tmp_path / "index.md").write_bytes(b"\xff\xfe")
    assert read_pages(tmp_path) == []


def test_a_page_has_its_headings_and_code_has_none() -> None:
    assert [section.heading for section in PROMPTS.sections] == ["Prompts", "Weights", "Seeds"]
    assert [section.heading for section in MODELS.sections] == ["Models", "Weights"]
    assert "t2v-desktop models list" in MODELS.sections[0].lines
    assert page_of("empty", "").title == "empty"


def test_anchors_are_those_of_github() -> None:
    assert anchor("What fits which card") == "what-fits-which-card"
    assert anchor("Continue, second pass, images") == "continue-second-pass-images"
    twice = page_of("a", "# A\n\n## Same\n\n## Same\n")
    assert [section.anchor for section in twice.sections] == ["a", "same", "same-1"]


def test_markup_is_taken_out_of_what_a_search_shows() -> None:
    assert plain("- **File > Open video…** reads `a.mp4`, see [Models](models.md)") == "File > Open video… reads a.mp4, see Models"
    assert plain("| `one` | two |") == "one · two" and plain("|---|---|") == ""
    assert plain("![A picture](pictures/a.png)") == "A picture"


def test_a_title_comes_before_a_heading_before_a_phrase_before_scattered_words() -> None:
    scattered, phrase = page_of("a", "# A\n\nfull of words, and a disk\n"), page_of("b", "# B\n\nthe disk full of clips\n")
    heading, title = page_of("c", "# C\n\nx\n\n## Disk full\n\ny\n"), page_of("d", "# Disk full\n\nz\n")
    assert [hit.page.name for hit in search([scattered, phrase, heading, title], "disk full")] == ["d", "c", "b", "a"]


def test_every_typed_word_has_to_be_there_in_any_case() -> None:
    assert [(hit.page.name, hit.section.anchor) for hit in search([PROMPTS, MODELS], "WEIGHT word")] == [("prompts", "weights")]
    assert search([PROMPTS, MODELS], "weight zebra") == [] == search([PROMPTS], "   ")


def test_a_hit_shows_the_text_around_the_word() -> None:
    page = page_of("a", f"# A\n\n{'before ' * 30}needle {'after ' * 30}\n")
    (hit,) = search([page], "Needle")
    assert hit.context.startswith("…before") and "needle after" in hit.context and hit.context.endswith("…")
    assert len(hit.context) <= CONTEXT_CHARS + 2 and hit.word == "Needle"
