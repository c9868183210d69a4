class ImageRefused(ValueError):
    """These bytes will not become a picture here. `str()` is a sentence for the person, `code` is for programs.

    empty                 no bytes at all
    too_many_bytes        the file is over its limit
    not_a_picture         nothing that we know begins like this
    unsupported_format    a picture, or a neighbour of pictures (SVG, TIFF, PDF …), of a kind not taken here
    too_many_pixels       more megapixels than the limit
    too_long              a side is over its limit
    damaged               cut short, corrupt, or lying about itself
    out_of_memory, timed_out, crashed   what happened to the process that tried to decode it
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
