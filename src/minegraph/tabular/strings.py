"""The texts that the cells of a workbook share."""

from __future__ import annotations

from minegraph.tabular.formats import plain
from minegraph.tabular.vocabulary import named

_TEXT = named("t")
_PHONETIC = named("rPh")
_ITEM = named("si") | named("is")


class TextReader:
    """The texts of the shared strings, or of one inline string: without formatting and without phonetic guides."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_text = self._is_phonetic = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        if name in _PHONETIC:
            self._is_phonetic = True
        self._is_text = name in _TEXT and not self._is_phonetic

    def text(self, data: str) -> None:
        """Text between two tags."""
        if self._is_text:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        """An element ends."""
        self._is_text = False
        if name in _PHONETIC:
            self._is_phonetic = False
        elif name in _ITEM:
            self.texts.append(plain("".join(self._pieces)))
            self._pieces.clear()

    def taken(self) -> str:
        """The texts so far as one, which are then forgotten."""
        text = "".join(self.texts)
        self.texts.clear()
        return text
