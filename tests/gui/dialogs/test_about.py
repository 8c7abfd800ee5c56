"""Tests the About dialog."""

import re

from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.dialogs.about import About
from t2v_desktop.models.catalogue import CATALOG


def test_limits_and_licences_cover_the_models_of_the_catalogue(look: QApplication, qtbot: QtBot) -> None:
    about = About()
    qtbot.addWidget(about)
    limits = "\n".join(line.text() for line in about.findChildren(QLabel))
    (licences,) = (text.toPlainText() for text in about.findChildren(QPlainTextEdit))
    assert "They only understand English, and Wan Chinese as well" in limits
    assert "The weights of text-to-video-ms-1.7b and its relatives are for non-commercial use only." in limits
    for entry in CATALOG.values():
        family = "Wan 2." if entry.hub_id.startswith("Wan-AI/") else "text-to-video-ms-1.7b" if entry.hub_id else "Starter model"
        (line,) = (line for line in licences.splitlines() if family in line)
        assert line.endswith(f": {re.split('[: ]', entry.licence)[0]}"), entry.name
