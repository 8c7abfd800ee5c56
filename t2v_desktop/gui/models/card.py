"""The card of one model in the dialog: description, state and buttons."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.compose.prompt_edit import set_text
from t2v_desktop.gui.look import phrases
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.look.messages import in_words
from t2v_desktop.models.status import ModelState, ModelStatus
from t2v_desktop.planning.model_fit import Fit

STEPS = 1000  # of the progress bar
FEW_MINUTES_S, A_DAY_S = 3_600, 86_400  # up to which a clip is said to take minutes, or hours


def _rounded(seconds: float) -> float:
    """An estimate to as many digits as it deserves: two, and whole minutes."""
    unit = 10.0 ** (max(int(math.log10(max(seconds, 1))), 1) - 1)
    rounded = round(seconds / unit) * unit
    return rounded if rounded < 60 else round(rounded / 60) * 60.0


class ModelCard(QFrame):
    """`action_requested` carries the model's name and an action: download, pause, verify, repair or remove."""

    action_requested = Signal(str, str)

    def __init__(self, model: ModelStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.setProperty("role", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(model.title)
        self._title, self._state = label("", "heading", wrap=True), label("", "muted")
        self._about, self._facts, self._licence, self._fits = (label("", "muted", wrap=True) for _ in range(4))
        self._fit: Fit | None = None
        self._message = label("", "bad", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of {0}").format(model.title))
        self._progress_text = label("", "muted")
        self._buttons = {
            action: self._button(action, text)
            for action, text in (
                ("download", self.tr("Download")), ("pause", self.tr("Pause")), ("verify", self.tr("Verify")),
                ("repair", self.tr("Repair")), ("remove", self.tr("Remove")),
            )
        }  # fmt: skip
        self._lay_out()
        self.show_model(model, "")

    def _button(self, action: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)  # so that Enter elsewhere in the dialog does not press it
        button.setAccessibleName(f"{text}: {self.model.title}")
        button.clicked.connect(lambda: self.action_requested.emit(self.model.name, action))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        column.addLayout(head)
        for part in (self._about, self._fits, self._facts, self._licence, self._message):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._progress_text)
        row.addStretch(1)
        for button in self._buttons.values():
            row.addWidget(button)
        column.addLayout(row)

    def show_model(self, model: ModelStatus, activity: str) -> None:
        """Show a model. `activity` is its running or queued task as returned by `ModelTasks.activity`."""
        self.model = model
        entry = model.entry
        self._title.setText(model.title)
        self._state.setText(self._activity_names().get(activity) or self._state_names()[model.state])
        role = {ModelState.INSTALLED: "good", ModelState.BUILT_IN: "good", ModelState.BROKEN: "bad"}.get(model.state, "muted")
        if self._state.property("role") != role:
            self._state.setProperty("role", role)
            self._state.style().polish(self._state)
        self._about.setText(
            self.tr("{0}. Best for: {1}. Limits: {2}.").format(phrases.sentence(entry.summary), in_words(entry.good_at), in_words(entry.bad_at))
            if entry
            else model.source
        )
        self._facts.setText(self._facts_of(model))
        self._licence.setText(self.tr("Licence: {0}").format(in_words(model.licence)))
        self._licence.setVisible(bool(model.licence))
        self.show_message(phrases.sentence(model.problem))
        installed = model.state in (ModelState.INSTALLED, ModelState.BROKEN)
        visible = {
            "download": not installed and model.state is not ModelState.BUILT_IN and not activity and bool(model.source),
            "pause": bool(activity) and activity != "remove",
            "verify": (installed or model.state is ModelState.BUILT_IN) and not activity,
            "repair": model.from_hub and not activity,
            "remove": (installed or model.state is ModelState.UNFINISHED) and not activity,
        }
        self._buttons["download"].setText(self._download_text(model))
        self._buttons["pause"].setText(self.tr("Pause") if activity == "download" else self.tr("Stop"))
        for action, button in self._buttons.items():
            if not visible[action] and button is self.window().focusWidget():
                self.setFocus()  # not the next button, which may be another model's Download
            button.setVisible(visible[action])
        self._bar.setVisible(bool(activity))
        self._show_progress_text("")

    def show_fit(self, fit: Fit | None) -> None:
        """Show how the model would fit this computer, nothing if that is unknown. Call `show_model` after it."""
        self._fit = fit
        set_text(self._fits, self._fit_text(fit) if fit else "", "good" if fit and fit.fits else "warn")
        self._fits.setVisible(fit is not None)

    def _fit_text(self, fit: Fit) -> str:
        gigabytes = math.ceil(fit.needs_bytes / 1e9)
        if not fit.fits:
            if fit.device_kind == "cpu":
                return self.tr("Doesn't fit: needs {0} GB of memory").format(gigabytes)
            return self.tr("Doesn't fit: needs {0} GB of GPU memory").format(gigabytes)
        if fit.seconds is None:
            return self.tr("Fits this computer")
        if fit.measured:
            return self.tr("Fits · about {0} a clip on this computer").format(phrases.rough_duration(_rounded(fit.seconds)))
        if fit.seconds < FEW_MINUTES_S:
            return self.tr("Fits · a clip takes minutes on this computer")
        if fit.seconds < A_DAY_S:
            return self.tr("Fits · a clip takes hours on this computer")
        return self.tr("Fits · a clip takes days on this computer")

    def _download_text(self, model: ModelStatus) -> str:
        if model.state is ModelState.UNFINISHED:
            return self.tr("Resume download")
        return self.tr("Download ({0})").format(phrases.size(model.size_bytes)) if model.size_bytes else self.tr("Download")

    def show_waiting(self, reason: str) -> None:
        """Show what the download is waiting for, until the next progress report."""
        self._show_progress_text(phrases.sentence(reason))

    def show_progress(self, done: int, total: int, bytes_per_s: float) -> None:
        self._bar.setValue(round(STEPS * done / total) if total else 0)
        parts = [self.tr("{0} of {1}").format(phrases.size(done), phrases.size(total))]
        if bytes_per_s:
            parts += [
                self.tr("{0}/s").format(phrases.size(round(bytes_per_s))),
                self.tr("{0} left").format(phrases.rough_duration((total - done) / bytes_per_s)),
            ]
        self._show_progress_text(" · ".join(parts))

    def _show_progress_text(self, text: str) -> None:
        self._progress_text.setText(text)
        self._progress_text.setVisible(bool(text))

    def show_message(self, text: str, role: str = "bad") -> None:
        """Show a message below the facts, or hide it if `text` is empty."""
        self._message.setText(text)
        self._message.setProperty("role", role)
        self._message.style().polish(self._message)
        self._message.setVisible(bool(text))

    def _facts_of(self, model: ModelStatus) -> str:
        entry = model.entry
        parts = []
        if entry:
            parts += [f"{entry.width} × {entry.height}", self.tr("{0} frames").format(entry.num_frames)]
            if entry.memory_bytes and self._fit is None:
                parts.append(self.tr("needs about {0} of GPU memory").format(phrases.size(entry.memory_bytes)))
        if model.state is not ModelState.NOT_INSTALLED:
            parts.append(self.tr("{0} on disk").format(phrases.size(model.size_bytes)))
            if model.shared_bytes:
                parts.append(self.tr("{0} of it shared with another folder").format(phrases.size(model.shared_bytes)))
        return " · ".join(parts)

    def _state_names(self) -> dict[ModelState, str]:
        return {
            ModelState.BUILT_IN: self.tr("Built in"), ModelState.INSTALLED: self.tr("Installed"), ModelState.BROKEN: self.tr("Damaged"),
            ModelState.UNFINISHED: self.tr("Download paused"), ModelState.NOT_INSTALLED: self.tr("Not installed"),
        }  # fmt: skip

    def _activity_names(self) -> dict[str, str]:
        return {
            "download": self.tr("Downloading"), "verify": self.tr("Verifying"), "repair": self.tr("Repairing"),
            "import": self.tr("Importing"), "remove": self.tr("Removing"),
        }  # fmt: skip
