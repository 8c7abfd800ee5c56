"""One page of the help, rendered from Markdown in the theme's colours. Loads nothing but the pictures beside the pages."""

from pathlib import Path, PurePosixPath

from PySide6.QtCore import QByteArray, QMimeData, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QImage,
    QImageReader,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.planning.help_pages import Page, anchor

FONT_PX, SMALLEST_PX, LARGEST_PX = 14, 10, 28
LARGEST_COLUMN_EM = 56  # longer lines are hard to read
HEADING_SCALE = {1: 1.6, 2: 1.25, 3: 1.05}
LINE_PERCENT, CODE_SCALE = 135, 0.9
MAX_PICTURE_BYTES, FIT_MS = 5_000_000, 40
PICTURES = "pictures"  # the only folder that pictures are loaded from, beside the pages
MARGIN_PX, ROUNDING_PX = 12, 2  # Qt makes tables of many columns up to 2 pixels too wide
IMAGE = QTextDocument.ResourceType.ImageResource.value
CODE, CODE_BLOCK = QTextFormat.Property.FontFixedPitch, QTextFormat.Property.BlockCodeFence


class HelpPage(QTextBrowser):
    """`page_requested` carries the name and anchor of a page whose link was clicked, `address_requested` an address outside the help."""

    page_requested = Signal(str, str)
    address_requested = Signal(str)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder, self._page, self._font_px = folder, Page("", "", ()), FONT_PX
        self._pictures: dict[str, QImage] = {}
        self._images: list[tuple[int, str]] = []  # their positions in the document and names
        self._anchor = ""  # shown at the top until the user scrolls
        self.setOpenLinks(False)
        self.setProperty("role", "pane")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setTabChangesFocus(False)  # Tab moves from link to link
        self.anchorClicked.connect(self._follow)
        self.verticalScrollBar().actionTriggered.connect(self._forget_anchor)
        self._fit_timer = QTimer(self, singleShot=True, interval=FIT_MS)
        self._fit_timer.timeout.connect(self._fit_again)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)

    # show

    def show_page(self, page: Page) -> None:
        self._page, self._anchor = page, ""
        self.render_again()

    def render_again(self) -> None:
        """Render the page in the current theme, size and font."""
        document = QTextDocument(self)  # a shown one would be laid out again after each change
        document.setDefaultFont(self._font())
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(MARGIN_PX)
        document.setMarkdown(self._page.text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML)
        self._images = []
        for block in _blocks(document):
            self._style_block(document, block)
        self._style_tables(document.rootFrame())
        self._fit(document)
        self.setDocument(document)  # deletes the one before
        document.size()  # lays all of it out, which otherwise happens later, so that any place can be scrolled to

    def show_anchor(self, wanted: str) -> bool:
        """Scroll to the heading of an anchor. Returns whether there is one."""
        seen: dict[str, int] = {}
        for block in _blocks(self.document()):
            if block.blockFormat().headingLevel():
                made = anchor(block.text())
                name = f"{made}-{seen[made]}" if made in seen else made
                seen[made] = seen.get(made, 0) + 1
                if name == wanted:
                    self._show_at_top(block)
                    self._anchor = wanted
                    return True
        return False

    def mark_word(self, word: str) -> None:
        """Mark a word wherever it is, and bring the first one after the top of the view into view."""
        colour = QColor(theme.colours().accent)
        colour.setAlpha(90)
        marks, document = [], self.document()
        found = document.find(word)
        begin = self.cursorForPosition(self.viewport().rect().topLeft()).position()
        first: QTextCursor | None = None
        while word and not found.isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = found
            mark.format.setBackground(QBrush(colour))
            marks.append(mark)
            if first is None and found.selectionStart() >= begin:
                first = found
            found = document.find(word, found)
        self.setExtraSelections(marks)
        if first is not None and self.cursorRect(first).bottom() > self.viewport().height():
            self._show_at_top(first.block())

    def set_font_px(self, pixels: int) -> None:
        """Change the size of the text, and keep the place."""
        share = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        self._font_px = min(max(pixels, SMALLEST_PX), LARGEST_PX)
        self.render_again()
        self.verticalScrollBar().setValue(round(share * self.verticalScrollBar().maximum()))

    @property
    def font_px(self) -> int:
        return self._font_px

    # pictures

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """The picture of a page. Everything else stays empty: nothing is ever fetched, and no other file is read."""
        return self._shown_picture(name.toString() if isinstance(name, QUrl) else name) if kind == IMAGE else None

    def _shown_picture(self, name: str) -> QImage:
        """A picture in the size in which it is shown; a null one if it is not one of the help's pictures."""
        source, ratio = self._picture(name), self.devicePixelRatioF()
        if source.isNull():
            return source
        shown = source.scaledToWidth(round(self._picture_width(name) * ratio), Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        return shown

    def _picture(self, name: str) -> QImage:
        """A picture as it was saved; a null one if it is not one of the help's pictures."""
        if name not in self._pictures:
            path = PurePosixPath(name)
            file = self._folder / PICTURES / path.name
            allowed = path.parent == PurePosixPath(PICTURES) and path.suffix == ".png" and file.is_file() and file.stat().st_size <= MAX_PICTURE_BYTES
            picture = QImageReader(str(file), QByteArray(b"png")).read() if allowed else QImage()
            self._pictures[name] = picture.convertToFormat(QImage.Format.Format_RGB32) if not picture.isNull() else picture
        return self._pictures[name]

    def _picture_width(self, name: str) -> int:
        return min(self._picture(name).width(), self._column_px() - 2 * MARGIN_PX)

    def _fit_again(self) -> None:
        """After the view has another size."""
        self._fit(self.document())
        if self._anchor:
            self.show_anchor(self._anchor)

    def _fit(self, document: QTextDocument) -> None:
        """Fit the column, and the pictures in it, to the width of the view."""
        if self.lineWrapColumnOrWidth() != self._column_px():
            self.setLineWrapColumnOrWidth(self._column_px())
        for at, name in self._images:
            width, source = self._picture_width(name), self._picture(name)
            cursor = QTextCursor(document)
            cursor.setPosition(at)
            cursor.setPosition(at + 1, QTextCursor.MoveMode.KeepAnchor)
            image = cursor.charFormat().toImageFormat()
            if width and round(image.width()) != width:
                document.addResource(IMAGE, QUrl(name), self._shown_picture(name))
                image.setWidth(width)
                image.setHeight(round(source.height() * width / source.width()))
                cursor.setCharFormat(image)

    def _column_px(self) -> int:
        return max(120, min(self.viewport().width() - ROUNDING_PX, LARGEST_COLUMN_EM * self._font_px))

    # style

    def _font(self) -> QFont:
        font = self.font()
        font.setPixelSize(self._font_px)
        return font

    def _style_block(self, document: QTextDocument, block: QTextBlock) -> None:
        colours, cursor, layout = theme.colours(), QTextCursor(block), QTextBlockFormat()
        is_code, level = block.blockFormat().hasProperty(CODE_BLOCK), block.blockFormat().headingLevel()
        if is_code:
            layout.setBackground(QColor(colours.raised))
            layout.setNonBreakableLines(False)
        else:
            layout.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if not is_code and not cursor.currentTable():
            layout.setTopMargin(self._font_px * (0.15 if block.textList() else 0.45))
            layout.setBottomMargin(self._font_px * (0.15 if block.textList() else 0.45))
        if level:
            layout.setTopMargin(self._font_px * (0.2 if level == 1 else 1.5 if level == 2 else 1.0))
            layout.setBottomMargin(self._font_px * 0.4)
        cursor.mergeBlockFormat(layout)
        self._style_words(document, block, HEADING_SCALE.get(level, 0.0))

    def _style_words(self, document: QTextDocument, block: QTextBlock, scale: float) -> None:
        """Colour code and links, enlarge a heading by `scale`, and remember where images are."""
        colours = theme.colours()
        runs = []
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            runs.append((fragment.position(), fragment.length(), fragment.charFormat()))
            parts += 1
        for position, length, style in runs:
            if (image := style.toImageFormat()).isValid():
                self._images.append((position, image.name()))
                continue
            is_code = style.fontFixedPitch() or style.property(CODE)
            is_bold = style.fontWeight() > QFont.Weight.Normal
            if not (is_code or is_bold or scale or style.isAnchor()):
                continue
            cursor = QTextCursor(document)
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            if is_code or scale:
                font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if is_code else self._font()
                font.setPixelSize(round(self._font_px * (scale or 1) * (CODE_SCALE if is_code else 1)))
                font.setWeight(QFont.Weight.DemiBold if scale else QFont.Weight.Normal)
                style.setFont(font)
                style.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            elif is_bold:
                style.setFontWeight(QFont.Weight.DemiBold)  # the boldest of our typeface
            if is_code:
                style.setBackground(QColor(colours.raised))
            if style.isAnchor():
                style.setForeground(QColor(colours.accent))
                style.setFontUnderline(False)
                if _is_outside(style.anchorHref()):
                    style.setToolTip(style.anchorHref())
            cursor.setCharFormat(style)

    def _style_tables(self, frame: QTextFrame) -> None:
        colours = theme.colours()
        for child in frame.childFrames():
            if isinstance(child, QTextTable):
                style = child.format()
                style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                style.setBorderCollapse(True)
                style.setBorder(1)
                style.setBorderBrush(QBrush(QColor(colours.line)))
                style.setCellPadding(round(self._font_px * 0.45))
                style.setCellSpacing(0)
                style.setTopMargin(self._font_px * 0.6)
                style.setBottomMargin(self._font_px * 0.8)
                style.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                child.setFormat(style)
                for column in range(child.columns()):
                    head = child.cellAt(0, column)
                    look = head.format()
                    look.setBackground(QColor(colours.raised))
                    head.setFormat(look)
            self._style_tables(child)

    # links

    def _follow(self, url: QUrl) -> None:
        address = url.toString()
        if _is_outside(address):
            self.address_requested.emit(address)
        elif not url.path():
            self.page_requested.emit(self._page.name, url.fragment())
        else:
            self.page_requested.emit(url.path().removesuffix(".md"), url.fragment())

    def _forget_anchor(self) -> None:
        self._anchor = ""

    def _show_at_top(self, block: QTextBlock) -> None:
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top - self._font_px / 2))
        cursor = self.textCursor()
        cursor.setPosition(block.position())
        bar = self.verticalScrollBar().value()
        self.setTextCursor(cursor)  # so that Tab goes on to the links below
        self.verticalScrollBar().setValue(bar)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Copy plain text: commands go to a terminal."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_timer.start()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, 120)


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    found, block = [], document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def _is_outside(address: str) -> bool:
    return address.startswith(("https://", "http://"))
