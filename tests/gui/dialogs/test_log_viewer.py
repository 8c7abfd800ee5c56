"""The log viewer, and the dialog after an uncaught exception."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.errors import OutputError
from t2v_desktop.gui.dialogs.crash import CrashDialog
from t2v_desktop.gui.dialogs.log_viewer import LogViewer
from t2v_desktop.gui.faults import Faults
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.logs import log_files


def test_each_log_is_shown_from_its_end_without_tokens(look: QApplication, qtbot: QtBot) -> None:
    files = log_files()
    files["window"].parent.mkdir(parents=True, exist_ok=True)
    files["window"].write_text("first line\nasked with hf_AbCdEf0123456789\n", "utf-8")
    viewer = LogViewer()
    qtbot.addWidget(viewer)
    assert viewer.text.toPlainText() == "first line\nasked with hf_...\n"
    viewer.which.setCurrentIndex(viewer.which.findData("engine"))
    assert viewer.text.toPlainText() == "Nothing is logged here."
    files["engine"].write_text("CUDA error", "utf-8")
    viewer.refresh()
    assert viewer.text.toPlainText() == "CUDA error"


def test_an_unexpected_error_opens_one_dialog_with_details_to_copy(window: MainWindow) -> None:
    faults = Faults()
    faults.show(ValueError("before there is a window"), "early")
    assert faults.dialog is None
    faults.watch(window)
    faults.show(ValueError("no"), "Traceback\nValueError: no")
    dialog = faults.dialog
    assert isinstance(dialog, CrashDialog) and dialog.isVisible()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "Traceback\nValueError: no"
    faults.show(ValueError("other"), "another while the first is open")
    assert faults.dialog is dialog and "occurred again" in window.status.message()
    dialog.reject()
    faults.show(ValueError("no"), "Traceback\nValueError: no")
    assert faults.dialog is None, "the same error is not shown twice"
    faults.show(OutputError("disk full: free some space"), "details")
    assert faults.dialog is None and window.status.message() == "Disk full: free some space"
