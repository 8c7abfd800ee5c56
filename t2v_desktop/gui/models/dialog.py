"""The models: what is here, what could be, and how it gets here."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
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
from t2v_desktop.gui.dialogs import folders
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.look import theme, words
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.models.card import ModelCard
from t2v_desktop.gui.models.chores import ModelChores
from t2v_desktop.models.catalogue import FP16_BYTES
from t2v_desktop.models.get.confine import kernel_sandbox_available
from t2v_desktop.models.hub_environment import snapshot_in
from t2v_desktop.models.manage import folder_name
from t2v_desktop.models.status import ModelState, ModelStatus, model_status, model_statuses
from t2v_desktop.models.store import installed_names, models_folder_problem

WIDTH, HEIGHT, SCROLL_PX = 640, 620, 10  # pixels at 100 %


class ModelsDialog(QDialog):
    """A card for each model; `changed` when what is installed has. `confirm` asks a yes-or-no question."""

    changed = Signal()

    def __init__(self, chores: ModelChores, parent: QWidget | None = None, confirm: Callable[[QWidget, str, str, str], bool] = ask) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Models"))
        self._chores, self._confirm = chores, confirm
        self._cards: dict[str, ModelCard] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACING)
        self._list.setContentsMargins(0, 0, SCROLL_PX, 0)
        self._list.addStretch(1)
        self._room = label("", "muted", wrap=True)
        self._lay_out()
        chores.progressed.connect(self._show_progress)
        chores.waited.connect(self._show_wait)
        chores.ended.connect(self._end)
        self.refresh()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Models"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its cards have it, and pass keys that scroll on to it
        self._import, self._more = QPushButton(self.tr("Import")), QPushButton(self.tr("More"))
        menu = QMenu(self)
        menu.addAction(self.tr("Model folder…"), self._import_folder)
        menu.addAction(self.tr("A checkpoint of ModelScope or ZeroScope…"), self._import_checkpoint)
        self._import.setMenu(menu)
        others = QMenu(self)
        others.addAction(self.tr("Add from Hugging Face…"), self._fetch_other)
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
        row.setContentsMargins(0, 0, 2 * SCROLL_PX, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20 - SCROLL_PX, 16)
        column.setSpacing(12)
        column.addWidget(scroll, 1)
        column.addWidget(self._room)
        column.addLayout(row)
        self._close.setFocus()  # where a key pressed by mistake starts no download
        self.resize(WIDTH, HEIGHT)
        fit(self)

    def refresh(self) -> None:
        """Look again at what is here; cards stay where they are."""
        there = {held.name: held for held in model_statuses()}
        for name in [name for name in self._cards if name not in there]:
            gone = self._cards.pop(name)
            focused = self.focusWidget()
            if focused is gone or (focused is not None and gone.isAncestorOf(focused)):
                self._close.setFocus()
            gone.deleteLater()
        for at, (name, held) in enumerate(there.items()):
            card = self._cards.get(name)
            if card is None:
                card = self._cards[name] = ModelCard(held)
                card.asked.connect(self._do)
                self._list.insertWidget(min(at, self._list.count() - 1), card)
            card.show_holding(held, self._chores.doing(name))
        folder = settings.load().models
        taken = sum(held.size_bytes for held in there.values() if held.state not in (ModelState.BUILT_IN, ModelState.NOT_INSTALLED))
        self._room.setText(words.sentence(why) if (why := models_folder_problem()) else self._used(folder, taken))

    def _used(self, folder: Path, taken: int) -> str:
        for there in (folder, *folder.parents):  # what is not there yet will be made there
            with suppress(OSError):
                free = words.size(shutil.disk_usage(there).free)
                return self.tr("{0} used in {1} · {2} free").format(words.size(taken), folder, free)
        return self.tr("{0} used in {1}").format(words.size(taken), folder)

    def card(self, name: str) -> ModelCard:
        return self._cards[name]

    # what the user does

    def _do(self, name: str, what: str) -> None:
        held, chores = model_status(name), self._chores
        if what == "pause":
            chores.halt(name)
        elif what == "fetch":
            if self._agreed(held):
                chores.fetch(name, held.source)
        elif what == "remove":
            freed = self.tr("This frees {0}.").format(words.size(held.reclaimable_bytes))
            if held.shared_bytes:
                stays = self.tr("{0} stay on the disk: another folder, such as the Hugging Face cache, has the same files.")
                freed = f"{freed} {stays.format(words.size(held.shared_bytes))}"
            if self._confirm(self, self.tr("Remove {0}?").format(held.title), freed, self.tr("Remove")):
                chores.remove(name)
        else:
            {"verify": chores.verify, "repair": chores.repair}[what](name)
        self._cards[name].show_holding(held, chores.doing(name))

    def _agreed(self, held: ModelStatus) -> bool:
        """Whether the licence is accepted; what was begun was begun with it."""
        if held.state is ModelState.UNFINISHED:
            return True
        licence = held.licence or self.tr("as {0} says on its page").format(held.source)
        return self._confirm(
            self, self.tr("Download {0}?").format(held.title),
            self.tr("Its licence is {0}. {1} will be downloaded from Hugging Face. {2}").format(
                licence, words.size(held.size_bytes or FP16_BYTES), self._conversion()
            ),
            self.tr("Accept and download"),
        )  # fmt: skip

    def _conversion(self) -> str:
        """What happens to pickles, as far as this system goes."""
        if kernel_sandbox_available():
            return self.tr("Unsafe pickle files are converted in a sandbox first.")
        return self.tr("Pickle files are converted first, by a separate process that reads only the weights in them.")

    def _import_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("A model's folder"), folders.last(Purpose.IMPORT_MODEL, Path(QDir.homePath())))
        if folder:
            folders.keep(Purpose.IMPORT_MODEL, Path(folder).parent)
            self.take_in(Path(folder))

    def _import_checkpoint(self) -> None:
        begin = folders.last(Purpose.IMPORT_CHECKPOINT, Path(QDir.homePath()))
        name, _ = QFileDialog.getOpenFileName(self, self.tr("A checkpoint"), begin, self.tr("Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors)"))
        if not name:
            return
        folders.keep(Purpose.IMPORT_CHECKPOINT, Path(name).parent)
        if not (whole := installed_names()):
            self._room.setText(self.tr("This file has only the UNet. Download or import a whole model first, to take the other parts from."))
            return
        parts_from, agreed = QInputDialog.getItem(
            self, self.tr("Base model"), self.tr("This file has only the UNet. Take the other parts from:"), whole, 0, False
        )
        if agreed and parts_from:
            self.take_in(Path(name), parts_from)

    def take_in(self, source: Path, parts_from: str = "") -> None:
        """Import a folder or a checkpoint; pickles are opened only once the user agreed."""
        pickled = self._is_pickled(source)
        warning = self.tr("Its weights are a pickle, which can execute code. {0} Do you trust where it is from?").format(self._conversion())
        convert = pickled and self._confirm(self, self.tr("Convert {0}?").format(source.name), warning, self.tr("Convert"))
        if not pickled or convert or source.is_dir():
            self._chores.adopt(source, self._free_name(self._name_for(source)), convert=convert, parts_from=parts_from)

    @staticmethod
    def _is_pickled(source: Path) -> bool:
        try:
            if source.is_file():
                return source.suffix.lower() != ".safetensors"
            return any(not p.name.startswith(".") for p in snapshot_in(source).glob("*/*.bin"))
        except OSError:  # the import says what cannot be read
            return False

    @staticmethod
    def _name_for(source: Path) -> str:
        from t2v_desktop.models.get.import_model import default_name  # loaded once something is imported: it can open connections

        return default_name(source)

    @staticmethod
    def _free_name(name: str) -> str:
        """A name that no installed model has; one of the catalogue brings the catalogue's settings."""
        taken = {"starter", *installed_names()}
        return next(each for each in chain([name], (f"{name}-{number}" for number in count(2))) if each not in taken)

    def _fetch_other(self) -> None:
        hub_id, agreed = QInputDialog.getText(self, self.tr("Add from Hugging Face"), self.tr("Model ID (owner/name):"))
        hub_id = hub_id.strip()
        if agreed and "/" in hub_id and self._agreed(ModelStatus(folder_name(hub_id), ModelState.NOT_INSTALLED, 0, source=hub_id)):
            self._chores.fetch(folder_name(hub_id), hub_id)

    def _move(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Choose models folder"), folders.last(Purpose.MOVE_MODELS, settings.load().models.parent))
        if folder:
            folders.keep(Purpose.MOVE_MODELS, Path(folder).parent)
            self._chores.move(Path(folder))

    def _ask_token(self) -> None:
        token, agreed = QInputDialog.getText(self, self.tr("Hugging Face token"), self.tr("For gated models. Never saved."), QLineEdit.EchoMode.Password)
        if agreed:
            self._chores.token = token.strip()

    # what is heard

    def _show_progress(self, name: str, doing: str, done: int, total: int, bytes_per_s: float) -> None:
        if name and name not in self._cards:
            self.refresh()
        if name in self._cards:
            self._cards[name].show_progress(done, total, bytes_per_s)
        elif doing == "move":
            self._room.setText(self.tr("Moving: {0} of {1}").format(words.size(done), words.size(total)))

    def _show_wait(self, name: str, why: str) -> None:
        if name not in self._cards:
            self.refresh()
        if name in self._cards:
            self._cards[name].show_wait(why)

    def _end(self, name: str, doing: str, said: str, failed: bool) -> None:
        self.refresh()
        card = self._cards.get(name)
        wrong = self.tr("Missing or changed files: {0}.").format(said)
        if name in self._cards and model_status(name).from_hub:
            wrong = self.tr("{0} Click Repair to fix it.").format(wrong)
        told = {
            "verify": wrong if said else self.tr("All files are intact."),
            "repair": self.tr("Repaired: {0}").format(said) if said else self.tr("All files are intact."),
        }
        text = words.sentence(said) if failed else told.get(doing, "")
        if card is not None and text:
            card.say(text, "bad" if failed or (doing == "verify" and said) else "good")
        elif text:
            self._room.setText(text)
        if doing != "verify":
            self.changed.emit()
