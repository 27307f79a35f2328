"""Whether a shell that reads a command waits for more of it: as far as it can be told without one."""

import re
from collections.abc import Callable

OPENS = {"if": "fi", "for": "done", "while": "done", "until": "done", "select": "done", "case": "esac", "{": "}"}
GOES_ON = frozenset({"then", "do", "else", "elif", "!", "time"})
"""Words behind which a command begins."""
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
HERE = re.compile(r"<<(?P<tabs>-?)[ \t]*(?P<quoted>['\"\\]?)(?P<word>[\w.!+-]+)['\"]?")
INSIDE = re.compile(r"\$'(?:[^'\\]|\\.)*'|'[^']*'", re.S)
"""What is quoted to the letter."""


def unfinished(text: str) -> bool:
    """Whether it ends with a backslash, or within quotes, brackets, a here-document or a compound command."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._open: list[str] = []
        self._here: list[tuple[str, bool]] = []
        self._word = ""
        self._begins = True
        """Whether the next word is that of a command."""
        self._joined = False
        """Whether a pipe or the like waits for the next command."""

    def scan(self) -> bool:
        cut = False
        while self._at < len(self._text) and not cut:
            cut = not (self._within if self._open and self._open[-1] in ('"', "${") else self._outside)()
        if not cut:
            self._end_word()
        return cut or bool(self._open or self._here) or self._joined

    def _next(self, text: str) -> bool:
        return self._text.startswith(text, self._at)

    def _take(self, many: int = 1, word: str = "") -> bool:
        self._word += word
        self._at += many
        return self._at <= len(self._text)

    def _expansion(self) -> bool | None:
        """Take what begins alike within quotes and outside; None where nothing does."""
        if self._next("\\"):
            return self._at + 1 < len(self._text) and self._take(2, "" if self._next("\\\n") else "\\")
        if self._next("$(("):
            return self._to("))")
        for begin, frame in (("$(", ")"), ("${", "${"), ("`", "`")):
            if self._next(begin):
                if begin == "`" and "`" in self._open:
                    self._end_word()
                    while self._open.pop() != "`":
                        pass
                else:
                    self._open.append(frame)
                self._begins = begin != "${"
                return self._take(len(begin), "")
        return None

    def _within(self) -> bool:
        taken = self._expansion()
        if taken is not None:
            return taken
        if self._next('"' if self._open[-1] == '"' else "}"):
            self._open.pop()
            self._begins = False
        elif self._next('"'):
            self._open.append('"')
        return self._take()

    def _outside(self) -> bool:
        for quoted in ("'", "$'"):
            if self._next(quoted):
                found = INSIDE.match(self._text, self._at)
                return bool(found) and self._take(len(found[0]) if found else 0, "'")
        taken = self._expansion()
        if taken is not None:
            return taken
        if self._next('"'):
            self._open.append('"')
            return self._take(1, '"')
        if self._next("#") and not self._word:
            end = self._text.find("\n", self._at)
            return self._take((end if end >= 0 else len(self._text)) - self._at)
        if self._next("((") and self._begins and not self._word:
            return self._to("))")
        if self._next("<<") and not self._next("<<<") and (found := HERE.match(self._text, self._at)):
            self._here.append((found["word"], bool(found["tabs"])))
            return self._take(len(found[0]))
        return self._take_mark() if self._text[self._at] in " \t\n;&|<>()" else self._take(1, self._text[self._at])

    def _take_mark(self) -> bool:
        mark = self._text[self._at]
        self._end_word()
        marks: dict[str, Callable[[], bool]] = {"\n": self._newline, "(": self._bracket, ")": self._closing}
        if mark in marks:
            return marks[mark]()
        if mark in "|&;":
            self._begins = True
            self._joined = mark == "|" or self._next("&&") or (self._joined and mark == "&")
            return self._take(2 if self._next("&&") or self._next("||") or self._next("&>") else 1)
        if self._next("<<<") or self._next(">&") or self._next("<&"):
            return self._take(3 if self._next("<<<") else 2)
        return self._take()

    def _newline(self) -> bool:
        self._begins = True
        self._take()
        while self._here:
            word, tabs = self._here[0]
            end = re.compile(rf"{chr(9) + '*' if tabs else ''}{re.escape(word)}(?:\n|\Z)")
            while not (found := end.match(self._text, self._at)):
                line = self._text.find("\n", self._at)
                if line < 0:
                    return False
                self._at = line + 1
            self._at = found.end()
            self._here.pop(0)
        return True

    def _bracket(self) -> bool:
        self._open.append(")")
        self._begins = True
        return self._take()

    def _closing(self) -> bool:
        # Behind a pattern of `case` there is a bracket that nothing opened.
        if self._open and self._open[-1] == ")":
            self._open.pop()
        self._begins = True
        return self._take()

    def _to(self, end: str) -> bool:
        found = self._text.find(end, self._at)
        self._begins = False
        return found >= 0 and self._take(found + len(end) - self._at, "x")

    def _end_word(self) -> None:
        word, self._word = self._word, ""
        if not word:
            return
        self._joined = False
        if not self._begins:
            return
        if word in OPENS:
            self._open.append(OPENS[word])
            self._begins = word == "{" or word in ("if", "while", "until")
        elif self._open and word == self._open[-1]:
            self._open.pop()
            self._begins = False
        else:
            self._begins = word in GOES_ON or bool(ASSIGNMENT.match(word))
