"""Loads translations for the user's language, and English plurals for texts without one."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from t2v_desktop import paths


def translate(app: QApplication, locale: QLocale | None = None) -> None:
    """Install English, then Qt's and the application's translations for `locale` (by default the system's), which take precedence."""
    locale = locale or QLocale()
    ours = str(paths.resources() / "translations")
    qts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for wanted, name, folder in ((QLocale(QLocale.Language.English), "t2v_desktop", ours), (locale, "qtbase", qts), (locale, "t2v_desktop", ours)):
        translator = QTranslator(app)
        if translator.load(wanted, name, "_", folder):
            app.installTranslator(translator)
