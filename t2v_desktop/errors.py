"""The exceptions of this application; each message is written for the user.

T2VError
|- InvalidRequest      a value that can't be used; the message says what can
|- ModelError
|  |- UnknownModel     no installed model has that name, and no folder has that path
|  `- BrokenModel      the model is damaged or unsafe
|- FetchError          a model can't be downloaded; downloaded data is kept
|- OutputError         a file or folder can't be read or written
|- DeviceError         the device is missing, or doesn't support the request
|  `- OutOfMemory      the request doesn't fit in memory; the message says what would
|- BlankVideo          the model returned NaN or a single colour; no video is written
|- EncodeError         ffmpeg is missing, failed or lost frames
|- NoHome              the home folder is unknown
|- LibraryError        the library can't be opened, or a newer version wrote it
|- NoDisplay           there is no display for the window
|- EngineStopped       the engine process crashed
|- EngineNotStarted    the engine process can't be started: no interpreter, file handles or memory
`- Cancelled           the user cancelled
"""


class T2VError(Exception):
    """An error whose one-line message tells the user what to do, in the window and on the command line.

    `option` is the command-line option for what the message advises; only the command line shows it.
    """

    def __init__(self, message: str = "", *, option: str = "") -> None:
        super().__init__(message)
        self.option = option


class InvalidRequest(T2VError):
    """A value that can't be used; the message says what can."""


class ModelError(T2VError):
    """Something is wrong with a model."""


class UnknownModel(ModelError):
    """No installed model has that name, and no folder has that path."""


class BrokenModel(ModelError):
    """The model is damaged or unsafe."""


class FetchError(T2VError):
    """A model can't be downloaded; downloaded data is kept."""


class OutputError(T2VError):
    """A file or folder can't be read or written."""


class DeviceError(T2VError):
    """The device is missing, or doesn't support the request."""


class OutOfMemory(DeviceError):
    """The request doesn't fit in memory; the message says what would."""


class BlankVideo(T2VError):
    """The model returned NaN or a single colour."""


class EncodeError(T2VError):
    """ffmpeg is missing, failed, or lost frames."""


class NoHome(T2VError):
    """The home folder is unknown."""


class LibraryError(T2VError):
    """The library can't be opened."""


class NoDisplay(T2VError):
    """There is no display for the window. The message adds the command that works without one."""

    def __init__(self, reason: str) -> None:
        super().__init__(f'{reason}: use  t2v-desktop render "a red circle moving right" -o out.mp4')


class EngineStopped(T2VError):
    """The engine process crashed."""


class EngineNotStarted(T2VError):
    """The engine process can't be started."""


class Cancelled(T2VError):
    """The user cancelled."""
