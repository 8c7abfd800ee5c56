"""The Help window: the pages of the documentation, offline, with a search over all of them."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QToolButton, QVBoxLayout, QWidget

from t2v_desktop import paths
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.dialogs.help_page import FONT_PX, HelpPage
from t2v_desktop.gui.dialogs.help_row import CONTEXT, HIT, HelpRow
from t2v_desktop.gui.look import theme, window_state
from t2v_desktop.gui.look.labels import ElidedLabel, label
from t2v_desktop.gui.look.search_field import SearchField
from t2v_desktop.planning.help_pages import INDEX, Hit, Page, read_pages, search

NAME, SIZE = "help", QSize(980, 700)
LIST_PX, LIST_SHARE = 240, 0.3  # the width of the list at most
MAX_HITS, FONT_STEP_PX = 60, 1


class HelpViewer(QDialog):
    """Not modal and without a parent, so that the main window can be used beside it and above it. `confirm` asks before a link opens in the browser."""

    KEYS = (
        ("Alt+Left", QT_TRANSLATE_NOOP("HelpViewer", "Back")),
        ("Alt+Right", QT_TRANSLATE_NOOP("HelpViewer", "Forward")),
        ("Ctrl+F", QT_TRANSLATE_NOOP("HelpViewer", "Search the help")),
        ("Ctrl+= Ctrl++", QT_TRANSLATE_NOOP("HelpViewer", "Larger text")),
        ("Ctrl+-", QT_TRANSLATE_NOOP("HelpViewer", "Smaller text")),
        ("Ctrl+0", QT_TRANSLATE_NOOP("HelpViewer", "Normal text size")),
        ("Esc", QT_TRANSLATE_NOOP("HelpViewer", "Clear the search, or close the help")),
    )

    def __init__(self, confirm: Callable[[QWidget, str, str, str], bool] = ask) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("T2V Desktop Help"))
        self.setWindowIcon(theme.app_icon())
        self._confirm, self._pages = confirm, read_pages(paths.docs())
        self._history: list[tuple[str, int]] = []  # pages and how far they were scrolled
        self._at = -1
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._lay_out()
        self._connect()
        self.resize(SIZE)
        window_state.restore(NAME, self)
        wide = min(LIST_PX, round(LIST_SHARE * self.width()))
        self._columns.setSizes([wide, self.width() - wide])
        self.show_page(INDEX)

    def _build(self) -> None:
        self.search = SearchField(self.tr("Search the help"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setProperty("role", "pane")
        self.list.setItemDelegate(HelpRow(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = label(self.tr("No matches. Try fewer or shorter words."), "muted", wrap=True)
        self.page = HelpPage(paths.docs())
        self.page.setAccessibleName(self.tr("Page"))
        self._target = ElidedLabel("muted")  # where the link under the pointer leads
        texts = {keys: QCoreApplication.translate("HelpViewer", str(text)) for keys, text in self.KEYS}
        self.back = self._action(texts["Alt+Left"], "arrow-left", "Alt+Left", lambda: self._step(-1))
        self.forward = self._action(texts["Alt+Right"], "arrow-right", "Alt+Right", lambda: self._step(1))
        self._action(texts["Ctrl+F"], "", "Ctrl+F", self._focus_search)
        self.larger = self._action(texts["Ctrl+= Ctrl++"], "text-larger", "Ctrl+= Ctrl++", lambda: self.page.set_font_px(self.page.font_px + FONT_STEP_PX))
        self.smaller = self._action(texts["Ctrl+-"], "text-smaller", "Ctrl+-", lambda: self.page.set_font_px(self.page.font_px - FONT_STEP_PX))
        self._action(texts["Ctrl+0"], "", "Ctrl+0", lambda: self.page.set_font_px(FONT_PX))

    def _action(self, text: str, icon: str, keys: str, slot: Callable[[], object]) -> QAction:
        made = QAction(text, self)
        made.setShortcuts([QKeySequence(key) for key in keys.split(" ")])
        made.setProperty("icon_name", icon)
        made.triggered.connect(lambda: slot())
        native = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{text} ({native})")
        self.addAction(made)
        return made

    def _lay_out(self) -> None:
        side, body, head = QFrame(), QFrame(), QHBoxLayout()
        for frame in (side, body):
            frame.setProperty("role", "panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(*[theme.SPACING] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        for action in (self.back, self.forward):
            head.addWidget(self._button(action))
        head.addWidget(self._target, 1)
        for action in (self.smaller, self.larger):
            head.addWidget(self._button(action))
        page = QVBoxLayout(body)
        page.setContentsMargins(*[theme.SPACING] * 4)
        page.setSpacing(4)
        page.addLayout(head)
        page.addWidget(self.page, 1)
        columns = self._columns
        columns.setHandleWidth(theme.PANEL_GAP)
        columns.setChildrenCollapsible(False)
        for panel in (side, body):
            columns.addWidget(panel)
        columns.setStretchFactor(1, 1)
        around = QHBoxLayout(self)
        around.setContentsMargins(*[theme.PANEL_GAP] * 4)
        around.addWidget(columns)
        self._update_icons()

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        return button

    def _connect(self) -> None:
        self.search.textChanged.connect(self._fill_list)
        self.search.returnPressed.connect(self._open_first)
        self.list.currentItemChanged.connect(lambda item, _before: self._open(item))
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(lambda _item: self.page.setFocus())
        self.page.page_requested.connect(self.show_page)
        self.page.address_requested.connect(self._open_address)
        self.page.highlighted.connect(lambda url: self._target.show_text(url.toString() if url.scheme() else ""))

    # pages

    def show_page(self, name: str, anchor: str = "") -> None:
        """Show a page, such as troubleshooting, from a heading on. Other files than pages are named in the bottom line instead."""
        if not self._pages:
            self.page.setPlainText(self.tr("The help pages are missing: reinstall the application."))
            return
        if not any(page.name == name for page in self._pages):
            self._target.show_text(self.tr("{0} is part of the source code.").format(name))
            return
        self._remember_scroll()
        if self._at < 0 or self._history[self._at][0] != name or anchor:
            self._history[self._at + 1 :] = [(name, 0)]
            self._at += 1
        self._render(name)
        if not anchor or not self.page.show_anchor(anchor):
            self.page.verticalScrollBar().setValue(0)

    def _render(self, name: str) -> None:
        self.page.show_page(self._named(name))
        self._target.show_text("")
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._history) - 1)
        self._select(name)

    def _step(self, by: int) -> None:
        self._remember_scroll()
        self._at = min(max(self._at + by, 0), len(self._history) - 1)
        name, scrolled = self._history[self._at]
        self._render(name)
        self.page.verticalScrollBar().setValue(scrolled)

    def _remember_scroll(self) -> None:
        if self._at >= 0:
            self._history[self._at] = (self._history[self._at][0], self.page.verticalScrollBar().value())

    def _named(self, name: str) -> Page:
        return next(page for page in self._pages if page.name == name)

    def _open_address(self, address: str) -> None:
        """Open a link in the browser, after the user has seen where it leads."""
        if self._confirm(self, self.tr("Open this link in your browser?"), address, self.tr("Open link")):
            QDesktopServices.openUrl(QUrl(address))

    # list and search

    def _fill_list(self, typed: str) -> None:
        hits = search(self._pages, typed)[:MAX_HITS]
        self.list.blockSignals(True)
        self.list.clear()
        if typed.strip():
            for hit in hits:
                where = hit.page.title if hit.section is hit.page.sections[0] else f"{hit.page.title} › {hit.section.heading}"
                self._add_item(where, hit, hit.context)
        else:
            for page in self._pages:
                self._add_item(page.title, page.name)
        self.list.blockSignals(False)
        self.list.setVisible(self.list.count() > 0)
        self._nothing.setVisible(self.list.count() == 0)
        self.list.setAccessibleName(self.tr("Matches") if typed.strip() else self.tr("Pages"))
        if not typed.strip() and self._at >= 0:
            self.page.mark_word("")
            self._select(self._history[self._at][0])

    def _add_item(self, text: str, target: Hit | str, context: str = "") -> None:
        item = QListWidgetItem(text)
        item.setData(HIT, target)
        item.setData(CONTEXT, context)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}. {context}" if context else text)
        self.list.addItem(item)

    def _select(self, name: str) -> None:
        """Mark the page in the list, unless the list shows matches."""
        if self.list.count() == 0 and not self.search.text().strip():
            self._fill_list("")
        for row in range(self.list.count()):
            if self.list.item(row).data(HIT) == name:
                self.list.blockSignals(True)
                self.list.setCurrentRow(row)
                self.list.blockSignals(False)

    def _open(self, item: QListWidgetItem | None) -> None:
        target = item.data(HIT) if item is not None else None
        if isinstance(target, Hit):
            self.show_page(target.page.name, target.section.anchor)
            self.page.mark_word(target.word)
        elif isinstance(target, str) and target != self._history[self._at][0]:
            self.show_page(target)

    def _open_first(self) -> None:
        if self.list.count() and self.search.text().strip():
            self.list.setCurrentRow(0)
            self._open(self.list.item(0))
            self.list.setFocus()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # window

    def bring_to_front(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _update_icons(self) -> None:
        for action in self.actions():
            if name := action.property("icon_name"):
                action.setIcon(theme.icon(name))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._at >= 0:  # another theme
            self._update_icons()
            scrolled = self.page.verticalScrollBar().value()
            self.page.render_again()
            self.page.verticalScrollBar().setValue(scrolled)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = event.key()
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif key == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
            self.list.setCurrentRow(max(self.list.currentRow(), 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        window_state.keep(NAME, self)
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        window_state.keep(NAME, self)
        super().closeEvent(event)
