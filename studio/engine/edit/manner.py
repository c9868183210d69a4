"""Styles that are given to a picture once it is drawn: the editor's painters, for scenes of the illustrator's."""

import numpy as np
from PIL import Image

from studio.engine.edit.canvas import Canvas
from studio.engine.edit.restyle import restyle
from studio.engine.edit.steps import Restyle


def in_manner(picture: Image.Image, style: str, variant: int) -> Image.Image:
    """The picture in a style that `restyle` knows. Raises WeightsMissing where its painter is not installed."""
    canvas = Canvas(np.asarray(picture), seed=0, variant=variant)
    restyle(canvas, Restyle(style=style))
    return Image.fromarray(canvas.rgb)
