"""The menu bar: standard places, standard shortcuts."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.queue.view import QueueView


def build_menus(window: QMainWindow, player: Player, queue: QueueView, verbs: dict[str, Callable[[], object]]) -> dict[str, QAction]:
    """Fill the window's menu bar. `verbs` holds what the window itself does, by name; the actions come back by the same names."""
    tr, bar, made = window.tr, window.menuBar(), {}

    def add(menu: QMenu, name: str, text: str, keys: QKeySequence | QKeySequence.StandardKey | str | None = None, role: QAction.MenuRole | None = None) -> None:
        action = QAction(text, window)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if role is not None:
            action.setMenuRole(role)
        action.triggered.connect(lambda: verbs[name]())
        menu.addAction(action)
        made[name] = action

    file = bar.addMenu(tr("&File"))
    add(file, "new", tr("&New prompt"), QKeySequence.StandardKey.New)
    add(file, "open", tr("&Open a video…"), QKeySequence.StandardKey.Open)
    file.addAction(player.commands.save)
    file.addSeparator()
    add(file, "preferences", tr("&Preferences…"), "Ctrl+,", QAction.MenuRole.PreferencesRole)
    add(file, "quit", tr("&Quit"), QKeySequence.StandardKey.Quit, QAction.MenuRole.QuitRole)

    edit = bar.addMenu(tr("&Edit"))
    add(edit, "generate", tr("&Generate"), "Ctrl+Return")
    edit.addSeparator()
    add(edit, "undo_delete", tr("&Undo the last deletion"), "Ctrl+Alt+Z")
    edit.addAction(player.commands.copy_frame)
    add(edit, "find", tr("&Find in the library"), QKeySequence.StandardKey.Find)

    view = bar.addMenu(tr("&View"))
    for action in player.actions_for_menu():
        if action not in (player.commands.save, player.commands.copy_frame):
            view.addAction(action)
    view.addSeparator()
    add(view, "follow", tr("Show the &running job"), "Ctrl+J")

    jobs = bar.addMenu(tr("&Queue"))
    add(jobs, "pause", tr("&Pause after this"), "Ctrl+P")
    made["pause"].setCheckable(True)
    add(jobs, "cancel", tr("&Cancel the running job"), "Ctrl+.")
    jobs.addSeparator()
    jobs.addAction(queue.clear_action)
    jobs.addMenu(queue.when_done_menu(jobs))

    models = bar.addMenu(tr("&Models"))
    add(models, "models", tr("&Models…"), "Ctrl+M")
    models.addSeparator()
    add(models, "models_folder", tr("Open the &models folder"))
    add(models, "look_for_models", tr("&Look for models again"), "F5")

    help_menu = bar.addMenu(tr("&Help"))
    add(help_menu, "shortcuts", tr("&Keyboard shortcuts"), "F1")
    add(help_menu, "about", tr("&About T2V Desktop"), None, QAction.MenuRole.AboutRole)
    return made
