"""The library panel: posters of finished clips, newest first, searchable by prompt."""

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QFont, QImageReader, QKeySequence, QPainter, QPainterPath, QPixmap, QPixmapCache, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label, plain_tooltip
from t2v_desktop.gui.look.search_field import SearchField
from t2v_desktop.gui.player.grid import MAX_TILES
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.filters import Filter

Index = QModelIndex | QPersistentModelIndex
CLIP = Qt.ItemDataRole.UserRole
PAGE, TILE, SEARCH_DELAY_MS = 60, 84, 200


class GalleryModel(QAbstractListModel):
    """The stored clips, loaded one page at a time. `failed` carries the error if a page can't be loaded."""

    failed = Signal(str)

    def __init__(self, clips: Clips, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clips, self._search = clips, ""
        self._shown: list[Clip] = []
        self._more = True

    def show(self, search: str = "") -> None:
        """Reload the newest clips whose prompt contains every word of `search`. If it raises T2VError, the rows stay as they were."""
        newest = self._clips.page(PAGE, search=search)
        self.beginResetModel()
        self._search, self._shown = search, newest
        self._more = len(self._shown) == PAGE
        self.endResetModel()

    def clip(self, index: Index) -> Clip | None:
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._shown)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:  # noqa: N802
        try:
            page = self._clips.page(PAGE, before=self._shown[-1] if self._shown else None, search=self._search)
        except T2VError as error:
            self._more = False  # until the next `show`: otherwise the view would retry at once
            self.failed.emit(str(error))
            return
        self._more = len(page) == PAGE
        if page:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(page) - 1)
            self._shown += page
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        clip = self.clip(index)
        if clip is None:
            return None
        if role == CLIP:
            return clip
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return clip.request.prompt
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(clip.request.prompt, self.tr("seed {0}").format(clip.request.seed))
        return None


