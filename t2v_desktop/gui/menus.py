"""The menu bar, with each platform's standard places and shortcuts."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from t2v_desktop.gui.library.actions import LibraryActions
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.queue.view import QueueView


def build_menus(
    window: QMainWindow, player: Player, queue: QueueView, library: LibraryActions, commands: dict[str, Callable[[], object]]
) -> dict[str, QAction]:
    """Fill the window's menu bar. `commands` holds the window's own commands by name; their actions are returned by the same names."""
    tr, bar, made = window.tr, window.menuBar(), {}

    def add(menu: QMenu, name: str, text: str, keys: QKeySequence | QKeySequence.StandardKey | str | None = None, role: QAction.MenuRole | None = None) -> None:
        action = QAction(text, window)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if role is not None:
            action.setMenuRole(role)
        action.triggered.connect(lambda: commands[name]())
        menu.addAction(action)
        made[name] = action

    file = bar.addMenu(tr("&File"))
    add(file, "new", tr("&New prompt"), QKeySequence.StandardKey.New)
    add(file, "open", tr("&Open video…"), QKeySequence.StandardKey.Open)
    file.addAction(player.commands.save)
    file.addAction(player.commands.save_stripped)
    file.addSeparator()
    settings = file.addMenu(tr("&Settings"))
    add(settings, "export_settings", tr("&Export settings…"))
    add(settings, "import_settings", tr("&Import settings…"))
    add(file, "preferences", tr("&Preferences…"), "Ctrl+,", QAction.MenuRole.PreferencesRole)
    add(file, "quit", tr("&Quit"), QKeySequence.StandardKey.Quit, QAction.MenuRole.QuitRole)

    edit = bar.addMenu(tr("&Edit"))
    add(edit, "generate", tr("&Generate"), "Ctrl+Return")
    edit.addSeparator()
    add(edit, "saved_prompts", tr("Saved &prompts…"), "Ctrl+B")
    add(edit, "styles", tr("&Styles…"), "Ctrl+Shift+B")
    edit.addSeparator()
    add(edit, "undo_delete", tr("&Undo delete"), "Ctrl+Alt+Z")
    edit.addAction(player.commands.copy_frame)
    add(edit, "find", tr("&Find in library"), QKeySequence.StandardKey.Find)

    view = bar.addMenu(tr("&View"))
    add(view, "library", tr("Show &library or player"), "Ctrl+L")
    view.addSeparator()
    for action in player.actions_for_menu():
        if action not in (player.commands.save, player.commands.copy_frame):
            view.addAction(action)
    view.addSeparator()
    add(view, "follow", tr("Show &current clip"), "Ctrl+J")

    jobs = bar.addMenu(tr("&Queue"))
    add(jobs, "pause", tr("&Pause after this clip"), "Ctrl+P")
    made["pause"].setCheckable(True)
    add(jobs, "cancel", tr("&Cancel current clip"), "Ctrl+.")
    jobs.addSeparator()
    queue.add_commands(jobs)

    library.fill_menu(bar.addMenu(tr("&Library")))

    models = bar.addMenu(tr("&Models"))
    add(models, "models", tr("&Models…"), "Ctrl+M")
    models.addSeparator()
    add(models, "models_folder", tr("Open models &folder"))
    add(models, "refresh_models", tr("&Refresh model list"), "F5")

    help_menu = bar.addMenu(tr("&Help"))
    add(help_menu, "help", tr("&Help"), QKeySequence.StandardKey.HelpContents)
    help_menu.addSeparator()
    add(help_menu, "palette", tr("&Commands…"), "Ctrl+K")
    add(help_menu, "shortcuts", tr("&Keyboard shortcuts"), "Shift+F1")
    help_menu.addSeparator()
    add(help_menu, "tour", tr("Take the &tour"))
    add(help_menu, "log", tr("&Log…"))
    add(help_menu, "report", tr("Save &report…"))
    help_menu.addSeparator()
    add(help_menu, "about", tr("&About T2V Desktop"), None, QAction.MenuRole.AboutRole)
    return made
