"""The menu bar, with each platform's standard places and shortcuts."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from t2v_desktop.gui.library.actions import LibraryActions
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.queue.view import QueueView

translate = QCoreApplication.translate


def build_menus(
    window: QMainWindow, player: Player, queue: QueueView, library: LibraryActions, commands: dict[str, Callable[[], object]]
) -> dict[str, QAction]:
    """Fill the window's menu bar. `commands` holds the window's own commands by name; their actions are returned by the same names."""
    bar, made = window.menuBar(), {}

    def add(menu: QMenu, name: str, text: str, keys: QKeySequence | QKeySequence.StandardKey | str | None = None, role: QAction.MenuRole | None = None) -> None:
        action = QAction(text, window)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if role is not None:
            action.setMenuRole(role)
        action.triggered.connect(lambda: commands[name]())
        menu.addAction(action)
        made[name] = action

    file = bar.addMenu(translate("menus", "&File"))
    add(file, "new", translate("menus", "&New prompt"), QKeySequence.StandardKey.New)
    add(file, "open", translate("menus", "&Open video…"), QKeySequence.StandardKey.Open)
    file.addAction(player.commands.save)
    file.addAction(player.commands.save_stripped)
    file.addSeparator()
    settings = file.addMenu(translate("menus", "&Settings"))
    add(settings, "export_settings", translate("menus", "&Export settings…"))
    add(settings, "import_settings", translate("menus", "&Import settings…"))
    add(file, "preferences", translate("menus", "&Preferences…"), "Ctrl+,", QAction.MenuRole.PreferencesRole)
    add(file, "quit", translate("menus", "&Quit"), QKeySequence.StandardKey.Quit, QAction.MenuRole.QuitRole)

    edit = bar.addMenu(translate("menus", "&Edit"))
    add(edit, "generate", translate("menus", "&Generate"), "Ctrl+Return")
    edit.addSeparator()
    add(edit, "saved_prompts", translate("menus", "Saved &prompts…"), "Ctrl+B")
    add(edit, "styles", translate("menus", "&Styles…"), "Ctrl+Shift+B")
    edit.addSeparator()
    add(edit, "undo_delete", translate("menus", "&Undo delete"), "Ctrl+Alt+Z")
    edit.addAction(player.commands.copy_frame)
    add(edit, "find", translate("menus", "&Find in library"), QKeySequence.StandardKey.Find)

    view = bar.addMenu(translate("menus", "&View"))
    add(view, "library", translate("menus", "Show &library or player"), "Ctrl+L")
    view.addSeparator()
    for action in player.actions_for_menu():
        if action not in (player.commands.save, player.commands.copy_frame):
            view.addAction(action)
    view.addSeparator()
    add(view, "follow", translate("menus", "Show &current clip"), "Ctrl+J")

    jobs = bar.addMenu(translate("menus", "&Queue"))
    add(jobs, "pause", translate("menus", "&Pause after this clip"), "Ctrl+P")
    made["pause"].setCheckable(True)
    add(jobs, "cancel", translate("menus", "&Cancel current clip"), "Ctrl+.")
    jobs.addSeparator()
    queue.add_commands(jobs)

    library.fill_menu(bar.addMenu(translate("menus", "&Library")))

    models = bar.addMenu(translate("menus", "&Models"))
    add(models, "models", translate("menus", "&Models…"), "Ctrl+M")
    models.addSeparator()
    add(models, "models_folder", translate("menus", "Open models &folder"))
    add(models, "refresh_models", translate("menus", "&Refresh model list"), "F5")

    help_menu = bar.addMenu(translate("menus", "&Help"))
    add(help_menu, "help", translate("menus", "&Help"), QKeySequence.StandardKey.HelpContents)
    help_menu.addSeparator()
    add(help_menu, "palette", translate("menus", "&Commands…"), "Ctrl+K")
    add(help_menu, "shortcuts", translate("menus", "&Keyboard shortcuts"), "Shift+F1")
    help_menu.addSeparator()
    add(help_menu, "tour", translate("menus", "Take the &tour"))
    add(help_menu, "log", translate("menus", "&Log…"))
    add(help_menu, "report", translate("menus", "Save &report…"))
    help_menu.addSeparator()
    add(help_menu, "about", translate("menus", "&About T2V Desktop"), None, QAction.MenuRole.AboutRole)
    return made
