"""Takes screenshots of every window state and dialog, dark and light, for the README, translators and review.

`python -m tests.gui.screenshots FOLDER [--size WxH] [--scale S] [--only NAME,NAME] [--language CODE] [--rtl]` uses a virtual screen of
that size and no engine: the script sends the engine's events itself. `--docs` takes the pictures of the documentation again.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QBuffer, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPolygonF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from safetensors.torch import load_file, save_file

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.events import Denoising, Failed, Preview
from t2v_desktop.gui.compose.panel import ESTIMATE_MS
from t2v_desktop.gui.dialogs.about import About
from t2v_desktop.gui.dialogs.crash import CrashDialog
from t2v_desktop.gui.dialogs.help_viewer import HelpViewer
from t2v_desktop.gui.dialogs.keys import commands_of, keys_of
from t2v_desktop.gui.dialogs.log_viewer import LogViewer
from t2v_desktop.gui.dialogs.palette import Palette
from t2v_desktop.gui.dialogs.preferences import Preferences
from t2v_desktop.gui.dialogs.shortcuts import Shortcuts
from t2v_desktop.gui.library.compare_picker import ComparePicker
from t2v_desktop.gui.library.dates import Dates
from t2v_desktop.gui.library.export_dialog import ExportDialog
from t2v_desktop.gui.library.tag_dialog import TagDialog
from t2v_desktop.gui.log import versions
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.models.dialog import ModelsDialog
from t2v_desktop.gui.models.tasks import ModelTasks
from t2v_desktop.gui.player.save_dialog import open_save_dialog
from t2v_desktop.gui.session import Session
from t2v_desktop.job import Job, State
from t2v_desktop.library import styles
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.library.database import open_database
from t2v_desktop.library.filters import Filter, Missing
from t2v_desktop.library.prompts import Prompt, Prompts
from t2v_desktop.logs import log_files
from t2v_desktop.media.kept_images import keep
from t2v_desktop.media.write import VideoWriter, save_picture
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.family import ClipShape
from t2v_desktop.models.loras import store
from t2v_desktop.models.manage import INCOMING
from t2v_desktop.models.store import Model, find
from t2v_desktop.models.words import Style
from t2v_desktop.planning.devices import Device
from t2v_desktop.planning.model_fit import model_fit
from t2v_desktop.request import ChosenLora
from t2v_desktop.settings import Settings
from tests.gui.pseudo import speak

ROOT = Path(__file__).parents[2]
TO_DITHER = 4  # how far off a colour may be in a palette
DOCS_PICTURES = ROOT / "docs" / "pictures"
NO_ENGINE = [sys.executable, "-c", "import sys; sys.stdin.read()"]
BACKGROUNDS = {
    "at night": ("#080A24", "#282C60"), "at sunset": ("#422668", "#FABA7E"), "over the sea": ("#96C6E4", "#0E3A68"),
    "on white": ("#F4F4F0", "#F4F4F0"), "in a meadow": ("#8EC4EE", "#8CBA5C"),
}  # fmt: skip
SHAPES = (("red", "#E22C2A"), ("golden", "#FAD828"), ("blue", "#264AE6"), ("white", "#FAFAFA"), ("pink", "#FF76BE"))
TRACEBACK = """Traceback (most recent call last):
  File "t2v_desktop/gui/player/panel.py", line 271, in _play_when_decoded
    self.playback.start(decoded, decoded[0].fps)
