"""Opens the window on a screen of the given size and prints its geometry as JSON: `python first_window.py WIDTH HEIGHT [STATE [X Y WIDTH HEIGHT]]`.

STATE is the saved state of an earlier window. X to HEIGHT is where to move this window before its own state is saved.
"""

import json
import os
import sys
import tempfile

from t2v_desktop import paths
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.library.database import open_database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import find
from t2v_desktop.settings import Settings
from tests.gui.screenshots import on_screen

width, height, state, *place = sys.argv[1:]
app = on_screen(int(width), int(height), 1)
theme.apply(app, "dark")
with tempfile.TemporaryDirectory() as home:
    os.environ[paths.HOME_VARIABLE] = home
    database = open_database(paths.library_file())
    window = MainWindow(Session(database, find, Settings(window=state), [sys.executable, "-c", ""]), Prompts(database), lambda: [find("starter")])
    if place:
        window.setGeometry(*(int(n) for n in place))
    window.show()
    app.processEvents()
    generate = window.compose.generate
    seen = window.geometry().contains(generate.mapToGlobal(generate.rect().center())) and not generate.visibleRegion().isEmpty()
    print(json.dumps({"place": window.frameGeometry().getRect(), "state": window.saved_state(), "generate": seen}))
    database.close()
    os._exit(0)
