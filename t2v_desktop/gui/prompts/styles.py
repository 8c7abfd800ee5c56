"""The dialog that edits styles."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.compose.prompt_edit import set_text
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.fit import fit, scrollable
from t2v_desktop.gui.look.labels import label
from t2v_desktop.library import styles
from t2v_desktop.models.words import ModelWords, Style
from t2v_desktop.prompt.styles import with_styles

SIZE, MARGIN, SAVE_MS = QSize(760, 540), 16, 400
STYLE = Qt.ItemDataRole.UserRole


class StylesDialog(QDialog):
    """The user's own styles can be changed, and are saved as they are typed; built-in ones can be copied. `changed` is emitted after each save."""

    changed = Signal()

    def __init__(self, words: ModelWords, typed: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Styles"))
        self._words, self._typed = words, " ".join(typed.split())[:200] or self.tr("a dog on a beach")
        self._filling = False
        self._own: list[Style] = []
        self._removed: list[tuple[int, Style]] = []
        self._timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._timer.timeout.connect(self.save)
        self._build()
        self._connect()
        self._reload()
        self.list.setCurrentRow(0)
        self.resize(SIZE)
        fit(self)

    def _build(self) -> None:
        self.list = QListWidget()
        self.list.setProperty("role", "entries")
        self.list.setIconSize(QSize(16, 16))
        self.list.setAccessibleName(self.tr("Styles"))
        self.name = QLineEdit()
        self.prefix, self.suffix, self.negative = QPlainTextEdit(), QPlainTextEdit(), QPlainTextEdit()
        self.prefix.setPlaceholderText(self.tr("Comes before your prompt, such as: 2D anime style."))
        self.suffix.setPlaceholderText(self.tr("Comes after your prompt, such as: film grain, muted colors"))
        self.negative.setPlaceholderText(self.tr("What to avoid, such as: text, watermark"))
        self._preview, self._message = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self.new, self.copy, self.delete = QPushButton(self.tr("New style")), QPushButton(self.tr("Copy")), QPushButton(self.tr("Delete"))
        self.up, self.down, self.undo = QPushButton(self.tr("Move up")), QPushButton(self.tr("Move down")), QPushButton(self.tr("Undo delete"))
        for button, icon, key in (
            (self.new, "edit", "Ctrl+N"), (self.copy, "copy", "Ctrl+D"), (self.delete, "trash", ""), (self.undo, "retry", "Ctrl+Alt+Z"),
            (self.up, "chevron-up", "Alt+Up"), (self.down, "chevron-down", "Alt+Down"),
        ):  # fmt: skip
            button.setIcon(theme.icon(icon))
            button.setShortcut(key)
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.SPACING)
        left.addWidget(self.list, 1)
        for pair in ((self.new, self.copy), (self.up, self.down)):
            row = QHBoxLayout()
            for button in pair:
                row.addWidget(button, 1)
            left.addLayout(row)
        left.addWidget(self.delete)
        form = QVBoxLayout()
        form.setSpacing(4)
        for text, field in (
            (self.tr("Name"), self.name), (self.tr("Prefix"), self.prefix), (self.tr("Suffix"), self.suffix), (self.tr("Negative prompt"), self.negative),
        ):  # fmt: skip
            caption = label(text, "muted")
            caption.setBuddy(field)
            field.setAccessibleName(text)
            form.addWidget(caption)
            form.addWidget(field, 0 if field is self.name else 1)
            if isinstance(field, QPlainTextEdit):
                field.setTabChangesFocus(True)
        form.addWidget(self._preview)
        form.addWidget(self._message)
        inside = QWidget()
        body = QHBoxLayout(inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(16)
        body.addLayout(left, 2)
        body.addLayout(form, 3)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.undo)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[MARGIN] * 4)
        column.addWidget(scrollable(inside, self.tr("Styles")), 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._select)
        self.name.textChanged.connect(self._edited)
        for field in (self.prefix, self.suffix, self.negative):
            field.textChanged.connect(self._edited)
        self.new.clicked.connect(lambda: self._add(Style(self._free(self.tr("New style")), suffix=self.tr("soft light"))))
        self.copy.clicked.connect(lambda: self._add(replace(self._shown(), name=self._free(self._shown().name))))
        self.delete.clicked.connect(self._delete)
        self.undo.clicked.connect(self._undo)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.close_button.clicked.connect(self.close)

    def save(self) -> bool:
        """Save what was typed. Returns False, and says why, if it's no style."""
        self._timer.stop()
        at = self.list.currentRow()
        if not 0 <= at < len(self._own) or (style := self._shown()) == self._own[at]:
            return True
        return self._keep([*self._own[:at], style, *self._own[at + 1 :]], at)

    def done(self, result: int) -> None:
        self.save()
        super().done(result)

    def _reload(self) -> None:
        try:
            self._own = styles.own()
        except T2VError as error:
            self._say(str(error), "bad")
            self.new.setEnabled(False)
        self._fill()

    def _fill(self) -> None:
        own = {style.name.casefold() for style in self._own}
        self._filling = True
        row = self.list.currentRow()
        self.list.clear()
        for style in (*self._own, *(style for style in self._words.styles if style.name.casefold() not in own)):
            item = QListWidgetItem(style.name)
            item.setData(STYLE, style)
            item.setIcon(theme.icon("brush" if style in self._own else "lock", theme.colours().muted))
            if style not in self._own:
                item.setToolTip(self.tr("Built in. Copy it to change it."))
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._filling = False
        self._show_state()

    def _select(self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        if self._filling:
            return
        if self._timer.isActive():  # what was typed for the style before
            self._timer.stop()
            before = self.list.row(_before) if _before is not None else -1
            if 0 <= before < len(self._own):
                at, style = self.list.currentRow(), self._shown()
                self._keep([*self._own[:before], style, *self._own[before + 1 :]], at)
        self._show(self.list.currentItem().data(STYLE) if self.list.currentItem() is not None else Style(""))
        self._show_state()

    def _show(self, style: Style) -> None:
        self._filling = True
        self.name.setText(style.name)
        for field, text in ((self.prefix, style.prefix), (self.suffix, style.suffix), (self.negative, style.negative_prompt)):
            field.setPlainText(text)
        self._filling = False
        self._show_preview()

    def _shown(self) -> Style:
        return Style(self.name.text().strip(), self.prefix.toPlainText(), self.suffix.toPlainText(), self.negative.toPlainText())

    def _edited(self) -> None:
        if not self._filling:
            self._show_preview()
            self._timer.start()

    def _show_preview(self) -> None:
        self._preview.setText(self.tr("Preview: {0}").format(with_styles(self._typed, [self._shown()]).text))

    def _keep(self, own: Sequence[Style], row: int) -> bool:
        try:
            styles.save(own)
        except T2VError as error:
            self._say(self.tr("Not saved: {0}").format(error), "bad")
            return False
        self._own = list(own)
        self._fill()
        self._filling = True
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._filling = False
        self._say(self.tr("Saved"), "muted")
        self._show_state()
        self.changed.emit()
        return True

    def _add(self, style: Style) -> None:
        if self.save() and self._keep([*self._own, style], len(self._own)):
            self._show(style)
            self.name.setFocus()
            self.name.selectAll()

    def _delete(self) -> None:
        at = self.list.currentRow()
        self._timer.stop()
        if 0 <= at < len(self._own):
            gone = self._own[at]
            if self._keep([*self._own[:at], *self._own[at + 1 :]], at):
                self._removed.append((at, gone))
                self._select(self.list.currentItem())
                self._say(self.tr("Deleted: {0}").format(gone.name), "muted")

    def _undo(self) -> None:
        at, style = self._removed[-1]
        if self._keep([*self._own[:at], style, *self._own[at:]], at):
            self._removed.pop()
            self._show(style)
            self._show_state()

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        to = at + by
        if self.save() and 0 <= at < len(self._own) and 0 <= to < len(self._own):
            own = list(self._own)
            own.insert(to, own.pop(at))
            self._keep(own, to)

    def _free(self, name: str) -> str:
        taken = {style.name.casefold() for style in self._own} | {style.name.casefold() for style in self._words.styles}
        number = 2
        while name.casefold() in taken:
            name = f"{name.rsplit(' (', 1)[0][:90]} ({number})"
            number += 1
        return name

    def _show_state(self) -> None:
        at = self.list.currentRow()
        mine = 0 <= at < len(self._own)
        for field in (self.name, self.prefix, self.suffix, self.negative):
            field.setReadOnly(not mine)
        self.copy.setEnabled(at >= 0)
        self.delete.setEnabled(mine)
        self.up.setEnabled(mine and at > 0)
        self.down.setEnabled(mine and at < len(self._own) - 1)
        self.undo.setVisible(bool(self._removed))
        if not self.list.count():
            self._say(self.tr("No styles yet. A style adds the same words to many prompts: press New style."), "muted")
        elif not mine:
            self._say(self.tr("Built in. Copy it to change it."), "muted")
        elif self._message.text() == self.tr("Built in. Copy it to change it."):
            self._say("", "muted")

    def _say(self, text: str, role: str) -> None:
        set_text(self._message, text, role)
