"""Everything that can go wrong, in the user's words.

T2VError
|- InvalidRequest      a value that cannot be asked for; the message says what could
|- ModelError
|  |- UnknownModel     no installed model has that name, no folder is there
|  `- BrokenModel      the folder may not or cannot be loaded
|- FetchError          a model cannot be downloaded now; what has come is kept
|- OutputError         the place or the file the clip should go to cannot take it
|- DeviceError         the device is not there, or cannot do what was asked
|  `- OutOfMemory      what did not fit, and what would
|- BlankVideo          the model gave NaN or one flat colour: never written as a video
|- EncodeError         ffmpeg is missing, failed or lost frames
|- NoHome              no folder is known to keep anything in
|- LibraryError        the library's file cannot be opened, or a newer version of the application wrote it
|- NoDisplay           there is no screen to open the window on
|- EngineStopped       the engine process ended without saying why
|- EngineNotStarted    the engine process cannot be started: no interpreter, no file handles, no memory
`- Cancelled           the user asked for it to stop
"""


class T2VError(Exception):
    """A failure whose message is one line that a user can act on, in the window as on the command line.

    `option` is how the command line does what the message advises: only that shows it.
    """

    def __init__(self, message: str = "", *, option: str = "") -> None:
        super().__init__(message)
        self.option = option


class InvalidRequest(T2VError):
    """A value that cannot be asked for; the message says what could."""


class ModelError(T2VError):
    """Something is wrong with a model."""


class UnknownModel(ModelError):
    """No installed model has that name, and no folder is there."""


class BrokenModel(ModelError):
    """The model's folder may not, or cannot, be loaded."""


class FetchError(T2VError):
    """A model cannot be downloaded now; what has come is kept."""


class OutputError(T2VError):
    """The place the clip should go to cannot take it."""


class DeviceError(T2VError):
    """The device is not there, or cannot do what was asked."""


class OutOfMemory(DeviceError):
    """Something did not fit; the message says what would."""


class BlankVideo(T2VError):
    """The model gave NaN or one flat colour."""


class EncodeError(T2VError):
    """ffmpeg is missing, failed, or lost frames."""


class NoHome(T2VError):
    """No folder is known to keep anything in."""


class LibraryError(T2VError):
    """The library's file cannot be used."""


class NoDisplay(T2VError):
    """There is no screen to open the window on. What works without one is named behind the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(f'{why}: use  t2v-desktop render "a red circle moving right" -o out.mp4')


class EngineStopped(T2VError):
    """The engine process ended without saying why."""


class EngineNotStarted(T2VError):
    """The engine process cannot be started."""


class Cancelled(T2VError):
    """The user asked for it to stop."""
