"""A file that is no picture."""


class NotAPicture(ValueError):
    """`code` has a sentence on the pages: bukan_foto, foto_rusak."""

    permanent = True

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
