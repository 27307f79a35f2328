"""What must not be stored although two runs agree on it: they agree by luck, or for a reason that both have."""

from datetime import date

from transcripts.findings import Class, Finding
from transcripts.judge import dates, order
from transcripts.judge.tolerance import Tolerance
from transcripts.keep.provenance import Unsteady
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript

SORT = "sort the lines, say less with --format, or write unordered on the fence"
STEADY = "make it show the same each time, or write varies= on the fence; a changed snippet is stored"
DATED = "make the command say less, or write varies= on the fence, a pattern of that date"


def finding(
    snippet: Snippet, shown: Transcript, day: date | None, once: Unsteady | None, tolerance: Tolerance
) -> Finding | None:
    """Give why what a snippet showed on a day is not to be stored, and what to do; None where nothing is against it.

    `once` is what two runs of it did not agree on before.
    """
    each = zip(snippet.commands, shown.steps, shown.commands, strict=True)
    for number, (command, step, typed) in enumerate(each):
        said = ""
        kinds = sorted(kind for where, kind in once.drifts if where == number) if once else []
        if kinds:
            advice = SORT if Class.ORDER in kinds else STEADY
            said = f"did not show the same in two runs of an earlier recording ({', '.join(kinds)})\n  {advice}"
        elif order.by_chance(typed, step.output, unordered=snippet.options.unordered):
            said = f"lists in the order of ids, which are others in each run\n  {SORT}"
        elif day and (today := dates.shown(step.output, day, tolerance.of(typed))):
            said = f"shows the day of this recording, {today}, and tomorrow another one\n  {DATED}"
        if said:
            return Finding(Class.NOT_STORED, str(command.place), f"`{command.lines[0].text}` {said}")
    return None
