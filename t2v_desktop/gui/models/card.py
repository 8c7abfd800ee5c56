"""One model in the dialog: what it is, where it stands, what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look import words
from t2v_desktop.gui.look.labels import label
from t2v_desktop.models.status import ModelState, ModelStatus

STEPS = 1000  # of the progress bar


class ModelCard(QFrame):
    """`asked` carries the model's name and what is wanted: fetch, pause, verify, repair or remove."""

    asked = Signal(str, str)

    def __init__(self, held: ModelStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.held = held
        self.setProperty("role", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(held.title)
        self._title, self._state = label("", "heading", wrap=True), label("", "muted")
        self._about, self._facts, self._licence = (label("", "muted", wrap=True) for _ in range(3))
        self._said = label("", "bad", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of {0}").format(held.title))
        self._how_far = label("", "muted")
        self._buttons = {
            what: self._button(what, text)
            for what, text in (
                ("fetch", self.tr("Download")), ("pause", self.tr("Pause")), ("verify", self.tr("Verify")),
                ("repair", self.tr("Repair")), ("remove", self.tr("Remove")),
            )
        }  # fmt: skip
        self._lay_out()
        self.show_holding(held, "")

    def _button(self, what: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)  # Enter elsewhere in the dialog must not press the first of them
        button.setAccessibleName(f"{text}: {self.held.title}")
        button.clicked.connect(lambda: self.asked.emit(self.held.name, what))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        column.addLayout(head)
        for part in (self._about, self._facts, self._licence, self._said):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._how_far)
        row.addStretch(1)
        for button in self._buttons.values():
            row.addWidget(button)
        column.addLayout(row)

    def show_holding(self, held: ModelStatus, doing: str) -> None:
        """`doing` is what is done to the model now, as ModelChores names it, or nothing."""
        self.held = held
        entry = held.entry
        self._title.setText(held.title)
        self._state.setText(self._doings().get(doing) or self._states()[held.state])
        role = {ModelState.INSTALLED: "good", ModelState.BUILT_IN: "good", ModelState.BROKEN: "bad"}.get(held.state, "muted")
        if self._state.property("role") != role:
            self._state.setProperty("role", role)
            self._state.style().polish(self._state)
        self._about.setText(
            self.tr("{0} Good at {1}. Weak at {2}.").format(f"{words.sentence(entry.summary)}.", entry.good_at, entry.bad_at) if entry else held.source
        )
        self._facts.setText(self._facts_of(held))
        self._licence.setText(self.tr("Licence: {0}").format(held.licence))
        self._licence.setVisible(bool(held.licence))
        self.say(words.sentence(held.problem))
        here = held.state in (ModelState.INSTALLED, ModelState.BROKEN)
        shown = {
            "fetch": not here and held.state is not ModelState.BUILT_IN and not doing and bool(held.source),
            "pause": bool(doing) and doing != "remove",
            "verify": (here or held.state is ModelState.BUILT_IN) and not doing,
            "repair": held.from_hub and not doing,
            "remove": (here or held.state is ModelState.UNFINISHED) and not doing,
        }
        self._buttons["fetch"].setText(self._download(held))
        self._buttons["pause"].setText(self.tr("Pause") if doing == "fetch" else self.tr("Stop"))
        for what, button in self._buttons.items():
            if not shown[what] and button is self.window().focusWidget():
                self.setFocus()  # and not the next button, which may be another model's download
            button.setVisible(shown[what])
        self._bar.setVisible(bool(doing))
        self._tell("")

    def _download(self, held: ModelStatus) -> str:
        if held.state is ModelState.UNFINISHED:
            return self.tr("Resume download")
        return self.tr("Download ({0})").format(words.size(held.size_bytes)) if held.size_bytes else self.tr("Download")

    def show_wait(self, why: str) -> None:
        """What the download waits for, until bytes come again."""
        self._tell(words.sentence(why))

    def show_progress(self, done: int, total: int, bytes_per_s: float) -> None:
        self._bar.setValue(round(STEPS * done / total) if total else 0)
        parts = [self.tr("{0} of {1}").format(words.size(done), words.size(total))]
        if bytes_per_s:
            parts += [self.tr("{0}/s").format(words.size(round(bytes_per_s))), self.tr("{0} left").format(words.about((total - done) / bytes_per_s))]
        self._tell(" · ".join(parts))

    def _tell(self, how_far: str) -> None:
        self._how_far.setText(how_far)
        self._how_far.setVisible(bool(how_far))

    def say(self, text: str, role: str = "bad") -> None:
        """One line below the facts; nothing takes no room."""
        self._said.setText(text)
        self._said.setProperty("role", role)
        self._said.style().polish(self._said)
        self._said.setVisible(bool(text))

    def _facts_of(self, held: ModelStatus) -> str:
        entry = held.entry
        parts = []
        if entry:
            parts += [f"{entry.width} × {entry.height}", self.tr("{0} frames").format(entry.num_frames)]
            if entry.memory_bytes:
                parts.append(self.tr("needs about {0} of GPU memory").format(words.size(entry.memory_bytes)))
        if held.state is not ModelState.NOT_INSTALLED:
            parts.append(self.tr("{0} on disk").format(words.size(held.size_bytes)))
            if held.shared_bytes:
                parts.append(self.tr("{0} of it shared with another folder").format(words.size(held.shared_bytes)))
        return " · ".join(parts)

    def _states(self) -> dict[ModelState, str]:
        return {
            ModelState.BUILT_IN: self.tr("Built in"), ModelState.INSTALLED: self.tr("Installed"), ModelState.BROKEN: self.tr("Damaged"),
            ModelState.UNFINISHED: self.tr("Download paused"), ModelState.NOT_INSTALLED: self.tr("Not installed"),
        }  # fmt: skip

    def _doings(self) -> dict[str, str]:
        return {
            "fetch": self.tr("Downloading"), "verify": self.tr("Verifying"), "repair": self.tr("Repairing"),
            "import": self.tr("Importing"), "remove": self.tr("Removing"),
        }  # fmt: skip
