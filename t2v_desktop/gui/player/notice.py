"""A message in the middle of the stage, shown instead of a picture."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from t2v_desktop.gui.examples import Examples
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.remedy_buttons import RemedyButtons
from t2v_desktop.planning.remedies import Remedy

ICON_PX, WIDEST_PX = 32, 380


class Notice(QScrollArea):
    """An icon, a title, and a detail such as the reason or what to do next; below them buttons for what helps, or prompts to try.

    `remedy_chosen` carries a Remedy, `example_chosen` a prompt.
    """

    remedy_chosen = Signal(Remedy)
    example_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._title, self._detail = QLabel(), label("", "heading", wrap=True), label("", "muted", wrap=True)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remedies, self._examples = RemedyButtons(centred=True), Examples()
        self._remedies.chosen.connect(self.remedy_chosen)
        self._examples.chosen.connect(self.example_chosen)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = inside = QWidget()
        self._layout = layout = QVBoxLayout(inside)
        layout.setSpacing(theme.SPACING)
        layout.addStretch(1)
        for child in (self._icon, self._title, self._detail):
            child.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(child)
        layout.addSpacing(4)
        layout.addWidget(self._remedies)
        layout.addWidget(self._examples)
        layout.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def show_message(self, icon: str, colour: str, title: str, detail: str) -> None:
        self._icon.setPixmap(theme.icon(icon, colour).pixmap(ICON_PX, ICON_PX))
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)

    def offer(self, remedies: Sequence[Remedy] = (), examples: Sequence[str] = ()) -> None:
        """Show buttons for what helps, or prompts to try."""
        self._remedies.offer(remedies)
        self._examples.offer(examples)
        self._keep_whole()

    def remedies(self) -> list[Remedy]:
        return self._remedies.offered()

    def examples(self) -> list[str]:
        return self._examples.offered()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        side = max(24, (self.width() - WIDEST_PX) // 2)
        self._layout.setContentsMargins(side, 24, side, 24)
        self._keep_whole()

    def _keep_whole(self) -> None:
        """Scroll rather than squeeze what wraps."""
        self._layout.activate()
        self._inside.setMinimumHeight(self._layout.totalHeightForWidth(self.viewport().width()))