class Tiles(QListView):
    """A grid with as many columns as fit, stretched to fill the width."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        # the width that QListView lays out rows in: it reserves space for the scroll bar even when there is none
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        width = self.maximumViewportSize().width() - bar - 1
        side = width // max(2, width // TILE)
        self.setGridSize(QSize(side, side))
        super().resizeEvent(event)


class Tile(QStyledItemDelegate):
    """Draws one clip's poster."""

    def __init__(self, grid: Tiles) -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return self._grid.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        clip: Clip = index.data(CLIP)
        c, area = theme.colours(), QRectF(option.rect).adjusted(4, 4, -4, -4)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(area, 8, 8)
        painter.fillPath(path, QColor(c.line))
        picture = _poster(clip)
        if not picture.isNull():
            painter.setClipPath(path)
            side = min(picture.width(), picture.height())
            middle = QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
            painter.drawPixmap(area, picture, middle)
            painter.setClipping(False)
        else:
            theme.icon("film", c.muted).paint(painter, area.adjusted(28, 28, -28, -28).toRect())
        if option.state & QStyle.StateFlag.State_Selected or option.state & QStyle.StateFlag.State_MouseOver:
            self._draw_length(painter, area, clip, QFont(option.font))
            painter.setPen(QColor(c.accent if option.state & QStyle.StateFlag.State_Selected else c.muted))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(-1.5, -1.5, 1.5, 1.5), 9, 9)
        painter.restore()

    def _draw_length(self, painter: QPainter, area: QRectF, clip: Clip, font: QFont) -> None:
        font.setPixelSize(11)
        painter.setFont(font)
        text = self.tr("{0} s").format(QLocale().toString(clip.request.duration_s, "f", 1))
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        badge = QRectF(area.right() - width - 4, area.bottom() - 20, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawRoundedRect(badge, 5, 5)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


def _poster(clip: Clip) -> QPixmap:
    key = f"poster {clip.poster}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture) or not clip.poster.is_file():
        return picture
    reader = QImageReader(str(clip.poster))
    reader.setAutoDetectImageFormat(False)
    reader.setFormat(b"png")
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(2 * TILE, 2 * TILE, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        picture = QPixmap.fromImage(reader.read())
    QPixmapCache.insert(key, picture)
    return picture


class Gallery(QFrame):
    """Emits what the user asks for. It never changes the library itself. `failed` carries the error if the library can't be read."""

    chosen = Signal(object)
    compared = Signal(list)
    alternatives_wanted = Signal(object)  # Clip
    side_by_side_wanted = Signal(list)  # Clips
    reused = Signal(object)
    revealed = Signal(object)
    deleted = Signal(list)
    failed = Signal(str)

    def __init__(self, clips: Clips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._clips = clips
        self.model = GalleryModel(clips, self)
        self.model.failed.connect(self.failed)
        self._count = label("", "muted")
        head = QHBoxLayout()
        head.setSpacing(theme.SPACING)
        head.addWidget(label(self.tr("Library"), "heading"))
        head.addWidget(self._count)
        head.addStretch(1)
        self.search = SearchField(self.tr("Search prompts"))
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._search_timer.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _: self._search_timer.start())
        self._list = self._make_list()
        self._empty = label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PANEL_MARGIN, 12, theme.PANEL_MARGIN, 10)
        column.setSpacing(theme.SPACING)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(holder, 1)
        self.refresh()

    def _make_list(self) -> QListView:
        view = Tiles()
        view.setModel(self.model)
        view.setItemDelegate(Tile(view))
        view.setAccessibleName(self.tr("Finished clips"))
        view.setProperty("role", "pane")
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setMovement(QListView.Movement.Static)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.selectionModel().currentChanged.connect(self._choose)
        view.clicked.connect(self._choose)
        delete = QAction(self.tr("Move to trash"), view)
        delete.setShortcut(QKeySequence("Del"))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(lambda: self.deleted.emit(self.selected()))
        view.addAction(delete)
        return view

    def refresh(self) -> None:
        """Reload the newest clips. If that fails, the clips shown before stay."""
        search = self.search.text().strip()
        try:
            self.model.show(search)
            count = self._clips.count(Filter(search))
        except T2VError as error:
            self.failed.emit(str(error))
            return
        self._count.setText(self.tr("%n clip(s)", "", count) if count else "")
        self._empty.setText(self.tr("No matching clips.") if search else self.tr("Finished clips appear here."))
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _choose(self, index: QModelIndex) -> None:
        if (clip := self.model.clip(index)) is not None:
            self.chosen.emit(clip)

    def select(self, clip: Clip) -> None:
        """Highlight `clip` if it is listed, without emitting `chosen`."""
        self._list.selectionModel().blockSignals(True)
        for row in range(self.model.rowCount()):
            if (index := self.model.index(row)).data(CLIP).path == clip.path:
                self._list.setCurrentIndex(index)
                break
        self._list.selectionModel().blockSignals(False)
        self._list.viewport().update()

    def selected(self) -> list[Clip]:
        return [index.data(CLIP) for index in sorted(self._list.selectedIndexes(), key=lambda i: i.row())]

    def _show_menu(self, point: QPoint) -> None:
        clips = self.selected()
        if not clips:
            return
        menu = QMenu(self)
        if len(clips) == 1:
            if not clips[0].request.strength:
                menu.addAction(theme.icon("reuse"), self.tr("Reuse settings"), lambda: self.reused.emit(clips[0]))
            menu.addAction(theme.icon("grid"), self.tr("Show alternatives side by side"), lambda: self.alternatives_wanted.emit(clips[0]))
            menu.addAction(theme.icon("folder"), self.tr("Show in folder"), lambda: self.revealed.emit(clips[0]))
        if len(clips) == 2:
            menu.addAction(theme.icon("compare"), self.tr("Compare these two"), lambda: self.compared.emit(clips))
        if 2 <= len(clips) <= MAX_TILES:
            menu.addAction(theme.icon("grid"), self.tr("Show side by side"), lambda: self.side_by_side_wanted.emit(clips))
        menu.addAction(theme.icon("trash"), self.tr("Move to trash"), lambda: self.deleted.emit(clips))
        menu.exec(self._list.viewport().mapToGlobal(point))
