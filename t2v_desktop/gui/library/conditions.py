"""The words for a filter's conditions and for the orders of the library, and the days that a filter can begin with."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from t2v_desktop.clip import Origin
from t2v_desktop.library.filters import Filter, Missing, Sort
from t2v_desktop.models.catalogue import CATALOG

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a filter in words, and the filter without it."""

    text: str
    rest: Filter


def conditions(wanted: Filter) -> list[Condition]:
    """What a filter asks for beyond its search and order."""
    found = []
    if wanted.favourite:
        found.append(Condition(translate("conditions", "Favourites"), replace(wanted, favourite=False)))
    if wanted.stars:
        found.append(Condition(stars(wanted.stars), replace(wanted, stars=0)))
    found += [
        Condition(translate("conditions", "Tag: {0}").format(tag), replace(wanted, tags=tuple(t for t in wanted.tags if t != tag))) for tag in wanted.tags
    ]
    if wanted.model:
        found.append(Condition(model(wanted.model), replace(wanted, model="")))
    if wanted.size != (0, 0):
        found.append(Condition(size(*wanted.size), replace(wanted, size=(0, 0))))
    if wanted.from_s or wanted.until_s:
        found.append(Condition(dates(wanted.from_s, wanted.until_s), replace(wanted, from_s=0.0, until_s=0.0)))
    if wanted.origin is not None:
        found.append(Condition(origin(wanted.origin), replace(wanted, origin=None)))
    if wanted.missing is Missing.ONLY:
        found.append(Condition(translate("conditions", "Missing files"), replace(wanted, missing=Missing.SHOWN)))
    return found


def stars(least: int) -> str:
    """Such as '★★★ or more'."""
    return translate("conditions", "{0} or more").format("★" * least) if least < 5 else "★" * least


def model(name: str) -> str:
    """The model's title, if it is one that we know."""
    entry = CATALOG.get(name)
    return entry.title if entry else translate("conditions", "Starter") if name == "starter" else name


def size(width: int, height: int) -> str:
    return f"{width} × {height}"


def origin(kind: Origin) -> str:
    return {
        Origin.RENDERED: translate("conditions", "Rendered from a prompt"),
        Origin.CONTINUED: translate("conditions", "Continued clips"),
        Origin.SECOND_PASS: translate("conditions", "Upscaled to HD"),
        Origin.IMPORTED: translate("conditions", "Imported"),
    }[kind]


def sort(order: Sort) -> str:
    return {
        Sort.NEWEST: translate("conditions", "Newest first"),
        Sort.OLDEST: translate("conditions", "Oldest first"),
        Sort.RATING: translate("conditions", "Best rated first"),
        Sort.PROMPT: translate("conditions", "Prompt, A–Z"),
    }[order]


def dates(from_s: float, until_s: float) -> str:
    """The days of a filter, both included."""
    first = _day(datetime.fromtimestamp(from_s).date()) if from_s else ""
    last = _day(datetime.fromtimestamp(until_s).date() - timedelta(days=1)) if until_s else ""
    if first and last:
        return first if first == last else translate("conditions", "{0} to {1}").format(first, last)
    return translate("conditions", "Since {0}").format(first) if first else translate("conditions", "Until {0}").format(last)


def start_of(day: date) -> float:
    """Midnight at the beginning of a day, in seconds since 1970."""
    return datetime.combine(day, time.min).timestamp()


def _day(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
