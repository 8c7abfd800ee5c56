"""What helps against an error, as data: which buttons its notice offers."""

from enum import Enum


class Remedy(Enum):
    """In the order in which buttons are shown."""

    CHOOSE_FOLDER = "choose another folder"
    OPEN_MODELS = "open models"
    USE_SETTINGS_THAT_FIT = "use settings that fit"
    TRY_AGAIN = "try again"


REMEDIES: dict[str, tuple[Remedy, ...]] = {  # by the class of errors.py
    "OutputError": (Remedy.CHOOSE_FOLDER, Remedy.TRY_AGAIN),
    "UnknownModel": (Remedy.OPEN_MODELS, Remedy.TRY_AGAIN),
    "BrokenModel": (Remedy.OPEN_MODELS, Remedy.TRY_AGAIN),
    "ModelError": (Remedy.OPEN_MODELS, Remedy.TRY_AGAIN),
    "FetchError": (Remedy.OPEN_MODELS,),
    "OutOfMemory": (Remedy.USE_SETTINGS_THAT_FIT, Remedy.TRY_AGAIN),
    "InvalidRequest": (),  # would fail again: the message says what to change
    "NoHome": (Remedy.CHOOSE_FOLDER, Remedy.TRY_AGAIN),
    "Cancelled": (Remedy.TRY_AGAIN,),
}


def remedies_of(kind: str) -> tuple[Remedy, ...]:
    """What helps against an error whose class is named `kind`: to try again, if nothing better is known."""
    return REMEDIES.get(kind, (Remedy.TRY_AGAIN,))
