"""The models dialog: shows all models and starts downloads, imports, repairs and removals."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from t2v_desktop import settings
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.dialogs.files import choose_file, choose_folder, choose_loras
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.look.messages import in_words
from t2v_desktop.gui.models.card import ModelCard
from t2v_desktop.gui.models.lora_card import LoraCard
from t2v_desktop.gui.models.tasks import ModelTasks
from t2v_desktop.models.catalogue import FP16_BYTES, Entry
from t2v_desktop.models.get.confine import kernel_sandbox_available
from t2v_desktop.models.hub_environment import snapshot_in
from t2v_desktop.models.loras import store as loras
from t2v_desktop.models.manage import folder_name
from t2v_desktop.models.status import ModelState, ModelStatus, model_status, model_statuses
from t2v_desktop.models.store import installed_names, models_folder_problem
from t2v_desktop.planning.model_fit import Fit

WIDTH, HEIGHT, SCROLL_PX = 640, 620, 10  # pixels at 100 %

NOT_HERE = (ModelState.NOT_INSTALLED, ModelState.UNFINISHED)


def _order(model: ModelStatus, fit: Fit | None) -> tuple[int, float]:
    """Where a model comes in the list: what is here first, then what fits, the fastest first."""
    if model.state not in NOT_HERE or fit is None:
        return 0 if model.state not in NOT_HERE else 1, 0.0
    return (1 if fit.fits else 2), fit.seconds or 0.0


class ModelsDialog(QDialog):
    """Shows a card for each model: the installed ones, then those that fit this computer, then the others.

    Emits `changed` when the installed models may have changed. `confirm` asks a yes-or-no question, `fit` tells how a model would fit this computer.
    """

    changed = Signal()

    def __init__(
        self, tasks: ModelTasks, parent: QWidget | None = None, confirm: Callable[[QWidget, str, str, str], bool] = ask,
        fit: Callable[[Entry], Fit | None] = lambda _: None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._fit = fit
        self.setWindowTitle(self.tr("Models"))
        self._tasks, self._confirm = tasks, confirm
        self._cards: dict[str, ModelCard] = {}
        self._loras: list[LoraCard] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACING)
        theme.set_margins(self._list, 0, 0, SCROLL_PX, 0)
        self._list.addStretch(1)
        self._status_line = label("", "muted", wrap=True)
        self._lay_out()
        tasks.progressed.connect(self._show_progress)
        tasks.waiting.connect(self._show_waiting)
        tasks.ended.connect(self._show_result)
        self.refresh()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Models"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cards take the focus and pass scroll keys on
        self._import, self._more = QPushButton(self.tr("Import")), QPushButton(self.tr("More"))
        menu = QMenu(self)
        menu.addAction(self.tr("Model folder…"), self._import_folder)
        menu.addAction(self.tr("Checkpoint of ModelScope, ZeroScope or Wan…"), self._import_checkpoint)
        menu.addAction(self.tr("LoRA…"), self._import_lora)
        self._import.setMenu(menu)
        others = QMenu(self)
        others.addAction(self.tr("Add from Hugging Face…"), self._add_from_hub)
        others.addAction(self.tr("Move all models to another folder…"), self._move)
        others.addAction(self.tr("Hugging Face token (this session)…"), self._ask_token)
        self._more.setMenu(others)
        for button in (self._import, self._more):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._close = close.button(QDialogButtonBox.StandardButton.Close)
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setDefault(True)
        close.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACING)
        row.addWidget(self._import)
        row.addWidget(self._more)
        row.addStretch(1)
        row.addWidget(close)
        theme.set_margins(row, 0, 0, 2 * SCROLL_PX, 0)
        column = QVBoxLayout(self)
        theme.set_margins(column, 20, 20, 20 - SCROLL_PX, 16)
        column.setSpacing(12)
        column.addWidget(scroll, 1)
        column.addWidget(self._status_line)
        column.addLayout(row)
        self._close.setFocus()  # so that a key pressed by mistake does not start a download
        self.resize(WIDTH, HEIGHT)
        fit(self)

    def refresh(self) -> None:
        """Update the cards and the disk usage. Existing cards keep their place."""
        found = list(model_statuses())
        fits = {model.name: self._fit(model.entry) if model.entry and model.state in NOT_HERE else None for model in found}
        models = {model.name: model for model in sorted(found, key=lambda model: _order(model, fits[model.name]))}
        for name in [name for name in self._cards if name not in models]:
            removed = self._cards.pop(name)
            focused = self.focusWidget()
            if focused is removed or (focused is not None and removed.isAncestorOf(focused)):
                self._close.setFocus()
            removed.deleteLater()
        for at, (name, model) in enumerate(models.items()):
            card = self._cards.get(name)
            if card is None:
                card = self._cards[name] = ModelCard(model)
                card.action_requested.connect(self._run_action)
                self._list.insertWidget(min(at, self._list.count() - 1), card)
            card.show_fit(fits[name])
            card.show_model(model, self._tasks.activity(name))
        self._refresh_loras()
        folder = settings.load().models
        used_bytes = sum(model.size_bytes for model in models.values() if model.state not in (ModelState.BUILT_IN, ModelState.NOT_INSTALLED))
        used_bytes += sum(card.lora.size_bytes for card in self._loras)
        self._status_line.setText(phrases.sentence(reason) if (reason := models_folder_problem()) else self._disk_usage(folder, used_bytes))

    def _refresh_loras(self) -> None:
        """Show a card for each LoRA below those of the models."""
        installed = loras.installed()
        if installed == [card.lora for card in self._loras]:
            return
        for card in self._loras:
            self._list.removeWidget(card)
            card.deleteLater()
        self._loras = [LoraCard(lora) for lora in installed]
        for card in self._loras:
            card.remove_requested.connect(self._remove_lora)
            self._list.insertWidget(self._list.count() - 1, card)

    def _disk_usage(self, folder: Path, used_bytes: int) -> str:
        for existing in (folder, *folder.parents):  # a folder that does not exist yet will be created in its parent
            with suppress(OSError):
                free = phrases.size(shutil.disk_usage(existing).free)
                return self.tr("{0} used in {1} · {2} free").format(phrases.size(used_bytes), folder, free)
        return self.tr("{0} used in {1}").format(phrases.size(used_bytes), folder)

    def card(self, name: str) -> ModelCard:
        return self._cards[name]

    # user actions

    def _run_action(self, name: str, action: str) -> None:
        model, tasks = model_status(name), self._tasks
        if action == "pause":
            tasks.cancel(name)
        elif action == "download":
            if self._confirm_download(model):
                tasks.download(name, model.source)
        elif action == "remove":
            freed = self.tr("This frees {0}.").format(phrases.size(model.reclaimable_bytes))
            if model.shared_bytes:
                kept = self.tr("{0} stay on disk: another folder, such as the Hugging Face cache, shares these files.")
                freed = f"{freed} {kept.format(phrases.size(model.shared_bytes))}"
            if self._confirm(self, self.tr("Remove {0}?").format(model.title), freed, self.tr("Remove")):
                tasks.remove(name)
        else:
            {"verify": tasks.verify, "repair": tasks.repair}[action](name)
        self._cards[name].show_model(model, tasks.activity(name))

    def _confirm_download(self, model: ModelStatus) -> bool:
        """Whether the user accepts the licence. To resume a download, it was accepted before."""
        if model.state is ModelState.UNFINISHED:
            return True
        licence = in_words(model.licence) or self.tr("see {0} on Hugging Face").format(model.source)
        return self._confirm(
            self, self.tr("Download {0}?").format(model.title),
            self.tr("Licence: {0}. {1} will be downloaded from Hugging Face. {2}").format(
                licence, phrases.size(model.size_bytes or FP16_BYTES), self._pickle_note()
            ),
            self.tr("Accept and download"),
        )  # fmt: skip

    def _pickle_note(self) -> str:
        """How pickle files are converted on this system."""
        if kernel_sandbox_available():
            return self.tr("Unsafe pickle files are converted in a sandbox first.")
        return self.tr("Pickle files are converted first, by a separate process that reads only the weights in them.")

    def _import_folder(self) -> None:
        if folder := choose_folder(self, Purpose.IMPORT_MODEL, self.tr("Model folder"), Path.home()):
            self.import_from(folder)

    def _import_checkpoint(self) -> None:
        filters = self.tr("Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors)")
        file = choose_file(self, Purpose.IMPORT_CHECKPOINT, self.tr("Checkpoint"), filters, Path.home())
        if file is None:
            return
        if not (base_models := installed_names()):
            self._status_line.setText(self.tr("This file has only the denoiser. Download or import a base model first, to take the other parts from."))
            return
        parts_from, agreed = QInputDialog.getItem(
            self, self.tr("Base model"), self.tr("This file has only the denoiser. Take the other parts from:"), base_models, 0, False
        )
        if agreed and parts_from:
            self.import_from(file, parts_from)

    def _import_lora(self) -> None:
        for file in choose_loras(self):
            self._tasks.import_lora(file)

    def _remove_lora(self, name: str) -> None:
        size = next(card.lora.size_bytes for card in self._loras if card.lora.name == name)
        freed = self.tr("This frees {0}. Clips that were made with it can't be made again.").format(phrases.size(size))
        if self._confirm(self, self.tr("Remove {0}?").format(name), freed, self.tr("Remove")):
            self._tasks.remove_lora(name)

    def import_from(self, source: Path, parts_from: str = "") -> None:
        """Import a folder or a checkpoint. Pickles are opened only if the user agrees."""
        pickled = self._is_pickled(source)
        warning = self.tr("Its weights are a pickle, which can execute code. {0} Do you trust its source?").format(self._pickle_note())
        convert = pickled and self._confirm(self, self.tr("Convert {0}?").format(source.name), warning, self.tr("Convert"))
        if not pickled or convert or source.is_dir():
            self._tasks.import_model(source, self._free_name(self._name_for(source)), convert=convert, parts_from=parts_from)

    @staticmethod
    def _is_pickled(source: Path) -> bool:
        try:
            if source.is_file():
                return source.suffix.lower() != ".safetensors"
            return any(not p.name.startswith(".") for p in snapshot_in(source).glob("*/*.bin"))
        except OSError:  # the import will report the error
            return False

    @staticmethod
    def _name_for(source: Path) -> str:
        from t2v_desktop.models.get.import_model import default_name  # loaded only when needed, because it can open connections

        return default_name(source)

    @staticmethod
    def _free_name(name: str) -> str:
        """The name itself, or with a number if it is taken. A name from the catalogue brings its settings."""
        taken = {"starter", *installed_names()}
        return next(each for each in chain([name], (f"{name}-{number}" for number in count(2))) if each not in taken)

    def _add_from_hub(self) -> None:
        hub_id, agreed = QInputDialog.getText(self, self.tr("Add from Hugging Face"), self.tr("Model ID (owner/name):"))
        hub_id = hub_id.strip()
        if agreed and "/" in hub_id and self._confirm_download(ModelStatus(folder_name(hub_id), ModelState.NOT_INSTALLED, 0, source=hub_id)):
            self._tasks.download(folder_name(hub_id), hub_id)

    def _move(self) -> None:
        if folder := choose_folder(self, Purpose.MOVE_MODELS, self.tr("Choose models folder"), settings.load().models.parent):
            self._tasks.move(folder)

    def _ask_token(self) -> None:
        token, agreed = QInputDialog.getText(self, self.tr("Hugging Face token"), self.tr("For gated models. Never saved."), QLineEdit.EchoMode.Password)
        if agreed:
            self._tasks.token = token.strip()

    # task signals

    def _show_progress(self, name: str, activity: str, done: int, total: int, bytes_per_s: float) -> None:
        if name and name not in self._cards:
            self.refresh()
        if name in self._cards:
            self._cards[name].show_progress(done, total, bytes_per_s)
        elif activity == "move":
            self._status_line.setText(self.tr("Moving: {0} of {1}").format(phrases.size(done), phrases.size(total)))

    def _show_waiting(self, name: str, reason: str) -> None:
        if name not in self._cards:
            self.refresh()
        if name in self._cards:
            self._cards[name].show_waiting(reason)

    def _show_result(self, name: str, activity: str, result: str, failed: bool) -> None:
        self.refresh()
        card = self._cards.get(name)
        problem = self.tr("Missing or changed files: {0}.").format(result)
        if name in self._cards and model_status(name).from_hub:
            problem = self.tr("{0} Click Repair to fix it.").format(problem)
        messages = {
            "verify": problem if result else self.tr("All files are intact."),
            "repair": self.tr("Repaired: {0}").format(result) if result else self.tr("All files are intact."),
            "import LoRA": self.tr("{0} is installed: choose it under LoRAs in the compose panel.").format(result),
        }
        text = phrases.sentence(result) if failed else messages.get(activity, "")
        if card is not None and text:
            card.show_message(text, "bad" if failed or (activity == "verify" and result) else "good")
        elif text:
            self._status_line.setText(text)
        if activity != "verify":
            self.changed.emit()
