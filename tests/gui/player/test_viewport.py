import pytest

from t2v_desktop.gui.player.viewport import MAX_ZOOM, Viewport

PICTURE, AREA = (64, 64), (400, 300)


def test_a_picture_fits_and_is_centred() -> None:
    assert Viewport().place(PICTURE, AREA) == (50, 0, 300, 300)
    assert Viewport().place((128, 64), AREA) == (0, 50, 400, 200)


def test_zooming_keeps_the_point_under_the_cursor() -> None:
    at = (150.0, 120.0)
    before = Viewport(2.0)
    after = before.magnified(1.25, at, PICTURE, AREA)
    left, top, width, height = before.place(PICTURE, AREA)
    point = ((at[0] - left) / width, (at[1] - top) / height)
    left, top, width, height = after.place(PICTURE, AREA)
    assert (left + point[0] * width, top + point[1] * height) == pytest.approx(at)


def test_zoom_is_clamped_between_fitted_and_the_maximum() -> None:
    view = Viewport()
    for _ in range(40):
        view = view.magnified(1.25, (10, 10), PICTURE, AREA)
    assert view.zoom == MAX_ZOOM
    for _ in range(40):
        view = view.magnified(0.8, (300, 10), PICTURE, AREA)
    assert view == Viewport()


def test_panning_stops_at_the_edge_of_the_picture() -> None:
    view = Viewport(4.0).moved(10_000, -10_000, PICTURE, AREA)
    left, top, _, height = view.place(PICTURE, AREA)
    assert left == pytest.approx(0)
    assert top + height == pytest.approx(300)


def test_panning_follows_the_mouse() -> None:
    view = Viewport(4.0)
    before = view.place(PICTURE, AREA)
    after = view.moved(25, -10, PICTURE, AREA).place(PICTURE, AREA)
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((25, -10))
