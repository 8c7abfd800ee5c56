"""Where playback is: which frame is due at a given moment. No Qt in here."""

from dataclasses import dataclass

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0)


@dataclass(slots=True)
class Playhead:
    """Counts frames by elapsed time, so that a late timer drops frames and never drifts. `now` is monotonic, in seconds."""

    count: int = 0
    fps: float = 8.0
    speed: float = 1.0
    loop: bool = True
    playing: bool = False
    _position: float = 0.0  # in frames, at the moment `_since`
    _since: float = 0.0

    def frame(self, now: float) -> int:
        """The frame that is due. Without the loop, playing ends on the last one."""
        position = self._at(now)
        if position < self.count:
            return int(position)
        if self.loop:
            return int(position % self.count) if self.count else 0
        self.playing = False
        self._position = float(max(self.count - 1, 0))
        return int(self._position)

    def play(self, now: float) -> None:
        """Go on from here; from the start where the end was reached."""
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
        """Pause and go `by` frames on; over the ends where the loop is on."""
        self.pause(now)
        target = int(self._position) + by
        self.seek(target % self.count if self.loop and self.count else target, now)

    def set_speed(self, speed: float, now: float) -> None:
        self._hold(now)
        self.speed = speed

    def set_loop(self, loop: bool, now: float) -> None:
        self._hold(now)
        self.loop = loop

    def wait_s(self, now: float) -> float:
        """Seconds until the next frame is due."""
        position = self._at(now)
        return (int(position) + 1 - position) / (self.fps * self.speed)

    def _at(self, now: float) -> float:
        return self._position + (now - self._since) * self.fps * self.speed * self.playing

    def _hold(self, now: float) -> None:
        """Start counting anew from here: what follows is not for the time that has passed."""
        position = self._at(now)
        self._position = position % self.count if self.loop and self.count else position
        self._since = now


def next_speed(speed: float, by: int) -> float:
    """The speed `by` places up or down in SPEEDS; the ends hold."""
    return SPEEDS[min(max(SPEEDS.index(speed) + by, 0), len(SPEEDS) - 1)]
