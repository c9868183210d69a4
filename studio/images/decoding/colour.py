"""Any mode and profile → 8-bit sRGB, as RGB or, where something shines through, RGBA."""

import io

import numpy as np
from PIL import Image, ImageCms

from studio.images.limits import PROFILE_BYTES

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_MODE_OF_SPACE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_STEPS = (0, 51, 102, 153, 204, 255)
_SAME = 2  # of 255: profiles that differ from sRGB by less are sRGB written down by someone else


def is_srgb(image: Image.Image) -> bool:
    """Whether the picture may be shown as it is: no profile, one that cannot be used, or sRGB itself."""
    if image.mode not in ("RGB", "RGBA", "L", "LA", "P", "1"):
        return False
    profile = _profile(image)
    if profile is None:
        return True
    mode = _MODE_OF_SPACE[profile.profile.xcolor_space.strip()]
    patches = _patches() if mode == "RGB" else Image.linear_gradient("L")
    shown = _transformed(patches, profile)
    if shown is None:
        return True
    difference = np.asarray(shown, np.int16) - np.asarray(patches.convert("RGB"), np.int16)
    return int(np.abs(difference).max()) <= _SAME


def to_srgb(image: Image.Image) -> Image.Image:
    """Takes the pixels over: the image handed in is not to be used afterwards."""
    profile = None if is_srgb(image) else _profile(image)
    image = _eight_bits(image)
    alpha = None
    if image.mode in ("RGBA", "LA"):
        alpha = image.getchannel("A")
        image = image.convert(image.mode[:-1])
        if alpha.getextrema() == (255, 255):
            alpha = None
    if profile is not None:
        image = _transformed(image, profile) or image
    if image.mode != "RGB":
        image = image.convert("RGB")
    if alpha is not None:
        image.putalpha(alpha)
    image.info.clear()  # or Pillow would write profile, resolution and comment into the next file
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """RGB, RGBA, L, LA or CMYK; a palette or a transparent colour becomes real colours and an alpha channel."""
    transparent = image.info.get("transparency")
    if image.mode.startswith("I"):
        values = np.asarray(image)
        shade = Image.fromarray((values >> 8).clip(0, 255).astype(np.uint8))
        if isinstance(transparent, int):
            shade.putalpha(Image.fromarray(np.where(values == transparent, 0, 255).astype(np.uint8)))
        return shade
    if image.mode == "F":
        return image.convert("L")
    if image.mode == "P":
        return image.convert("RGB" if transparent is None else "RGBA")
    if image.mode == "PA":
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L" if transparent is None else "LA")
    if transparent is not None and image.mode in ("L", "RGB"):
        return image.convert(image.mode + "A")
    return image if image.mode in ("RGB", "RGBA", "L", "LA", "CMYK") else image.convert("RGB")


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The embedded profile; None where it is missing, unreadable, too large or made for another kind of picture."""
    raw = image.info.get("icc_profile")
    if not raw or len(raw) > PROFILE_BYTES:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        space = profile.profile.xcolor_space.strip()
    except (OSError, ValueError):
        return None
    kinds = {"RGB": ("RGB", "RGBA", "P", "PA"), "GRAY": ("L", "LA", "1", "I;16"), "CMYK": ("CMYK",)}
    return profile if image.mode in kinds.get(space, ()) else None


def _transformed(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image | None:
    """As browsers do it: relative colorimetric with black point compensation. None if the profile cannot do that."""
    try:
        return ImageCms.profileToProfile(
            image,
            profile,
            _SRGB,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, ValueError):
        return None


def _patches() -> Image.Image:
    """The colour cube in 6 × 6 × 6 patches, a pixel each."""
    cube = np.array(np.meshgrid(_STEPS, _STEPS, _STEPS), np.uint8).reshape(3, -1).T
    return Image.fromarray(cube.reshape(6, 36, 3).copy())
