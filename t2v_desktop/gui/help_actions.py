"""The commands of the Help menu."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from t2v_desktop import children
from t2v_desktop.children import NO_CONSOLE
from t2v_desktop.errors import OutputError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.dialogs.about import About
from t2v_desktop.gui.dialogs.files import choose_new_file
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.dialogs.help_viewer import HelpViewer
from t2v_desktop.gui.dialogs.keys import commands_of, keys_of
from t2v_desktop.gui.dialogs.log_viewer import LogViewer
from t2v_desktop.gui.dialogs.palette import Palette
from t2v_desktop.gui.dialogs.shortcuts import Shortcuts
from t2v_desktop.gui.status import Status
from t2v_desktop.planning.help_pages import INDEX

REPORT, REPORT_TIMEOUT_S = "t2v-desktop-report.txt", 180


class HelpActions(QObject):
    """Opens the dialogs over `window`, and reports in `status`."""

    def __init__(self, window: QMainWindow, status: Status) -> None:
        super().__init__(window)
        self._window, self._status, self._tasks = window, status, BackgroundTasks(self)
        self.help: HelpViewer | None = None  # kept once it was opened: it comes back on the same page

    def commands(self) -> dict[str, Callable[[], object]]:
        """The commands by the names they have in the menu."""
        window = self._window
        return {
            "help": self.show_help,
            "palette": lambda: Palette(commands_of(window), window).exec(),
            "shortcuts": lambda: Shortcuts(keys_of(window), window).exec(),
            "log": lambda: LogViewer(window).exec(),
            "report": self._ask_where_to_save,
            "about": lambda: About(window).exec(),
        }

    def show_help(self, page: str = "", anchor: str = "") -> None:
        """Open the help, or bring it to the front; on `page`, such as troubleshooting, or else where it was left."""
        if self.help is None:
            self.help = HelpViewer()
            self._window.destroyed.connect(self.help.deleteLater)
            page = page or INDEX
        if page:
            self.help.show_page(page, anchor)
        self.help.bring_to_front()

    def _ask_where_to_save(self) -> None:
        title, filters = self.tr("Save report"), self.tr("Text (*.txt)")
        if file := choose_new_file(self._window, Purpose.REPORT, title, filters, REPORT):
            self.save_report(file)

    def save_report(self, file: Path) -> None:
        """Run `doctor --report` in the background, because it starts the engine, and say where the report is."""
        self._status.show_message(self.tr("Checking this computer…"))
        self._tasks.run(
            lambda: _write_report(file),
            lambda _: self._status.show_message(self.tr("Saved: {0}").format(file)),
            lambda error: self._status.show_message(str(error)),
        )


def _write_report(file: Path) -> None:
    """Raise OutputError if no report is written. What `doctor` finds wrong is in the report, and no error here."""
    command = children.command_line("doctor", "--report", str(file), "--overwrite")
    try:
        done = subprocess.run(
            command, env=children.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace",
            timeout=REPORT_TIMEOUT_S, check=False, creationflags=NO_CONSOLE,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OutputError(f"the report can't be made ({error})") from error
    if "report saved" not in done.stderr:
        raise OutputError(done.stderr.strip().removeprefix("t2v-desktop: ") or "the report can't be made")
