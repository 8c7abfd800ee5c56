"""The models: what is here, what could be, and how it gets here."""

import shutil
from collections.abc import Callable
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
from t2v_desktop.gui import folders, theme, words
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.fit import fit
from t2v_desktop.gui.folders import Purpose
from t2v_desktop.gui.labels import label
from t2v_desktop.gui.models.card import ModelCard
from t2v_desktop.gui.models.chores import ModelChores
from t2v_desktop.models.catalog import FP16_BYTES
from t2v_desktop.models.manage import folder_name, frees
from t2v_desktop.models.shelf import Holding, Place, holding, holdings
from t2v_desktop.models.store import installed_names

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
        menu.addAction(self.tr("A model's folder…"), self._import_folder)
        menu.addAction(self.tr("A checkpoint of ModelScope or ZeroScope…"), self._import_checkpoint)
        self._import.setMenu(menu)
        others = QMenu(self)
        others.addAction(self.tr("Another model of the hub…"), self._fetch_other)
        others.addAction(self.tr("Move all models to another folder…"), self._move)
        others.addAction(self.tr("Hub token, until you quit…"), self._ask_token)
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
        there = {held.name: held for held in holdings()}
        for name in [name for name in self._cards if name not in there]:
            card = self._cards.pop(name)
            focused = self.focusWidget()
            if focused is card or (focused is not None and card.isAncestorOf(focused)):
                self._close.setFocus()
            card.deleteLater()
        for at, (name, held) in enumerate(there.items()):
            card = self._cards.get(name)
            if card is None:
                card = self._cards[name] = ModelCard(held)
                card.asked.connect(self._do)
                self._list.insertWidget(min(at, self._list.count() - 1), card)
            card.show_holding(held, self._chores.doing(name))
        folder = settings.load().models
        taken = sum(held.size_bytes for held in there.values() if held.place not in (Place.BUILT_IN, Place.NOT_FETCHED))
        existing = next(p for p in (folder, *folder.parents) if p.exists())
        free = shutil.disk_usage(existing).free
        self._room.setText(self.tr("{0} in {1}; {2} of that disk are free.").format(words.size(taken), folder, words.size(free)))

    def card(self, name: str) -> ModelCard:
        return self._cards[name]

    # what the user does

    def _do(self, name: str, what: str) -> None:
        held, chores = holding(name), self._chores
        if what == "pause":
            chores.halt(name)
        elif what == "fetch":
            if self._agreed(held):
                chores.fetch(name, held.source)
        elif what == "remove":
            freed = self.tr("This frees {0}.").format(words.size(frees(held.folder) if held.folder else held.size_bytes))
            if self._confirm(self, self.tr("Remove {0}?").format(held.title), freed, self.tr("Remove")):
                chores.remove(name)
        else:
            {"verify": chores.verify, "repair": chores.repair}[what](name)
        self._cards[name].show_holding(held, chores.doing(name))

    def _agreed(self, held: Holding) -> bool:
        """Whether the licence is accepted; what was begun was begun with it."""
        if held.place is Place.UNFINISHED:
            return True
        licence = held.licence or self.tr("as {0} says on its page").format(held.source)
        return self._confirm(
            self, self.tr("Fetch {0}?").format(held.title),
            self.tr("Its licence is {0}. {1} come from the Hugging Face Hub. Weights that are pickles, which can run code, are converted by a process that "
                    "may do nothing else.").format(licence, words.size(held.size_bytes or FP16_BYTES)),
            self.tr("Accept and fetch"),
        )  # fmt: skip

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
            self._room.setText(self.tr("A checkpoint is a UNet alone: fetch or import a whole model first, whose text encoder and VAE it can use."))
            return
        parts_from, agreed = QInputDialog.getItem(
            self, self.tr("The other parts"), self.tr("A checkpoint is a UNet alone. Text encoder and VAE are taken from:"), whole, 0, False
        )
        if agreed and parts_from:
            self.take_in(Path(name), parts_from)

    def take_in(self, source: Path, parts_from: str = "") -> None:
        """Import a folder or a checkpoint; pickles are opened only once the user agreed."""
        pickled = source.suffix.lower() not in ("", ".safetensors") if source.is_file() else any(source.glob("*/*.bin"))
        warning = self.tr("Its weights are a pickle, which can run code. It is opened in a process that may do nothing else. Do you trust where it is from?")
        convert = pickled and self._confirm(self, self.tr("Convert {0}?").format(source.name), warning, self.tr("Convert"))
        if not pickled or convert or source.is_dir():
            self._chores.adopt(source, self._free_name(source.stem if source.is_file() else source.name), convert=convert, parts_from=parts_from)

    @staticmethod
    def _free_name(name: str) -> str:
        """A name that no installed model has; one of the catalogue brings the catalogue's settings."""
        taken = {"starter", *installed_names()}
        return next(each for each in chain([name], (f"{name}-{number}" for number in count(2))) if each not in taken)

    def _fetch_other(self) -> None:
        hub_id, agreed = QInputDialog.getText(self, self.tr("Another model of the hub"), self.tr("Its name there, such as owner/name:"))
        hub_id = hub_id.strip()
        if agreed and "/" in hub_id and self._agreed(Holding(folder_name(hub_id), Place.NOT_FETCHED, 0, source=hub_id)):
            self._chores.fetch(folder_name(hub_id), hub_id)

    def _move(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Where the models go"), folders.last(Purpose.MOVE_MODELS, settings.load().models.parent))
        if folder:
            folders.keep(Purpose.MOVE_MODELS, Path(folder).parent)
            self._chores.move(Path(folder))

    def _ask_token(self) -> None:
        token, agreed = QInputDialog.getText(
            self, self.tr("Hub token"), self.tr("For models that are not given to everyone. It is kept in memory only."), QLineEdit.EchoMode.Password
        )
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

    def _end(self, name: str, doing: str, said: str, failed: bool) -> None:
        self.refresh()
        card = self._cards.get(name)
        wrong = self.tr("Missing, changed or added: {0}.").format(said)
        if name in self._cards and holding(name).from_hub:
            wrong = self.tr("{0} Repair mends it.").format(wrong)
        told = {
            "verify": wrong if said else self.tr("Every file is as it was installed."),
            "repair": self.tr("Fetched again: {0}").format(said) if said else self.tr("Every file is as it was installed."),
        }
        text = words.sentence(said) if failed else told.get(doing, "")
        if card is not None and text:
            card.say(text, "bad" if failed or (doing == "verify" and said) else "good")
        elif text:
            self._room.setText(text)
        if doing != "verify":
            self.changed.emit()
