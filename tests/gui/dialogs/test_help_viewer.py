"""The Help window: pages, links, search, pictures; it loads nothing else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.gui.dialogs.help_page import FONT_PX, HelpPage
from t2v_desktop.gui.dialogs.help_viewer import HelpViewer
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import find
from t2v_desktop.planning.help_pages import page_of

asked: list[str] = []


@pytest.fixture
def viewer(look: QApplication, qtbot: QtBot) -> HelpViewer:
    asked.clear()

    def confirm(_parent: QWidget, _title: str, text: str, _yes: str) -> bool:
        asked.append(text)
        return len(asked) > 1  # the second time

    viewer = HelpViewer(confirm)
    qtbot.addWidget(viewer)
    viewer.show()
    return viewer


def titles(viewer: HelpViewer) -> list[str]:
    return [viewer.list.item(row).text() for row in range(viewer.list.count())]


def first_line(viewer: HelpViewer) -> str:
    """The text at the top of the view."""
    return viewer.page.cursorForPosition(viewer.page.viewport().rect().topLeft()).block().text()


def test_it_opens_on_the_index_with_all_pages_listed(viewer: HelpViewer) -> None:
    assert titles(viewer)[:4] == ["T2V Desktop Help", "Getting started", "Prompts", "Models"]
    assert viewer.list.currentItem().text() == "T2V Desktop Help"
    assert first_line(viewer) == "T2V Desktop Help"
    assert not viewer.isModal() and viewer.parent() is None


def test_links_between_pages_work_and_back_returns_to_the_same_place(viewer: HelpViewer) -> None:
    viewer.page.anchorClicked.emit(QUrl("memory-and-speed.md#what-fits-which-card"))
    assert viewer.list.currentItem().text() == "Memory and speed" and first_line(viewer) == "What fits which card"
    scrolled = viewer.page.verticalScrollBar().value()
    viewer.page.anchorClicked.emit(QUrl("prompts.md"))
    assert first_line(viewer) == "Prompts" and not viewer.forward.isEnabled()
    viewer.back.trigger()
    assert viewer.list.currentItem().text() == "Memory and speed" and viewer.page.verticalScrollBar().value() == scrolled
    viewer.back.trigger()
    assert first_line(viewer) == "T2V Desktop Help" and not viewer.back.isEnabled()
    viewer.forward.trigger()
    viewer.forward.trigger()
    assert first_line(viewer) == "Prompts"


def test_a_heading_stays_at_the_top_when_the_window_changes_its_size(viewer: HelpViewer, qtbot: QtBot) -> None:
    viewer.show_page("troubleshooting", "disk-and-folders")
    viewer.resize(700, 600)
    qtbot.waitUntil(lambda: first_line(viewer) == "Disk and folders" and viewer.page.lineWrapColumnOrWidth() < 500)


def test_a_link_out_of_the_help_is_shown_before_it_is_opened(viewer: HelpViewer, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    for _ in range(2):
        viewer.page.anchorClicked.emit(QUrl("https://huggingface.co/x"))
    assert asked == ["https://huggingface.co/x"] * 2 and opened == ["https://huggingface.co/x"]
    for address in ("file:///etc/passwd", "../benchmarks/README.md", "javascript:alert(1)"):
        viewer.page.anchorClicked.emit(QUrl(address))
    assert len(opened) == 1 and first_line(viewer) == "T2V Desktop Help"


def test_the_search_finds_text_on_all_pages_and_marks_it(viewer: HelpViewer) -> None:
    QTest.keyClicks(viewer.search, "disk full")
    assert titles(viewer)[0] == "Troubleshooting › Disk and folders"
    QTest.keyClick(viewer.search, Qt.Key.Key_Return)
    assert first_line(viewer) == "Disk and folders"
    assert len(viewer.page.extraSelections()) > 1
    viewer.search.setText("qqq")
    assert viewer.list.isHidden() and viewer.page.extraSelections()
    QTest.keyClick(viewer.search, Qt.Key.Key_Escape)
    assert viewer.isVisible() and viewer.search.text() == ""
    assert viewer.list.currentItem().text() == "Troubleshooting" and not viewer.page.extraSelections()
    QTest.keyClick(viewer.search, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_it_can_be_used_with_the_keyboard_alone(viewer: HelpViewer) -> None:
    QTest.keyClick(viewer.search, Qt.Key.Key_Down)
    assert viewer.list.hasFocus()
    QTest.keyClick(viewer.list, Qt.Key.Key_Down)
    assert first_line(viewer) == "Getting started"
    QTest.keyClick(viewer.list, Qt.Key.Key_Return)
    assert viewer.page.hasFocus()
    QTest.keyClick(viewer.page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert first_line(viewer) == "T2V Desktop Help"
    viewer.page.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(viewer.page, Qt.Key.Key_Tab)
    QTest.keyClick(viewer.page, Qt.Key.Key_Return)
    assert first_line(viewer) == "Getting started", "Tab moves to a link, Enter follows it"
    QTest.keyClick(viewer.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert viewer.search.hasFocus()


def test_the_text_can_be_enlarged(viewer: HelpViewer) -> None:
    viewer.larger.trigger()
    viewer.larger.trigger()
    assert viewer.page.font_px == FONT_PX + 2 and viewer.page.document().defaultFont().pixelSize() == FONT_PX + 2
    for _ in range(50):
        viewer.smaller.trigger()
    assert viewer.page.font_px == 10


def test_the_page_follows_the_theme(viewer: HelpViewer, look: QApplication) -> None:
    def link_colour() -> str:
        cursor = viewer.page.document().find("Getting started")
        return cursor.charFormat().foreground().color().name().upper()

    assert link_colour() == theme.DARK.accent
    theme.apply(look, "light")
    try:
        QApplication.processEvents()
        assert link_colour() == theme.LIGHT.accent
    finally:
        theme.apply(look, "dark")


def test_its_size_is_remembered(viewer: HelpViewer, qtbot: QtBot) -> None:
    viewer.resize(700, 520)
    viewer.close()
    again = HelpViewer()
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (700, 520)


def test_a_damaged_file_of_sizes_is_ignored(look: QApplication, qtbot: QtBot) -> None:
    file = paths.settings_file().with_name("windows.json")
    file.parent.mkdir(parents=True, exist_ok=True)
    for content in ("[", '{"help": 3}', '{"help": "!!!!"}', "[" * 5_000):
        file.write_text(content, "utf-8")
        viewer = HelpViewer()
        qtbot.addWidget(viewer)
        assert viewer.width() > 500


def test_only_pictures_beside_the_pages_are_loaded(look: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    for file in (tmp_path / "pictures" / "mine.png", tmp_path / "outside.png"):
        Image.new("RGB", (900, 450), "red").save(file)
    (tmp_path / "pictures" / "text.png").write_text("<svg/>")
    page = HelpPage(tmp_path)
    qtbot.addWidget(page)
    page.resize(500, 400)
    page.show()
    names = (
        "outside.png",
        "pictures/../outside.png",
        f"{tmp_path}/outside.png",
        "https://example.org/a.png",
        "pictures/text.png",
        "pictures/gone.png",
        "/etc/passwd",
    )
    page.show_page(page_of("a", "".join(f"![x]({name})\n\n" for name in (*names, "pictures/mine.png"))))
    for name in names:
        assert page.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name)).isNull(), name  # type: ignore[attr-defined]
    assert page.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("a.html")) is None
    shown = page.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl("pictures/mine.png"))
    assert 300 < shown.width() < 500 and abs(shown.width() - 2 * shown.height()) <= 2, "as wide as the text"


def test_markdown_with_html_stays_text_without_effect(look: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    page = HelpPage(tmp_path)
    qtbot.addWidget(page)
    page.show_page(page_of("a", "# A\n\n<img src='file:///etc/passwd'> <script>x</script>\n"))
    assert page.document().blockCount() >= 1


def test_without_its_pages_it_says_what_to_do(look: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "docs", lambda: tmp_path / "gone")
    viewer = HelpViewer()
    qtbot.addWidget(viewer)
    viewer.show()
    assert "reinstall the application" in viewer.page.toPlainText()
    viewer.search.setText("x")
    viewer.search.clear()


@pytest.fixture
def window(make_session: Callable[..., Session], database: Database) -> Iterator[MainWindow]:
    window = MainWindow(make_session(), Prompts(database), lambda: [find("starter")], lambda *_: True)
    yield window
    window.close()
    shiboken6.delete(window)


def test_the_menu_opens_one_help_window_that_keeps_its_page(window: MainWindow) -> None:
    action = window.menu_actions["help"]
    assert action.shortcut().toString() == "F1"
    action.trigger()
    viewer = window.help_actions.help
    assert viewer is not None and viewer.isVisible()
    viewer.show_page("prompts")
    viewer.close()
    action.trigger()
    assert window.help_actions.help is viewer and viewer.isVisible() and first_line(viewer) == "Prompts"
    window.help_actions.show_help("troubleshooting", "downloads")
    assert first_line(viewer) == "Downloads"
