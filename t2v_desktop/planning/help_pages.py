"""The pages of the help: their order, their headings, and a search over all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

INDEX = "index"  # the page that links to all others, in their order
CONTEXT_CHARS = 90  # of the text around a hit
HEADING = re.compile(r"(#{1,6})\s+(.*)")
PAGE_LINK = re.compile(r"\]\(([a-z-]+)\.md[)#]")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
TITLE, SECTION_HEADING, PHRASE, TEXT = range(4)  # where a hit was found, best first


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next one. `anchor` is what links name it by, `lines` are without markup."""

    heading: str
    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page by the name of its file; `text` is its Markdown. The first section has the title."""

    name: str
    text: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].heading


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that has all words of a search. `context` is the text around the first of them, `word` is that word as it was typed."""

    page: Page
    section: Section
    context: str
    word: str


def read_pages(folder: Path) -> list[Page]:
    """The pages in the order in which the index links to them, the index first. Empty if they can't be read."""
    try:
        texts = {file.stem: file.read_text("utf-8") for file in sorted(folder.glob("*.md"))}
    except (OSError, UnicodeDecodeError):
        return []
    order = [INDEX, *PAGE_LINK.findall(texts.get(INDEX, "")), *texts]
    return [page_of(name, texts[name]) for name in dict.fromkeys(order) if name in texts]


def page_of(name: str, text: str) -> Page:
    sections: list[Section] = []
    heading, lines, is_code = name, list[str](), False

    def end_section() -> None:
        if lines or sections or heading != name:
            sections.append(Section(heading, _free_anchor(heading, sections), tuple(lines)))

    for line in text.splitlines():
        is_code ^= line.startswith("```")
        found = None if is_code else HEADING.fullmatch(line)
        if found:
            end_section()
            heading, lines = plain(found[2]), []
        elif words := plain(line):
            lines.append(words)
    end_section()
    return Page(name, text, tuple(sections or [Section(name, anchor(name), ())]))


def plain(markdown: str) -> str:
    """A line of Markdown without its markup."""
    text = LINK.sub(r"\1", markdown.strip())
    text = re.sub(r"^(#{1,6}\s+|[-*>]\s+|\d+\.\s+|```.*|\|[-|: ]+\|$)", "", text)
    text = re.sub(r"\s*\|\s*", " · ", text.strip("| ")) if markdown.lstrip().startswith("|") else text
    return text.replace("**", "").replace("`", "").strip()


def anchor(heading: str) -> str:
    """What links name a heading by, as on GitHub: lower case, hyphens for spaces, without punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def search(pages: Sequence[Page], typed: str) -> list[Hit]:
    """The sections that have all typed words: first those with them in the title, then in the heading, then as one phrase in the text."""
    words = typed.casefold().split()
    if not words:
        return []
    hits: list[tuple[int, Hit]] = []
    for page in pages:
        for at, section in enumerate(page.sections):
            heading, text = section.heading.casefold(), " ".join(section.lines).casefold()
            if not all(word in heading or word in text for word in words):
                continue
            in_heading = all(word in heading for word in words)
            rank = (TITLE if at == 0 else SECTION_HEADING) if in_heading else PHRASE if " ".join(words) in text else TEXT
            hits.append((rank, Hit(page, section, _context(section, words), typed.split()[0])))
    return [hit for _, hit in sorted(hits, key=lambda ranked: ranked[0])]


def _context(section: Section, words: Sequence[str]) -> str:
    """The text around the first of `words`, or the beginning of the section if only the heading has them."""
    line = next((line for word in words for line in section.lines if word in line.casefold()), section.lines[0] if section.lines else "")
    begin = min((at for word in words if (at := line.casefold().find(word)) >= 0), default=0)
    start = max(0, begin - CONTEXT_CHARS // 3)
    if start:
        start = line.find(" ", start, begin) + 1 or start
    shown = line[start : start + CONTEXT_CHARS]
    return f"{'…' if start else ''}{shown.strip()}{'…' if start + CONTEXT_CHARS < len(line) else ''}"


def _free_anchor(heading: str, before: Sequence[Section]) -> str:
    """The anchor of a heading; the second one of the same words gets -1, and so on."""
    made = anchor(heading)
    same = sum(anchor(section.heading) == made for section in before)
    return f"{made}-{same}" if same else made
