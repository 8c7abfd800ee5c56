"""The area below the player: prompt and settings of the clip, and buttons for its commands."""

from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import ElidedLabel
from t2v_desktop.gui.look.phrases import cached_layers, flow_shift, guided_steps
from t2v_desktop.gui.player.actions import PlayerActions
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.request import Request

COUNTS = (2, 4, 8)
DEFAULT_COUNT = 4


class Details(QWidget):
    """`varied` carries the number of new seeds. Buttons that do not fit move into the menu, the last ones first."""

    varied = Signal(int)

    def __init__(self, actions: PlayerActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading, self._settings = ElidedLabel("heading"), ElidedLabel("muted")
        self.save, self.reuse, self.reveal = (_push(action) for action in (actions.save, actions.reuse, actions.reveal))
        self.vary, self.vary_menu = self._make_vary()
        self.more = self._make_more(actions)
        self._row = QWidget()
        self._row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        vary = QHBoxLayout()
        vary.setSpacing(0)
        vary.addWidget(self.vary)
        vary.addWidget(self.vary_menu)
        row.addWidget(self.save)
        row.addWidget(self.reuse)
        row.addLayout(vary)
        row.addWidget(self.reveal)
        row.addStretch(1)
        row.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._heading)
        layout.addWidget(self._settings)
        layout.addSpacing(4)
        layout.addWidget(self._row)
        self.apply_theme()

    def show_text(self, heading: str, settings: str) -> None:
        self._heading.show_text(heading)
        self._settings.show_text(settings)

    def show_request(self, request: Request) -> None:
        self.show_text(request.prompt, self._describe(request))

    def show_saving(self, saving: bool) -> None:
        """Label the button Saving… while a clip is being saved."""
        self.save.setText(self.tr("Saving…") if saving else self.tr("Save as…"))

    def enable(self, *, vary: bool, more: bool) -> None:
        self.vary.setEnabled(vary)
        self.vary_menu.setEnabled(vary)
        self.more.setEnabled(more)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._hide_overflow()

    def _describe(self, request: Request) -> str:
        entry = CATALOG.get(request.model)
        second_pass = self.tr("second pass, strength {0}").format(QLocale().toString(float(request.strength), "g", 2)) if request.strength else ""
        return " · ".join(filter(None, [
            entry.title if entry else Path(request.model).name,
            second_pass,
            self.tr("{0} steps").format(request.steps_taken),
            self.tr("guidance {0}").format(QLocale().toString(float(request.guidance_scale), "g", 4)),
            self.tr("seed {0}").format(request.seed),
            f"{request.width} × {request.height}",
            self.tr("{0} fps").format(request.fps),
            guided_steps(request) if (request.guidance_start, request.guidance_end) != (0, 1) else "",
            *(f"LoRA {lora.name} {QLocale().toString(float(lora.weight), 'g', 3)}" for lora in request.loras),
            cached_layers(request) if request.cache_interval > 1 else "",
            flow_shift(request) if request.flow_shift else "",
        ]))  # fmt: skip

    def _hide_overflow(self) -> None:
        """Hide the buttons that do not fit, the last ones first. The menu offers their commands then."""
        room = self.width() - self.more.sizeHint().width() - theme.SPACING
        used = self.save.sizeHint().width() + theme.SPACING
        for buttons in ((self.reuse,), (self.vary, self.vary_menu), (self.reveal,)):
            used += sum(button.sizeHint().width() for button in buttons) + theme.SPACING
            for button in buttons:
                button.setVisible(used <= room)

    def _make_vary(self) -> tuple[QPushButton, QToolButton]:
        vary = QPushButton(self.tr("Vary ×{0}").format(DEFAULT_COUNT))
        vary.setToolTip(self.tr("The same settings with {0} new seeds").format(DEFAULT_COUNT))
        vary.clicked.connect(lambda: self.varied.emit(DEFAULT_COUNT))
        choose = QToolButton()
        choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        choose.setAccessibleName(self.tr("Number of variations"))
        choose.setToolTip(choose.accessibleName())
        choose.setMenu(QMenu(self))
        self._fill_vary(choose.menu())
        return vary, choose

    def _fill_vary(self, menu: QMenu) -> None:
        for count in COUNTS:
            menu.addAction(self.tr("Vary ×{0}").format(count)).triggered.connect(lambda _checked, count=count: self.varied.emit(count))

    def _make_more(self, actions: PlayerActions) -> QToolButton:
        more, menu = QToolButton(), QMenu(self)
        vary_menu = QMenu(self.tr("Vary"), self)
        self._fill_vary(vary_menu)

        def fill() -> None:
            menu.clear()
            if self.reuse.isHidden():
                menu.addAction(actions.reuse)
            if self.vary.isHidden():
                menu.addMenu(vary_menu).setEnabled(self.vary.isEnabled())
            if self.reveal.isHidden():
                menu.addAction(actions.reveal)
            menu.addActions([actions.go_on, actions.hd, actions.use_frame, actions.copy_frame, actions.save_frame, actions.save_stripped])
            menu.addActions([actions.compare, actions.alternatives])
            menu.addSeparator()
            menu.addAction(actions.delete)

        menu.aboutToShow.connect(fill)
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setAccessibleName(self.tr("More"))
        more.setToolTip(more.accessibleName())
        return more

    def apply_theme(self) -> None:
        """Redraw the icons in the current theme."""
        self.vary_menu.setIcon(theme.icon("chevron-down"))
        self.more.setIcon(theme.icon("more"))


def _push(action: QAction) -> QPushButton:
    button = QPushButton(action.text())
    button.setToolTip(action.toolTip())
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    return button
