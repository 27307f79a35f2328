"""The question that only a shell which waits at its prompt answers: what is `$?`, and a number of the moment.

The line editor of bash expands the line (shell-expand-line), so no command runs, no trap, and nothing enters its
history; `$_` stays as well. What printed a copy of the marks, or of an earlier answer, cannot know the number; it can
only stay silent, until the true prompt comes.
"""

import secrets
from dataclasses import dataclass, field

EXPAND, ERASE = r"\C-x\C-a", r"\C-x\C-b"
KEYS = "; ".join(
    f"bind -m {keymap} '\"{keys}\": {function}'"
    for keymap in ("emacs", "vi-insert")
    for keys, function in ((EXPAND, "shell-expand-line"), (ERASE, "kill-whole-line"))
)
"""What makes a bash able to answer."""
ASK, TAKE_BACK = b"\x18\x01", b"\x18\x02"
"""What is typed behind a question, and once it is answered."""


def _number() -> int:
    return secrets.randbelow(9 * 10**7) + 10**7


@dataclass(frozen=True)
class Question:
    """A question that is asked once."""

    number: int = field(default_factory=_number)

    @property
    def text(self) -> str:
        """What is typed."""
        return f"$(({self.number}*1000+$?))"

    def answer(self, status: int) -> str:
        """Give what the line is expanded to."""
        return f"{self.number}{status:03}"

    def status(self, shown: str) -> int | None:
        """Give the status of the answer in what is shown; None where it is not there yet."""
        begin = shown.rfind(str(self.number))
        digits = shown[begin + 8 :][:3]
        return int(digits) if begin >= 0 and len(digits) == 3 and digits.isdecimal() else None
