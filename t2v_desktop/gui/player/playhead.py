"""Calculates which frame is due at a given time. Contains no Qt."""

from dataclasses import dataclass

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0)


@dataclass(slots=True)
class Playhead:
    """Counts frames by elapsed time: a late timer skips frames and playback never drifts. `now` is monotonic, in seconds."""

    count: int = 0
    fps: float = 8.0
    speed: float = 1.0
    loop: bool = True
    playing: bool = False
    _position: float = 0.0  # in frames, at the time `_since`
    _since: float = 0.0

    def frame(self, now: float) -> int:
        """The frame that is due. Without loop, playback stops on the last frame."""
        position = self._at(now)
        if position < self.count:
            return int(position)
        if self.loop:
            return int(position % self.count) if self.count else 0
        self.playing = False
        self._position = float(max(self.count - 1, 0))
        return int(self._position)

    def play(self, now: float) -> None:
        """Resume playback; restart from the first frame if the end was reached."""
        if not self.loop and int(self._position) >= self.count - 1:
            self._position = 0.0
        self._since = now
        self.playing = self.count > 0

    def pause(self, now: float) -> None:
        self._position = float(self.frame(now))
        self.playing = False

    def seek(self, frame: int, now: float) -> None:
        self._position = float(min(max(frame, 0), max(self.count - 1, 0)))
        self._since = now

    def step(self, by: int, now: float) -> None:
        """Pause and move `by` frames; with loop, wrap around at the ends."""
        self.pause(now)
        target = int(self._position) + by
        self.seek(target % self.count if self.loop and self.count else target, now)

    def set_speed(self, speed: float, now: float) -> None:
        self._rebase(now)
        self.speed = speed

    def set_loop(self, loop: bool, now: float) -> None:
        self._rebase(now)
        self.loop = loop

    def wait_s(self, now: float) -> float:
        """Seconds until the next frame is due."""
        position = self._at(now)
        return (int(position) + 1 - position) / (self.fps * self.speed)

    def _at(self, now: float) -> float:
        return self._position + (now - self._since) * self.fps * self.speed * self.playing

    def _rebase(self, now: float) -> None:
        """Restart counting from the current position, so that a change does not apply to the time already played."""
        position = self._at(now)
        self._position = position % self.count if self.loop and self.count else position
        self._since = now


def next_speed(speed: float, by: int) -> float:
    """The speed `by` places up or down in SPEEDS, clamped at the ends."""
    return SPEEDS[min(max(SPEEDS.index(speed) + by, 0), len(SPEEDS) - 1)]
