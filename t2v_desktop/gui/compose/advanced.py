"""The advanced settings: steps, guidance, scheduler, cached layers, flow shift, seed, number of clips, frame rate, device, memory saving and precision."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QLocale, QRegularExpression, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from t2v_desktop.gui.compose.fields import captioned, choice, choose, decimal, decimal_or_own, make_compact, number, with_caption
from t2v_desktop.gui.compose.guided_steps import GuidedSteps
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.models.family import Family
from t2v_desktop.planning.draft import MAX_COUNT, MAX_GUIDANCE, Draft
from t2v_desktop.request import (
    DTYPES,
    MAX_CACHE_INTERVAL,
    MAX_FLOW_SHIFT,
    MAX_FPS,
    MAX_SEED,
    MAX_STEPS,
    MEMORY_PLANS,
    MIN_FLOW_SHIFT,
    SCHEDULERS,
)

ICON_PX = 18


class SeedField(QWidget):
    """The seed, with a dice button that rolls a new one and a lock button that keeps it for the next clips."""

    changed = Signal()

    def __init__(self, draw: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._edit = QLineEdit()
        self._edit.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,19}"), self))
        self._edit.setAccessibleName(self.tr("Seed"))
        self._dice, self._lock = QToolButton(), QToolButton()
        self._dice.setAccessibleName(self.tr("Roll a seed"))
        self._dice.setToolTip(self.tr("Roll and lock a seed"))
        self._lock.setCheckable(True)
        self._lock.setAccessibleName(self.tr("Lock the seed"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        make_compact(self._edit)
        line.addWidget(self._edit, 1)
        for button in (self._dice, self._lock):
            button.setIconSize(QSize(ICON_PX, ICON_PX))
            line.addWidget(button)
        self.setFocusProxy(self._edit)
        self._dice.clicked.connect(self._roll)
        self._lock.toggled.connect(self._lock_toggled)
        self._edit.textEdited.connect(self._text_edited)
        self._edit.editingFinished.connect(lambda: self._edit.setText(str(self.value)))
        self.apply_theme()

    @property
    def value(self) -> int:
        return min(int(self._edit.text() or 0), MAX_SEED)

    @property
    def locked(self) -> bool:
        return self._lock.isChecked()

    @property
    def hint(self) -> str:
        """What the lock does, in words."""
        return self.tr("Same seed each time") if self.locked else self.tr("New random seed each time")

    def fill(self, value: int, locked: bool) -> None:
        self._edit.setText(str(value))
        self._lock.blockSignals(True)
        self._lock.setChecked(locked)
        self._lock.blockSignals(False)
        self.apply_theme()

    def apply_theme(self) -> None:
        self._dice.setIcon(theme.icon("dice"))
        self._lock.setIcon(theme.icon("lock" if self.locked else "unlock", theme.colours().accent if self.locked else theme.colours().muted))
        self._lock.setToolTip(self.hint)

    def _lock_toggled(self) -> None:
        self.apply_theme()
        self.changed.emit()

    def _text_edited(self) -> None:
        if self._edit.text():  # a typed seed is meant to be used
            self._lock.setChecked(True)
        self.changed.emit()

    def _roll(self) -> None:
        self.fill(self._draw(), True)
        self.changed.emit()


class Advanced(QWidget):
    """Emits `changed` when the user edits a value; `fill` does not emit it."""

    changed = Signal()

    def __init__(self, devices: Sequence[str], draw_seed: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        auto = self.tr("Automatic")
        plans = {
            "auto": auto, "full": self.tr("Off"), "model_offload": self.tr("Medium"),
            "group_offload": self.tr("Maximum"), "fp8_layerwise": self.tr("8-bit weights"),
        }  # fmt: skip
        precisions = {"auto": auto, "fp32": self.tr("32-bit"), "fp16": self.tr("16-bit"), "bf16": self.tr("16-bit (bf16)")}
        self._steps = number(self.tr("Steps"), 1, MAX_STEPS)
        self._guidance = decimal(self.tr("Guidance"), 1, MAX_GUIDANCE, 0.5)
        self._guided = GuidedSteps()
        intervals = [(n, self.tr("In {0} of {1} steps").format(n - 1, n)) for n in range(2, MAX_CACHE_INTERVAL + 1)]
        self._cache_interval = choice(self.tr("Cached layers"), [(1, self.tr("Off")), *intervals])
        self._scheduler = choice(self.tr("Scheduler"), [(name, phrases.NAMES[name]) for name in SCHEDULERS])
        self._flow_shift = decimal_or_own(self.tr("Flow shift"), MIN_FLOW_SHIFT, MAX_FLOW_SHIFT, 0.5, self.tr("Model's own"))
        self._flow_row = captioned(self.tr("Flow shift"), self._flow_shift, "muted")  # hidden as a whole
        self._fps = number(self.tr("Frame rate"), 1, MAX_FPS, self.tr(" fps"))
        self.seed = SeedField(draw_seed)
        self._count = number(self.tr("Clips"), 1, MAX_COUNT)
        self._device = choice(self.tr("Device"), [(name, auto if name == "auto" else phrases.NAMES.get(name, name)) for name in devices])
        self._memory = choice(self.tr("Memory saving"), [(name, plans[name]) for name in MEMORY_PLANS])
        self._dtype = choice(self.tr("Precision"), [(name, precisions[name]) for name in DTYPES])
        self._filling, self._can_cache, self._can_shift = False, True, True
        self._set_tooltips()
        self._lay_out()
        for box in (self._scheduler, self._cache_interval, self._device, self._memory, self._dtype):
            box.currentIndexChanged.connect(self._edited)
        for spin in (self._steps, self._guidance, self._flow_shift, self._fps, self._count):
            spin.valueChanged.connect(self._edited)
        self._guided.changed.connect(self._edited)
        self.seed.changed.connect(self._edited)

    def _set_tooltips(self) -> None:
        self._steps.setToolTip(self.tr("More steps: finer but slower; little gain above 50"))
        self._guidance.setToolTip(self.tr("How closely to follow the prompt; 1 ignores the negative prompt and is twice as fast"))
        reuse = self.tr("Reuses most of the work of the step before: faster, a little less exact")
        self._cache_interval.setToolTip(reuse if self._can_cache else self.tr("This model can't cache its layers"))
        self._flow_shift.setToolTip(self.tr("Higher values spend more steps on the large motion; 3 suits 480p, 5 suits 720p"))
        self._count.setToolTip(self.tr("Clips per prompt, each with its own seed"))
        self._memory.setToolTip(self.tr("For models larger than the memory; the higher, the slower"))
        self._dtype.setToolTip(self.tr("16-bit needs half the memory"))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(theme.SPACING)
        grid.setVerticalSpacing(10)
        rows = [
            (self.tr("Steps"), self._steps, self.tr("Guidance"), self._guidance),
            (self.tr("Guided steps"), self._guided, "", None),
            (self.tr("Scheduler"), self._scheduler, self.tr("Cached layers"), self._cache_interval),
            ("", self._flow_row, "", None),
            (self.tr("Seed"), self.seed, "", None),
            (self.tr("Clips"), self._count, self.tr("Frame rate"), self._fps),
            (self.tr("Device"), self._device, "", None),
            (self.tr("Memory saving"), self._memory, self.tr("Precision"), self._dtype),
        ]
        for row, (left, first, right, second) in enumerate(rows):
            if left:
                grid.addLayout(with_caption(left, first, "muted"), row, 0, 1, 1 if second else 2)
            else:
                grid.addWidget(first, row, 0, 1, 2)
            if second:
                grid.addLayout(with_caption(right, second, "muted"), row, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def offer(self, family: Family) -> None:
        """Offer what the chosen model's family can do: its schedulers, cached layers, and a flow shift."""
        with QSignalBlocker(self._scheduler):
            self._scheduler.clear()
            for name in family.schedulers:
                self._scheduler.addItem(phrases.NAMES[name], name)
        self._can_cache = family.cached_share is not None
        self._cache_interval.setEnabled(self._can_cache)
        self._can_shift = family.has_flow_shift
        self._flow_row.setVisible(self._can_shift)
        self._set_tooltips()

    def fill(self, draft: Draft) -> None:
        self._filling = True
        self._steps.setValue(draft.num_inference_steps)
        self._guidance.setValue(draft.guidance_scale)
        self._guided.fill(draft.guidance_start, draft.guidance_end)
        self._guided.set_available(draft.guidance_scale > 1)
        self._flow_shift.setValue(draft.flow_shift if self._can_shift else 0)
        self._fps.setValue(draft.fps)
        self._count.setValue(draft.count)
        self.seed.fill(draft.seed, draft.seed_locked)
        for box, value in (
            (self._scheduler, draft.scheduler), (self._cache_interval, draft.cache_interval if self._can_cache else 1),
            (self._device, draft.device), (self._memory, draft.memory), (self._dtype, draft.dtype),
        ):  # fmt: skip
            choose(box, value)
        self._filling = False

    def apply_to(self, draft: Draft) -> Draft:
        """Return the draft with the values shown here."""
        start, end = self._guided.shares
        return replace(
            draft,
            num_inference_steps=self._steps.value(),
            guidance_scale=self._guidance.value(),
            guidance_start=start,
            guidance_end=end,
            cache_interval=self._cache_interval.currentData(),
            flow_shift=self._flow_shift.value(),
            scheduler=self._scheduler.currentData(),
            fps=self._fps.value(),
            seed=self.seed.value,
            seed_locked=self.seed.locked,
            count=self._count.value(),
            device=self._device.currentData(),
            memory=self._memory.currentData(),
            dtype=self._dtype.currentData(),
        )

    def summary(self) -> tuple[str, str, str]:
        """One line with steps, guidance and the seed if it is locked; the icon of the seed's mode, and the hint for that icon."""
        guidance = QLocale().toString(self._guidance.value(), "g", 4)
        if not self.seed.locked:
            return self.tr("{0} steps · guidance {1}").format(self._steps.value(), guidance), "dice", self.seed.hint
        return self.tr("{0} steps · guidance {1} · seed {2}").format(self._steps.value(), guidance, self.seed.value), "lock", self.seed.hint

    def apply_theme(self) -> None:
        self.seed.apply_theme()

    def _edited(self) -> None:
        if not self._filling:
            self._guided.set_available(self._guidance.value() > 1)
            self.changed.emit()
