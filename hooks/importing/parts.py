"""A tutorial taken apart: its lines of prose, and its code, in whatever form it has that."""

import html
import re
from collections.abc import Iterator

from importing.code import QUOTED, Code, Prose, dedent, said
from importing.containers import CODE, Containers, width
from transcripts.page.fences import OPENING

HIGHLIGHT = re.compile(r"\s*\{(?:%-?|\{<) *highlight +\"?(?P<info>[\w.+-]*).*?(?:-?%|>\})\}\s*$")
HIGHLIGHT_END = re.compile(r"\s*\{(?:%-? *endhighlight|\{< */ *highlight).*\}\s*$")
PRE = re.compile(r"(?P<indent>\s*)<pre\b(?P<attributes>[^>]*)>(?P<rest>.*)$", re.I)
CLASS = re.compile(r"\bclass=[\"']?(?:language-|lang-|highlight-source-|brush: ?)?([\w.+-]+)")
KRAMDOWN = re.compile(r"\s*\{:\s*(?P<info>[^}]*)\}\s*$")
SHORTCODE = re.compile(r"\{\{[<%].*?[%>]\}\}|\{%-?(?:[^%]|%(?!\}))*%\}|\{:[^}]*\}")
DIV = re.compile(r"\s*:{3,}.*$")


def parts(text: str) -> Iterator[Prose | Code]:
    """Give the prose and code of a tutorial, in order."""
    return _Parts(text.split("\n")).read()


class _Parts:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0
        self._containers = Containers()
        self._blank = True
        """Whether nothing, or only code, stands right above."""

    def read(self) -> Iterator[Prose | Code]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.lstrip().startswith("<!--") and (end := self._comment()):
                self._at = end
            elif code := self._code(line):
                if self._at < len(self._lines) and (below := KRAMDOWN.fullmatch(self._lines[self._at])):
                    code = said(code, below["info"])
                    self._at += 1
                self._blank = True
                yield code
            else:
                self._at += 1
                yield from self._prose(line)

    def _comment(self) -> int:
        """Give the number of the line behind a comment; 0 where it does not end."""
        return next((n + 1 for n in range(self._at, len(self._lines)) if "-->" in self._lines[n]), 0)

    def _prose(self, line: str) -> Iterator[Prose]:
        self._blank = not line.strip()
        plain = QUOTED.sub(lambda found: found[2], line)
        without = SHORTCODE.sub("", plain)
        if DIV.match(line) or (without != plain and not without.strip()):
            return
        yield Prose(self._at, self._containers.prose(without))

    def _code(self, line: str) -> Code | None:
        if opening := OPENING.match(line):
            return self._fence(opening)
        if opening := HIGHLIGHT.match(line):
            return self._until(HIGHLIGHT_END, width(line), opening["info"])
        if opening := PRE.match(line):
            return self._pre(opening)
        indented = self._blank and line.strip() and not line.lstrip().startswith("<")
        if indented and self._containers.beyond(width(line)) >= CODE:
            return self._indented(width(line))
        return None

    def _made(self, first: int, indent: int, info: str, lines: list[str], closed: bool = True) -> Code:
        return said(Code(first + 1, self._containers.column(indent), "", "", dedent(lines), closed), info)

    def _fence(self, opening: re.Match[str]) -> Code:
        fence, quoted = opening["fence"], opening["marker"].lstrip().startswith(">")
        body: list[str] = []
        first = self._at = self._at + 1
        for number in range(first, len(self._lines)):
            line = self._lines[number]
            line = re.sub(r"^\s*> ?", "", line) if quoted else line
            bare = line.strip()
            if bare.startswith(fence) and not bare.strip(fence[0]):
                self._at = number + 1
                return self._made(first, width(opening[0]), opening["info"], body)
            body.append(line)
        # One that is never closed ends where a paragraph would.
        end = next((number for number, line in enumerate(body) if not line.strip()), len(body))
        self._at = first + end
        return self._made(first, width(opening[0]), opening["info"], body[:end], closed=False)

    def _until(self, ending: re.Pattern[str], indent: int, info: str) -> Code | None:
        for number in range(self._at + 1, len(self._lines)):
            if ending.match(self._lines[number]):
                first, self._at = self._at + 1, number + 1
                return self._made(first, indent, info, self._lines[first:number])
        return None

    def _pre(self, opening: re.Match[str]) -> Code | None:
        for number in range(self._at, len(self._lines)):
            if "</pre>" in self._lines[number].lower():
                text = "\n".join([opening["rest"], *self._lines[self._at + 1 : number + 1]])
                inside = re.split(r"</pre>", text, maxsplit=1, flags=re.I)[0]
                language = CLASS.search(opening["attributes"] + inside.split("\n")[0])
                plain = html.unescape(re.sub(r"</?[a-zA-Z][^>\n]*>", "", inside))
                skipped = 1 if plain.startswith("\n") else 0
                first, self._at = self._at + skipped, number + 1
                return self._made(
                    first, width(opening["indent"]), language[1] if language else "", plain.split("\n")[skipped:]
                )
        return None

    def _indented(self, indent: int) -> Code:
        first = self._at
        end = number = first
        while number < len(self._lines) and (not self._lines[number].strip() or width(self._lines[number]) >= indent):
            number += 1
            end = number if self._lines[number - 1].strip() else end
        self._at = end
        return self._made(first, indent - CODE, "", self._lines[first:end])
