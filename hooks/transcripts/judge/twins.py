"""Values that are the same one in several places of a page: which new one stands for which stored one."""

import re

from transcripts.judge.kinds import Value

SHA, CUT = "sha256:", "..."


class Twins:
    """Which new value stands for which stored one, one to one, through a whole page or what is within it."""

    def __init__(self, page: "Twins | None" = None) -> None:
        self._page = page
        self._new: dict[str, Value] = {}
        self._old: dict[str, Value] = {}

    def within(self) -> "Twins":
        """Give the twins within the output of one command, where numbers of processes and the like are the same."""
        return Twins(self)

    def _of(self, value: Value) -> "Twins":
        return self._page if self._page and not value.kind.local else self

    def copy(self) -> "Twins":
        """Give the same pairs, to be added to apart."""
        made = Twins(self._page.copy() if self._page else None)
        made._new, made._old = dict(self._new), dict(self._old)
        return made

    def agree(self, old: Value, new: Value) -> bool:
        """Whether the pair is the same one wherever either value came before; remembers it."""
        if not old.kind.twin:
            return True
        if (there := self._of(old)) is not self:
            return there.agree(old, new)
        if old.key not in self._new and new.key not in self._old:
            self._new[old.key], self._old[new.key] = new, old
            return True
        known = self._new.get(old.key), self._old.get(new.key)
        if not (known[0] and known[1] and known[0].key == new.key and known[1].key == old.key):
            return False
        if len(old.text) > len(known[1].text):
            self._old[new.key] = old
        return True

    def may_agree(self, old: Value, new: Value) -> bool:
        """Whether the pair contradicts no pair that is known."""
        if not old.kind.twin:
            return True
        if (there := self._of(old)) is not self:
            return there.may_agree(old, new)
        known = self._new.get(old.key), self._old.get(new.key)
        return (known[0] is None or known[0].key == new.key) and (known[1] is None or known[1].key == old.key)

    def stored(self, new: Value) -> str:
        """Give the stored text that stands for a new value, at the length of the new one.

        A value that was not stored before keeps its own text, unless that already stands for another one: then it
        takes the text which that one set free, so that no two values ever look the same.
        """
        if (there := self._of(new)) is not self:
            return there.stored(new)
        old = self._old.get(new.key)
        if old is None:
            old = new
            while taken_by := self._new.get(old.key):
                old = taken_by
            self._new[old.key], self._old[new.key] = new, old
        return _at_length(old, new)


def _at_length(old: Value, new: Value) -> str:
    """Give an old value as the new one is written: as many digits, and what stands around them."""
    if not new.kind.digits or (old.kind is new.kind and len(old.text) == len(new.text)):
        return old.text
    before, after = _digits(old.text), _digits(new.text)
    digits = (before + after[len(before) :])[: len(after)]
    digits = digits.upper() if new.text.isupper() else digits
    body = ":".join(re.findall("..", digits)) if ":" in new.text.removeprefix(SHA) else digits
    return (SHA if new.text.startswith(SHA) else "") + body + (CUT if new.text.endswith(CUT) else "")


def _digits(text: str) -> str:
    return text.removeprefix(SHA).removesuffix(CUT).replace(":", "").lower()
