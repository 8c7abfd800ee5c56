"""Words of camera, light, motion and look that Wan models follow."""

from t2v_desktop.models.words import ModelWords, Style, WordGroup

WORDS = ModelWords(
    groups=(
        WordGroup("camera", (
            "close-up shot", "medium shot", "wide shot", "low-angle shot", "high-angle shot", "aerial shot", "over-the-shoulder shot",
            "tracking shot", "camera pans left", "camera pans right", "camera pushes in", "camera pulls back", "orbit shot", "fixed camera", "handheld camera",
        )),
        WordGroup("light", (
            "soft lighting", "hard lighting", "backlighting", "rim lighting", "side lighting", "golden hour", "daylight", "overcast sky", "moonlight",
            "firelight", "neon lights", "low contrast lighting", "silhouette",
        )),
        WordGroup("motion", (
            "slow motion", "time-lapse", "walking", "running", "dancing", "turning around", "flying", "wind blowing", "waves rolling", "hair swaying",
        )),
        WordGroup("look", (
            "photorealistic", "cinematic", "shallow depth of field", "film grain", "warm colors", "cool colors", "saturated colors", "black and white",
            "3D animation", "2D anime", "claymation", "watercolor", "pixel art", "felt puppet",
        )),
    ),
    styles=(
        Style("Cinematic", suffix="cinematic film still, shallow depth of field, soft side lighting, rich colors", negative_prompt="flat lighting"),
        Style("Film grain", suffix="shot on 35mm film, fine film grain, muted colors, slight vignette", negative_prompt="digital look, oversharpened"),
        Style("Anime", "2D anime style.", "clean line art, cel shading, vivid colors", "photorealistic, 3D render"),
        Style("3D animation", "3D animated film.", "soft global illumination, stylized characters, detailed textures", "live action, photograph"),
        Style("Black and white", suffix="black and white film, high contrast, deep shadows", negative_prompt="color, saturated colors"),
        Style("Slow motion", suffix="slow motion, smooth movement, shot at a high frame rate", negative_prompt="fast motion, jerky movement"),
        Style("Documentary", suffix="documentary footage, natural light, handheld camera, realistic", negative_prompt="cartoon, painting"),
        Style("Clean picture", negative_prompt="blurry details, subtitles, watermark, frozen picture, low quality, compression artifacts, deformed hands"),
    ),
)  # fmt: skip