ValueError: the clip has no frames
"""
PROMPT = "a golden circle that moves right at sunset"
FRAMES, SIDE = 16, 128
Result = TypeVar("Result")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="where to save the PNG files")
    parser.add_argument("--docs", action="store_true", help="take the pictures that the documentation shows, into docs/pictures")
    parser.add_argument("--size", default="1280x800", help="screen and window size in pixels at 100 %% (1280x800)")
    parser.add_argument("--scale", type=float, default=1.0, help="display scale, such as 2 for 200 %%")
    parser.add_argument("--only", default="", help="take only states and dialogs whose names begin with one of these, separated by commas")
    parser.add_argument("--language", default="en", help="a language such as de, or pseudo for English in brackets, 40 %% longer (en)")
    parser.add_argument("--rtl", action="store_true", help="lay the windows out from right to left")
    parser.add_argument("--theme", choices=["dark", "light"], help="take only this theme (both)")
    options = parser.parse_args()
    if options.docs == (options.folder is not None):
        parser.error("name either a folder or --docs")
    width, height = (int(n) for n in options.size.split("x"))
    if options.docs:
        take_for_docs(on_screen(width, height, 1))
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    app = on_screen(width, height, options.scale)
    speak(app, options.language, right_to_left=options.rtl)
    for shade in [options.theme] if options.theme else ["dark", "light"]:
        theme.apply(app, shade)
        for name, picture in screens(lambda widget: widget.grab().toImage(), only=[name for name in options.only.split(",") if name]):
            picture.save(str(options.folder / f"{name}-{shade}.png"))


def take_for_docs(app: QApplication) -> None:
    """Take the pictures that the pages show, and remove those that none shows any more."""
    wanted = docs_pictures()
    for old in {file.name for file in DOCS_PICTURES.glob("*.png")} - set(wanted):
        (DOCS_PICTURES / old).unlink()
    speak(app, "en", right_to_left=False)
    for shade in ("dark", "light"):
        theme.apply(app, shade)
        names = [state for state, its_shade in wanted.values() if its_shade == shade]
        for name, picture in screens(lambda widget: widget.grab().toImage(), only=names or ["none"]):
            save_small(picture, DOCS_PICTURES / f"{name}-{shade}.png")


def docs_pictures() -> dict[str, tuple[str, str]]:
    """The file names of the pictures that the documentation shows, with the state and the shade of each."""
    pages = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    names = {name for page in pages for name in re.findall(r"!\[[^\]]*\]\((?:docs/)?pictures/([^)]+)\)", page.read_text("utf-8"))}
    return {name: tuple(name.removesuffix(".png").rsplit("-", 1)) for name in sorted(names)}  # type: ignore[misc]


def save_small(picture: QImage, file: Path) -> None:
    """Save a picture with a palette of 256 colours: less than half the size, and no difference to see."""
    rows = picture.convertToFormat(QImage.Format.Format_RGB888)
    whole = np.frombuffer(rows.constBits(), np.uint8).reshape(rows.height(), rows.bytesPerLine())[:, : rows.width() * 3]
    image = Image.fromarray(np.ascontiguousarray(whole.reshape(rows.height(), rows.width(), 3)))
    small = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)  # keeps rare colours too
    dithered = np.asarray(image.quantize(palette=small, dither=Image.Dither.FLOYDSTEINBERG))
    off = np.abs(np.asarray(image, np.int16) - np.asarray(small.convert("RGB"), np.int16)).max(-1)
    mixed = Image.fromarray(np.where(off > TO_DITHER, dithered, np.asarray(small)))  # dithering flat areas would make them noisy
    mixed.putpalette(small.getpalette() or [])
    mixed.save(file, optimize=True)


def on_screen(width: int, height: int, scale: float) -> QApplication:
    """Start the application on a virtual screen, with its size in pixels at 100 %. Once per process: Qt reads size and scale only at its start."""
    screen = {"name": "virtual", "x": 0, "y": 0, "width": round(width * scale), "height": round(height * scale), "logicalDpi": 96, "dpr": 1}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"screens": [screen]}, file)
        file.flush()
        os.environ |= {"QT_QPA_PLATFORM": f"offscreen:configfile={file.name}", "QT_SCALE_FACTOR": str(scale)}
        return QApplication(["t2v-desktop"])


def screens(inspect: Callable[[QWidget], Result], *, fill: bool = True, only: Sequence[str] = ()) -> Iterator[tuple[str, Result]]:
    """Open every window state and dialog, and yield its name and what `inspect` returns for it. With `fill`, the window fills the screen.

    With `only`, just those whose names begin with one of these.
    """
    begins = tuple(only) or ("",)
    with tempfile.TemporaryDirectory() as home:
        before = os.environ.get(paths.HOME_VARIABLE)
        os.environ[paths.HOME_VARIABLE] = home
        try:
            clips = _demo_clips()
            for name, arrange in STATES.items():
                if not name.startswith(begins):
                    continue
                os.environ[paths.HOME_VARIABLE] = str(Path(home) / name)
                with _window(arrange, clips, fill) as window:
                    yield name, _settled(window, inspect)
            os.environ[paths.HOME_VARIABLE] = str(Path(home) / "dialogs")
            with _window(_playing, clips, fill) as window:
                for name, open_dialog in DIALOGS.items():
                    if not name.startswith(begins):
                        continue
                    dialog = open_dialog(window)
                    yield name, _settled(dialog, inspect)
                    dialog.close()
        finally:
            os.environ.pop(paths.HOME_VARIABLE) if before is None else os.environ.update({paths.HOME_VARIABLE: before})


def _full_screen(window: MainWindow) -> QWidget:
    window.player.commands.full_screen.trigger()
    return window.player.stage.window()


def _zoomed(window: MainWindow, session: Session) -> None:
    _playing(window, session)
    window.player.stage.magnify(3)


def _compare_picker(window: MainWindow) -> ComparePicker:
    clips = window._session.clips
    picker = ComparePicker(clips, clips.page(1)[0], window)
    picker.show()
    QTest.qWait(600)  # the library is listed and posters are read in the background
    return picker


def _log(window: MainWindow) -> LogViewer:
    log_files()["window"].write_text("2026-11-28 08:15:02,113 t2v_desktop.library.check the library is intact\n" * 12, "utf-8")
    return LogViewer(window)


def _help(page: str = "", anchor: str = "", search: str = "") -> HelpViewer:
    viewer = HelpViewer()
    if page:
        viewer.show_page(page, anchor)
    viewer.search.setText(search)
    return viewer


def _palette_search(window: MainWindow) -> Palette:
    palette = Palette(commands_of(window), window)
    palette.typed.setText("fra")
    return palette


def _models(window: MainWindow) -> ModelsDialog:
    """One model being downloaded, one with a paused download."""
    dialog = ModelsDialog(ModelTasks(), window, fit=lambda entry: model_fit(entry, Device("cpu"), 8_000_000_000, 2, 150e9))
    (paths.models() / INCOMING / "zeroscope_v2_576w").mkdir(parents=True)
    dialog.refresh()
    card = dialog.card("text-to-video-ms-1.7b")
    card.show_model(card.model, "download")
    card.show_progress(1_240_000_000, card.model.size_bytes, 11_500_000.0)
    return dialog


def _settled(widget: QWidget, inspect: Callable[[QWidget], Result]) -> Result:
    """Show a widget, wait until it has settled, and inspect it."""
    widget.show()
    QTest.qWait(60)
    return inspect(widget)


@contextmanager
def _window(arrange: Callable[[MainWindow, Session], None], clips: Sequence[Clip], fill: bool) -> Iterator[MainWindow]:
    database = open_database(paths.library_file())
    session = Session(database, _find, Settings(), NO_ENGINE)
    if arrange not in (_first_start, _tour, _tour_end, _unknown_words):
        for clip in clips:
            session.clips.add(clip)
    window = MainWindow(session, Prompts(database), lambda: [find("starter")], lambda *_: True)
    window.status.show_device("CPU")
    if fill:
        window.resize(window.screen().size())
    window.show()
    QTest.qWait(30)
    arrange(window, session)
    QTest.qWait(ESTIMATE_MS + 50)
    for _ in range(10):  # clips are decoded on a thread
        if window.player.playback.count:
            break
        QTest.qWait(25)
    yield window
    session.dispatch.running = None
    window.close()
    window.deleteLater()
    database.close()


def _first_start(window: MainWindow, session: Session) -> None:
    pass


def _tour(window: MainWindow, session: Session) -> None:
    window.first_hour.tour.start()


def _tour_end(window: MainWindow, session: Session) -> None:
    window.first_hour.tour.start()
    for _ in range(3):
        window.first_hour.tour.callout.next.click()


def _unknown_words(window: MainWindow, session: Session) -> None:
    """The prompt asks for more than the starter can draw."""
    window.compose.set_prompt("a panda eating bamboo")


def _editing(window: MainWindow, session: Session) -> None:
    """A job of the queue is open for editing; finished ones are shown."""
    session.pause(True)
    session.add([find("starter").request(f"{PROMPT}, {number} of 7", seed=41) for number in range(1, 8)])
    jobs = session.model.jobs()
    for job, state in zip(jobs, (State.DONE, State.DONE, State.CANCELLED, State.FAILED), strict=False):
        session._queue.save(replace(job, state=state, error="every frame came out as one flat colour" if state is State.FAILED else ""))
    session.model.apply(session._queue.changes())
    window.queue.toggle_finished()
    window.queue_actions.edit(jobs[5].id)


def _out_of_memory(window: MainWindow, session: Session) -> None:
    _fail(window, session, Failed("OutOfMemory", "16 frames of 576x320 did not fit into memory: close other programs, or use fewer frames or a smaller size"))


def _composing(window: MainWindow, session: Session) -> None:
    window.compose.set_prompt("a {red|blue|golden} heart that (grows:1.3) over the sea", "text, watermark, blurry")


def _advanced(window: MainWindow, session: Session) -> None:
    window.compose.set_request(find("starter").request(
        PROMPT, seed=2**63 - 1, num_frames=250, width=128, height=64, guidance_scale=12.5, guidance_start=0.125, guidance_end=0.625, cache_interval=3,
    ))  # fmt: skip
    window.compose.open_sections("11")
    QTest.qWait(30)
    scroll = window.compose.findChild(QScrollArea)
    assert scroll is not None
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())


def _start_next(session: Session) -> Job:
    waiting = session.dispatch.next_job()
    assert waiting is not None
    return session.dispatch.start(waiting)


def _running(window: MainWindow, session: Session) -> None:
    model = find("starter")
    session.pause(True)
    session.add([model.request(prompt, seed=41) for prompt in (PROMPT, "two blue squares circling over the sea", "a red heart growing on black")])
    window.compose.set_request(model.request(PROMPT, seed=41))
    session.dispatch.resume()
    job = _start_next(session)
    session.model.apply(session._queue.changes())
    frames = np.ascontiguousarray(_draw(1, "at sunset")[:, ::2, ::2])
    for event in (Denoising(0, 20), Denoising(13, 20, Preview(FRAMES, SIDE // 2, SIDE // 2, frames.tobytes()))):
        session.model.update_progress(job.id, event)
        session.progressed.emit(job, event)
    session.queue_changed.emit()


def _paused(window: MainWindow, session: Session) -> None:
    """Many jobs, some of them finished; the queue has paused itself."""
    session.pause(True)
    session.add([find("starter").request(f"{prompt}, {number} of 4", seed=41) for prompt in (PROMPT, "a red heart growing on black") for number in range(1, 5)])
    session.dispatch.pause("disk full: /home/someone/Videos has no space left. Free some space and try again", "OutputError")
    for job in session.model.jobs()[:5]:
        session._queue.save(replace(job, state=State.DONE))
    session.model.apply(session._queue.changes())
    session.queue_changed.emit()


def _playing(window: MainWindow, session: Session) -> None:
    clip = session.clips.page(1)[0]
    window.compose.set_request(clip.request)
    window.follower.show_clip(clip)
    window.gallery.select(clip)


def _hd(window: MainWindow, session: Session) -> None:
    """A second pass is running, a job with two passes is waiting, and one more is about to be added."""
    window.compose.set_models([find("starter"), _find("zeroscope_v2_XL")])
    window.compose.set_prompt("a red heart growing on black")
    window.compose.second_pass.setChecked(True)
    session.pause(True)
    clip, larger = session.clips.page(1)[0], _find("zeroscope_v2_XL")
    session.second_pass(clip, larger)
    linked = find("starter").request("two blue squares circling over the sea", seed=41)
    session.submit([linked], [larger.second_pass(linked)])
    session.dispatch.resume()
    job = _start_next(session)
    session.model.apply(session._queue.changes())
    event = Denoising(5, 14)
    session.model.update_progress(job.id, event)
    session.queue_changed.emit()
    window.follower.show_clip(replace(clip, request=job.request))


def _wan_model(name: str) -> Model:
    entry = CATALOG[name]
    shape = ClipShape(entry.width, entry.height, 16, 8, 16, 4, 1, entry.num_frames, entry.fps, entry.inputs)
    return replace(
        find("starter"), name=entry.name, title=entry.title, width=entry.width, height=entry.height, num_frames=entry.num_frames, fps=entry.fps, family=WAN,
        shape=shape, presets={**entry.presets, "few_steps": WAN.few_steps}, examples=WAN.examples, known_words=frozenset(), words=WAN.words,
    )  # fmt: skip


def _wan(window: MainWindow, session: Session) -> None:
    """A model of another family is chosen, with its own schedulers and lengths."""
    model = _wan_model("wan2.1-t2v-1.3b")
    window.compose.set_models([find("starter"), model])
    window.compose.set_request(model.request("a fox trots through deep snow at dawn, the camera follows at its side", seed=41))
    window.compose.open_sections("01")


def _given(window: MainWindow, session: Session) -> None:
    """A clip starts with one picture and ends with another."""
    model = _wan_model("wan2.1-vace-1.3b")
    window.compose.set_models([find("starter"), model])
    window.compose.set_request(model.request("a fox trots through deep snow at dawn, the camera follows at its side", seed=41))
    images = []
    for number, name in enumerate(("a meadow", "a night sky")):
        frames = _draw(number, list(BACKGROUNDS)[number + 1], star=True)
        file = paths.data() / f"{name}.png"
        Image.fromarray(frames[3]).resize((640, 480)).save(file)
        images.append(keep(file))
    window.compose.given.start.fill(images[0])
    window.compose.given.end.fill(images[1])
    while window.compose.given.problem:
        QTest.qWait(20)


def _continuing(window: MainWindow, session: Session) -> None:
    """A clip is continued."""
    model = _wan_model("wan2.1-vace-1.3b")
    window.compose.set_models([find("starter"), model])
    clip = session.clips.page(1)[0]
    first = replace(clip.request, model=model.name, width=832, height=480, num_frames=81, fps=16)
    window.compose.continue_clip(first, clip.path, 81, model)


def _loras(window: MainWindow, session: Session) -> None:
    """Two LoRAs are chosen: one with a picture and trigger words, one that is not installed."""
    from tests.models.loras.lora_files import products, write_peft  # imports torch

    starter = find("starter")
    file = write_peft(
        paths.data() / "papercut.safetensors", products(starter.folder, "unet", ("mid_block.attentions.0.transformer_blocks.0.attn1.to_q",)), "unet."
    )
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor("#e8a13a"))
    content = QBuffer()
    picture.save(content, "PNG")
    thumbnail = "data:image/png;base64," + bytes(content.data().toBase64().data()).decode()
    save_file(load_file(file), file, {"modelspec.trigger_phrase": "papercut style, folded paper", "modelspec.thumbnail": thumbnail})
    store.import_lora(file)
    store.import_lora(file, "soft light")
    chosen = (ChosenLora("papercut", 0.8), ChosenLora("soft light", 0.35))
    window.compose.set_request(replace(starter.request("a yellow star spinning over the sea, papercut style", seed=41), loras=chosen))
    window.compose.open_sections("001")


def _lost_lora(window: MainWindow, session: Session) -> None:
    """The settings of a clip name a LoRA that is not installed."""
    starter = find("starter")
    window.compose.set_request(replace(starter.request("a yellow star spinning over the sea", seed=41), loras=(ChosenLora("papercut", 0.8),)))
    window.compose.open_sections("001")


def _wan_advanced(window: MainWindow, session: Session) -> None:
    """The advanced settings of a model that has a flow shift."""
    _wan(window, session)
    window.compose.set_request(replace(window.compose.draft().requests(window.compose._model())[0], flow_shift=5.0))
    window.compose.open_sections("01")
    QTest.qWait(30)
    scroll = window.compose.findChild(QScrollArea)
    assert scroll is not None
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())


def _find(name: str) -> Model:
    """An installed model. For the large HD model, which is not installed, the starter stands in with its name and size."""
    if name != "zeroscope_v2_XL":
        return find(name)
    return replace(find("starter"), name=name, title=CATALOG[name].title, width=1024, height=576, strength=CATALOG[name].strength)


def _failed(window: MainWindow, session: Session) -> None:
    _fail(window, session, Failed("OutputError", "disk full: /home/someone/Videos has no space left. Free some space and try again"))


def _fail(window: MainWindow, session: Session, failure: Failed) -> None:
    session.pause(True)
    session.add([find("starter").request(prompt) for prompt in ("a brown cross on the grass", "a pink ring at night")])
    session.dispatch.resume()
    _start_next(session)
    session.dispatch.paused = True  # start no other
    session._finish(failure)


def _comparing(window: MainWindow, session: Session) -> None:
    left, right = session.clips.page(2)
    window.player.compare(left, right)
    QTest.qWait(500)


def _library(window: MainWindow, session: Session) -> None:
    """The library view with marks; one clip is selected, and one file is missing."""
    ids = session.clips.ids()
    session.clips.rate(ids[:1], 5)
    session.clips.rate(ids[2:5], 3)
    session.clips.set_favourite(ids[1:3], True)
    session.clips.add_tags(ids[:4], ["sea", "keepers"])
    session.clips.add(replace(session.clips.page(1)[0], path=Path("/media/someone/Films/holiday.mp4"), created_s=999.0))
    window.views.show_library()
    _listed(window)
    window.library.select({ids[0]})


def _listed(window: MainWindow) -> None:
    """Wait until the library view has listed its clips and drawn their posters."""
    QTest.qWait(100)
    for _ in range(40):
        if not window.library.lister._running and not window.library.grid.posters._running:
            break
        QTest.qWait(25)


def _library_many(window: MainWindow, session: Session) -> None:
    """Several clips are selected, and small tiles are chosen."""
    _library(window, session)
    window.library.size_slider.setValue(90)
    window.library.select(set(session.clips.ids()[1:6]))


def _library_filtered(window: MainWindow, session: Session) -> None:
    """A search and many filters."""
    _library(window, session)
    size = session.clips.page(1)[0].request
    window.library.show_filter(Filter(
        "star", model="starter", from_s=1.0, until_s=100_000_000.0, size=(size.width, size.height), stars=3, tags=("sea",), missing=Missing.SHOWN,
    ))  # fmt: skip
    _listed(window)


def _library_no_match(window: MainWindow, session: Session) -> None:
    """Nothing matches a search."""
    _library(window, session)
    window.library.show_filter(Filter("elephants", missing=Missing.SHOWN))
    _listed(window)


def _library_missing(window: MainWindow, session: Session) -> None:
    """A clip whose drive is not connected is selected."""
    _library(window, session)
    window.library.select({999_000_000})


def _library_task(window: MainWindow, session: Session) -> None:
    """Clips are being exported."""
    _library(window, session)
    window.views.task.started.emit("Exporting")
    window.views.task.progressed.emit(3, 12)


def _library_empty(window: MainWindow, session: Session) -> None:
    """The library view before the first clip."""
    for clip in session.clips.page(100):
        session.clips.remove([clip.path])
    window.follower.forget(clip)
    window.views.show_library()
    _listed(window)


def _styled(window: MainWindow, session: Session) -> None:
    """Styles, words to add and random alternatives."""
    model = replace(_wan_model("wan2.1-t2v-1.3b"), words=WAN.words)
    window.compose.set_models([find("starter"), model])
    window.compose.set_request(model.request("a fox", seed=41))
    window.compose.set_prompt("a {red|silver|white} fox {trots|runs|leaps|rests} through {deep snow|tall grass|autumn leaves}, tracking shot, golden hour")
    for name in ("Cinematic", "Film grain", "Lost style"):
        window.compose.area.styles.toggle(name)
    window.compose.area.random_chosen.emit(True, 8)
    window.compose.open_sections("0001")


def _alternatives(window: MainWindow, session: Session) -> None:
    """All clips of one prompt, side by side."""
    clips = [replace(clip, request=replace(clip.request, typed="a {golden|red} {circle|star} that moves right", seed=41)) for clip in session.clips.page(5)]
    window.player.show_alternatives(clips, clips[1])
    while not window.player.playback.sequences:
        QTest.qWait(25)


def _saved_prompts(window: MainWindow) -> QWidget:
    prompts = window.prompt_actions._prompts
    for folder, prompt, name in (
        ("Animals", "a golden retriever shaking off water in slow motion, backlight", ""), ("Animals/Wild", "a fox trots through deep snow", "Fox in snow"),
        ("Animals/Wild", "an owl turns its head at night", ""), ("Places", "waves roll onto a beach at dawn, aerial view", "Dawn beach"),
        ("", "a paper boat drifts down a gutter in the rain", ""),
    ):  # fmt: skip
        prompts.save(prompt, "text, watermark, blurry", name, folder)
    dialog = window.prompt_actions.saved_dialog()
    dialog.tree.select(Prompt("a fox trots through deep snow", "text, watermark, blurry"))
    dialog._delete()
    dialog.tree.select(Prompt("an owl turns its head at night", "text, watermark, blurry"))
    return dialog


def _styles_dialog(window: MainWindow) -> QWidget:
    paper = Style("Paper cut", "", "layered paper cutouts, soft shadows, pastel colors", "photo, realistic")
    styles.save([paper, Style("Rainy night", suffix="rain, neon lights")])
    window.compose.set_models([replace(find("starter"), words=WAN.words)])
    return window.prompt_actions.styles_dialog()


STATES: dict[str, Callable[[MainWindow, Session], None]] = {
    "first-start": _first_start,
    "tour": _tour,
    "tour-end": _tour_end,
    "unknown-words": _unknown_words,
    "editing": _editing,
    "out-of-memory": _out_of_memory,
    "composing": _composing,
    "advanced": _advanced,
    "running": _running,
    "paused": _paused,
    "playing": _playing,
    "failed": _failed,
    "comparing": _comparing,
    "zoomed": _zoomed,
    "hd": _hd,
    "wan": _wan,
    "given": _given,
    "continuing": _continuing,
    "loras": _loras,
    "lost lora": _lost_lora,
    "wan-advanced": _wan_advanced,
    "library": _library,
    "library-many": _library_many,
    "library-filtered": _library_filtered,
    "library-no-match": _library_no_match,
    "library-missing": _library_missing,
    "library-empty": _library_empty,
    "styled": _styled,
    "alternatives": _alternatives,
    "library-task": _library_task,
}
DIALOGS: dict[str, Callable[[MainWindow], QWidget]] = {
    "preferences": lambda window: Preferences(Settings(), window),
    "about": About,
    "help": lambda _: _help(),
    "help-tables": lambda _: _help("memory-and-speed", "what-fits-which-card"),
    "help-code": lambda _: _help("models", "download"),
    "help-picture": lambda _: _help("models"),
    "help-errors": lambda _: _help("troubleshooting", "disk-and-folders"),
    "help-search": lambda _: _help(search="disk full"),
    "help-nothing": lambda _: _help(search="qqq"),
    "shortcuts": lambda window: Shortcuts(keys_of(window), window),
    "palette": lambda window: Palette(commands_of(window), window),
    "palette-search": _palette_search,
    "full-screen": _full_screen,
    "log": _log,
    "compare-picker": _compare_picker,
    "crash": lambda window: CrashDialog(f"{versions()}\n\n{TRACEBACK}", window),
    "models": _models,
    "saved-prompts": _saved_prompts,
    "styles": _styles_dialog,
    "export": lambda window: ExportDialog(3, (128, 128), window),
    "tags": lambda window: TagDialog(3, ["keepers", "sea"], ["sea", "keepers", "night sky", "holiday", "for Anna", "to upscale"], window),
    "dates": lambda window: Dates(date(2026, 3, 1), date(2026, 3, 30), window),
    "save": lambda window: open_save_dialog(window, window._session.clips.page(1)[0], frame_only=False, chosen=lambda _: None),
}


def _demo_clips() -> list[Clip]:
    """Draw some clips and save them to the clips folder."""
    clips = []
    paths.clips().mkdir(parents=True, exist_ok=True)
    paths.posters().mkdir(parents=True, exist_ok=True)
    for number in range(10):
        name, _ = SHAPES[number * 3 % len(SHAPES)]
        background = list(BACKGROUNDS)[number % len(BACKGROUNDS)]
        request = find("starter").request(f"a {name} {'star' if number % 2 else 'circle'} that moves right {background}", seed=40 + number)
        path = paths.clips() / f"clip-{number}.mp4"
        frames = _draw(number * 3 % len(SHAPES), background, star=bool(number % 2))
        with VideoWriter(path, request) as video:
            video.write(frames)
            video.finish(raise_if_cancelled=lambda: None)
        save_picture(poster_of(path), frames[FRAMES // 2], request)
        clips.append(Clip(path, poster_of(path), request, created_s=1_000.0 + number))
    return clips


def _draw(shape: int, background: str, *, star: bool = False) -> NDArray[np.uint8]:
    """Frames (FRAMES, SIDE, SIDE, 3) of a shape that moves across a background."""
    frames = np.empty((FRAMES, SIDE, SIDE, 3), np.uint8)
    for i in range(FRAMES):
        picture = QImage(SIDE, SIDE, QImage.Format.Format_RGB888)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gradient = QLinearGradient(0, 0, 0, SIDE)
        for at, colour in zip((0, 1), BACKGROUNDS[background], strict=True):
            gradient.setColorAt(at, QColor(colour))
        painter.fillRect(picture.rect(), gradient)
        painter.scale(SIDE / 64, SIDE / 64)  # the shapes below are in 64ths of the frame
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(SHAPES[shape][1]))
        middle = QPointF(16 + 32 * i / (FRAMES - 1), 34)
        if star:
            turns = [k * np.pi / 5 for k in range(10)]
            points = [
                QPointF(13 * (1 if k % 2 == 0 else 0.45) * np.sin(a), -13 * (1 if k % 2 == 0 else 0.45) * np.cos(a)) + middle for k, a in enumerate(turns)
            ]
            painter.drawPolygon(QPolygonF(points))
        else:
            painter.drawEllipse(QRectF(middle.x() - 11, middle.y() - 11, 22, 22))
        painter.end()
        rows = np.frombuffer(picture.constBits(), np.uint8).reshape(SIDE, picture.bytesPerLine())
        frames[i] = rows[:, : SIDE * 3].reshape(SIDE, SIDE, 3)
    return frames


if __name__ == "__main__":
    main()
