"""The position of a picture on the stage: fitted, or zoomed and panned. Contains no Qt."""

from dataclasses import dataclass, replace

STEP, MAX_ZOOM = 1.25, 16.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """`zoom` 1 fits the picture into its area; `x` and `y` are the point of the picture, in fractions, at the centre of the area."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def place(self, picture: tuple[int, int], area: tuple[int, int]) -> tuple[float, float, float, float]:
        """Left, top, width and height of a picture (width, height) in an area (width, height)."""
        scale = min(area[0] / picture[0], area[1] / picture[1]) * self.zoom
        width, height = picture[0] * scale, picture[1] * scale
        return _start(width, area[0], self.x), _start(height, area[1], self.y), width, height

    def magnified(self, factor: float, at: tuple[float, float], picture: tuple[int, int], area: tuple[int, int]) -> "Viewport":
        """Zoom by `factor` around the point `at` of the area, which keeps its place."""
        zoom = min(max(self.zoom * factor, 1.0), MAX_ZOOM)
        if zoom < 1.01:
            return Viewport()
        left, top, width, height = self.place(picture, area)
        grown = zoom / self.zoom
        x, y = (at[0] - left) / width, (at[1] - top) / height
        x += (area[0] / 2 - at[0]) / (width * grown)
        y += (area[1] / 2 - at[1]) / (height * grown)
        return replace(self, zoom=zoom, x=x, y=y)._inside(picture, area)

    def moved(self, dx: float, dy: float, picture: tuple[int, int], area: tuple[int, int]) -> "Viewport":
        """Pan by pixels, but not beyond the edges of the picture."""
        _, _, width, height = self.place(picture, area)
        return replace(self, x=self.x - dx / width, y=self.y - dy / height)._inside(picture, area)

    def _inside(self, picture: tuple[int, int], area: tuple[int, int]) -> "Viewport":
        _, _, width, height = self.place(picture, area)
        return replace(self, x=_clamp_middle(width, area[0], self.x), y=_clamp_middle(height, area[1], self.y))


def _start(length: float, room: float, middle: float) -> float:
    """Where a picture of `length` starts in `room`: centred if it is shorter, otherwise covering the room."""
    return room / 2 - _clamp_middle(length, room, middle) * length


def _clamp_middle(length: float, room: float, middle: float) -> float:
    if length <= room:
        return 0.5
    half = room / length / 2
    return min(max(middle, half), 1 - half)
