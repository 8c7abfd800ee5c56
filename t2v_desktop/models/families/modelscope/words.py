"""Words that ModelScope and its relatives know: short ones, as in the captions of WebVid, which they were trained on."""

from t2v_desktop.models.words import ModelWords, Style, WordGroup

WORDS = ModelWords(
    groups=(
        WordGroup("camera", ("close up", "wide shot", "aerial view", "drone footage", "top view", "low angle", "tracking shot", "static camera", "zoom in")),
        WordGroup("light", ("sunset", "sunrise", "golden hour", "sunny day", "at night", "neon lights", "studio lighting", "backlight", "foggy")),
        WordGroup("motion", ("slow motion", "time lapse", "walking", "running", "flying", "dancing", "waves", "in the wind")),
        WordGroup("look", ("4k", "high detail", "cinematic", "animation", "cartoon", "oil painting", "black and white", "vintage film", "bokeh")),
    ),
    styles=(
        Style("Cinematic", suffix="cinematic, high detail, shallow depth of field, 4k", negative_prompt="low quality, blurry"),
        Style("Film grain", suffix="vintage film, film grain, 1970s", negative_prompt="digital, cartoon"),
        Style("Anime", suffix="anime, cartoon animation, vivid colors", negative_prompt="photo, realistic"),
        Style("Black and white", suffix="black and white, monochrome, high contrast", negative_prompt="color"),
        Style("Slow motion", suffix="slow motion", negative_prompt="fast, jerky"),
        Style("Aerial", suffix="aerial view, drone footage, 4k", negative_prompt="close up"),
        Style("No watermark", negative_prompt="watermark, text, logo, low quality, blurry"),
    ),
)

# the built-in model's world: its captions have these words and no others
STARTER = ModelWords(
    groups=(
        WordGroup("shape", ("circle", "square", "triangle", "star", "heart", "ring", "diamond", "cross")),
        WordGroup("colour", ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "white", "brown")),
        WordGroup("size", ("small", "large")),
        WordGroup("motion", (
            "moving left", "moving right", "moving up", "moving down", "bouncing", "spinning", "growing", "shrinking", "moving in a circle", "zigzagging",
            "blinking", "standing still",
        )),
        WordGroup("background", (
            "on a black background", "on a white background", "on a gray background", "in the night sky", "over the sea", "at sunset", "on the grass",
            "in the desert",
        )),
    ),
)  # fmt: skip
