"""The rule of two runs, with a player that has its answers ready: what counts, what is told, what is stored."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import KINDS, step
from transcripts.errors import LabError, StepError
from transcripts.findings import Class
from transcripts.judge.decision import Decision
from transcripts.judge.review import Mode
from transcripts.judge.trial import Trial
from transcripts.keep.provenance import Facts, Provenance, Unsteady
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript

NAMES = "abcd"
PAGE = "".join(f'```console snippet="{name}"\n$ {name}\n```\n\n' for name in NAMES)
SNIPPETS = page.read(PAGE, "page.md", KINDS).snippets
STOP, GONE = "(stop)", "(gone)"
Answers = Mapping[str, str]


def shown(name: str, output: str) -> Transcript:
    return Transcript((step(name, output),))


class Player:
    """Shows `same`, or the answer that it has for a snippet."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.shown: dict[str, Transcript] = {}
        self.stopped: StepError | None = None
        self.open = True

    def play(self, wanted: Snippet) -> None:
        for snippet in SNIPPETS[: SNIPPETS.index(wanted) + 1]:
            if snippet.name in self.shown or self.stopped:
                continue
            answer = self.answers.get(snippet.name, "same\n")
            if answer == GONE:
                raise LabError("lab", "is gone", "run it again")
            if answer == STOP:
                self.stopped = StepError(snippet.commands[0].place, "ended with status 1", "mend it")
            else:
                self.shown[snippet.name] = shown(snippet.name, answer)

    def healthy(self) -> bool:
        return self.answers.get("health") != GONE

    def facts(self) -> Facts:
        return Facts(date(2026, 11, 25), self.answers.get("engine", "28"))

    def close(self) -> None:
        self.open = False


class Ran:
    """A page that was tried: the outcome of each snippet as pytest would have it, and the decision at the end."""

    def __init__(
        self,
        *runs: Answers,
        mode: Mode = Mode.VERIFY,
        captured: Answers | None = None,
        wanted: str = NAMES,
        **unsteady: Class,
    ) -> None:
        stored = dict.fromkeys(NAMES, "same\n") if captured is None else captured
        captures = Captures(
            Path("snippets/page"),
            Provenance(unsteady={name: Unsteady("", frozenset({(0, kind)})) for name, kind in unsteady.items()}),
            {name: shown(name, out) for name, out in stored.items()},
        )
        self.players: list[Player] = []
        left = iter(runs)

        def begin(otherwise: bool) -> Player:
            assert not any(player.open for player in self.players), "the first labs go before the second come"
            assert otherwise == bool(self.players), "the second run, and no other, is begun otherwise"
            answers = next(left)
            if answers.get("labs") == GONE:
                raise LabError("lab", "does not start", "run it again")
            self.players.append(Player(answers))
            return self.players[-1]

        self.said: list[str] = []
        snippets = [snippet for snippet in SNIPPETS if snippet.name in wanted]
        trial = Trial(snippets, captures, mode, begin, self.said.append)
        self.outcomes = "".join(self._outcomes(trial, snippets))
        self.decision: Decision = trial.end()
        assert not any(player.open for player in self.players)
        assert next(left, None) is None, "a run that was expected did not come"

    def _outcomes(self, trial: Trial, snippets: list[Snippet]) -> Iterator[str]:
        for snippet in snippets:
            try:
                trial.play(snippet)
            except LabError:
                yield "E"
                continue
            yield "s" if trial.unseen(snippet) else "F" if trial.findings(snippet) else "."

    @property
    def told(self) -> list[str]:
        assert all(found.kind is Class.CANDIDATE for found in self.decision.told)
        return [f"{found.place} {found.text.split(chr(10))[0]}" for found in self.decision.told]


def lines(*names: str) -> list[str]:
    return [f"docs/page.md:{4 * NAMES.index(name) + 2}" for name in names]


def test_a_page_that_is_as_recorded_runs_once_and_is_true() -> None:
    ran = Ran({})
    assert (ran.outcomes, ran.told, ran.decision.true, ran.said) == ("....", [], True, [])


def test_what_both_runs_show_counts() -> None:
    ran = Ran({"b": "other\n"}, {"b": "other\n"})
    assert (ran.outcomes, ran.told, ran.decision.true) == (".F..", [], False)
    assert ran.said == ["an alarm counts if two runs agree"]


def test_what_one_run_shows_is_told_and_a_clean_second_run_makes_the_page_true() -> None:
    ran = Ran({"b": "other\n"}, {"engine": "29"})
    assert (ran.outcomes, ran.decision.true) == ("....", True)
    assert [said.split()[0] for said in ran.told] == lines("b")


def test_two_findings_of_two_runs_are_no_agreement() -> None:
    """One snippet moody in the first run, another in the second: nothing fails, both are told, nothing is verified."""
    ran = Ran({"a": "other\n"}, {"c": "other\n"})
    assert (ran.outcomes, ran.decision.true) == ("....", False)
    assert [said.split()[0] for said in ran.told] == lines("a", "c")


def test_a_finding_of_the_second_run_above_the_first_one_is_not_dropped() -> None:
    ran = Ran({"c": "other\n"}, {"a": "other\n", "c": "other\n"})
    assert (ran.outcomes, ran.decision.true) == ("..F.", False)
    assert [said.split()[0] for said in ran.told] == lines("a")


def test_another_class_at_the_same_command_is_another_finding() -> None:
    ran = Ran({"b": "same\nmore\n"}, {"b": ""})
    assert (ran.outcomes, ran.decision.true) == ("....", False)
    assert [said.partition(": ")[0].partition(" ")[2] for said in ran.told] == ["new line", "missing line"]


def test_a_finding_behind_the_first_one_is_found_in_the_same_two_runs() -> None:
    ran = Ran({"b": "other\n", "d": "other\n"}, {"b": "other\n", "d": "other\n"})
    assert ran.outcomes == ".F.F"


def test_a_page_that_stops_twice_at_one_command_fails_there_and_the_rest_is_not_seen() -> None:
    assert Ran({"b": STOP}, {"b": STOP}).outcomes == ".Fss"


def test_a_page_that_stops_once_is_told() -> None:
    ran = Ran({"b": STOP}, {})
    assert (ran.outcomes, ran.decision.true) == ("....", True)
    assert [said.split()[0] for said in ran.told] == lines("b")


@pytest.mark.parametrize(("first", "second"), ["bd", "db"])
def test_what_no_run_showed_whole_is_not_passed_as_true(first: str, second: str) -> None:
    ran = Ran({first: STOP}, {second: STOP})
    assert (ran.outcomes, ran.decision.true) == ("...F", False)
    assert len(ran.told) == 2


def test_a_capture_that_is_missing_needs_no_second_run() -> None:
    ran = Ran({}, captured={"a": "same\n"})
    assert (ran.outcomes, ran.said) == (".FFF", [])


def test_labs_that_do_not_start_are_an_error_each_time_the_same() -> None:
    assert Ran({"labs": GONE}).outcomes == "EEEE"


def test_a_lab_that_is_gone_is_an_error_from_there_on() -> None:
    ran = Ran({"c": GONE})
    assert (ran.outcomes, ran.decision) == ("..EE", Decision())


def test_where_there_is_no_second_run_the_first_is_told() -> None:
    ran = Ran({"b": "other\n"}, {"labs": GONE})
    assert ran.outcomes == ".EEE"
    assert [said.split()[0] for said in ran.told] == lines("b")


def test_a_lab_that_is_gone_behind_the_finding_leaves_the_judgement_to_the_second_run() -> None:
    ran = Ran({"b": "other\n", "d": GONE}, {"b": "other\n"})
    assert (ran.outcomes, ran.decision.true) == (".F..", False)


def test_only_what_is_asked_for_is_judged() -> None:
    ran = Ran({"a": "other\n"}, wanted="c")
    assert (ran.outcomes, ran.said) == (".", [])


def test_what_is_new_is_stored_if_two_runs_agree() -> None:
    ran = Ran({"b": "new\n"}, {"b": "new\n"}, mode=Mode.UPDATE)
    assert (ran.outcomes, ran.said) == ("....", ["what is new is stored if two runs agree"])
    assert ran.decision.keep == {"b": shown("b", "new\n")}
    assert [found.kind for found in ran.decision.changes] == [Class.TEXT]
    assert ran.decision.true


def test_what_two_runs_do_not_agree_on_is_refused_and_the_rest_is_stored() -> None:
    ran = Ran({"b": "one\n", "c": "new\n"}, {"b": "two\n", "c": "new\n"}, mode=Mode.UPDATE)
    assert list(ran.decision.keep) == ["c"]
    assert [found.place for found in ran.decision.refused] == lines("b")
    assert not ran.decision.true


def test_what_was_stored_and_is_moody_is_told_when_something_else_is_recorded() -> None:
    ran = Ran({"c": "new\n"}, {"a": "moody\n", "c": "new\n"}, mode=Mode.UPDATE)
    assert list(ran.decision.keep) == ["c"]
    assert [said.split()[0] for said in ran.told] == lines("a")


def test_nothing_is_stored_of_a_page_that_stops() -> None:
    ran = Ran({"b": "new\n", "d": STOP}, {"b": "new\n", "d": STOP}, mode=Mode.UPDATE)
    assert ran.outcomes == "...F"
    assert ran.decision.keep == {}
    assert [str(found).split("\n")[0] for found in ran.decision.refused] == [
        "docs/page.md:5: b: the page stopped: docs/page.md:14: ended with status 1"
    ]


def test_a_page_that_stopped_once_is_stored_as_far_as_two_runs_came() -> None:
    ran = Ran({"b": "new\n", "c": STOP}, {"b": "new\n", "d": "new\n"}, mode=Mode.UPDATE)
    assert list(ran.decision.keep) == ["b"]
    assert [found.place for found in ran.decision.refused] == ["docs/page.md:13"]


def test_what_is_stored_is_what_the_first_run_showed_since_the_second_has_another_day() -> None:
    ran = Ran({"b": "new 1 MB\n", "c": STOP}, {"b": "new 2 MB\n"}, mode=Mode.UPDATE)
    assert ran.decision.keep == {"b": shown("b", "new 1 MB\n")}
    assert [found.kind for found in ran.decision.changes] == [Class.TEXT]


def test_how_two_runs_of_a_recording_disagree_is_given_to_be_remembered() -> None:
    ran = Ran({"a": "x\ny\n", "b": "one\n"}, {"a": "y\nx\n", "b": "two\n"}, mode=Mode.CREATE, captured={})
    found = {name: [(each.step, each.kind) for each in drifts] for name, drifts in ran.decision.disagreed.items()}
    assert found == {"a": [(0, Class.ORDER)], "b": [(0, Class.TEXT)]}
    assert Ran({"a": "x\n"}, {"a": "x\n"}, mode=Mode.UPDATE).decision.disagreed == {}


def test_what_once_disagreed_is_not_stored_though_two_runs_agree() -> None:
    ran = Ran({"b": "new\n", "c": "new\n"}, {"b": "new\n", "c": "new\n"}, mode=Mode.UPDATE, b=Class.TEXT)
    assert list(ran.decision.keep) == ["c"]
    assert [str(found).split("\n")[0] for found in ran.decision.refused] == [
        "docs/page.md:6: `b` did not show the same in two runs of an earlier recording (changed text)"
    ]
    assert not ran.decision.true


def test_what_once_disagreed_so_is_told_by_a_verification_and_fails_nothing() -> None:
    ran = Ran({"b": "other\n"}, {"b": "other\n"}, b=Class.TEXT)
    assert (ran.outcomes, ran.decision.true) == ("....", False)
    assert [said.split()[0] for said in ran.told] == lines("b")
    assert "two runs of a recording did not agree here either" in ran.decision.told[0].text


def test_another_class_than_the_one_that_once_disagreed_counts() -> None:
    assert Ran({"b": "other\n"}, {"b": "other\n"}, b=Class.ORDER).outcomes == ".F.."
    assert Ran({"a": "other\n"}, {"a": "other\n"}, b=Class.TEXT).outcomes == "F..."


def test_the_day_of_the_recording_is_refused() -> None:
    dated = {"b": "25/Nov/2026 new\n", "c": "24/Nov/2026 new\n"}
    ran = Ran(dated, dated, mode=Mode.UPDATE)
    assert list(ran.decision.keep) == ["c"]
    assert "`b` shows the day of this recording, 25/Nov/2026" in str(ran.decision.refused[0])


def test_nothing_is_stored_if_the_engine_is_gone_at_the_end() -> None:
    ran = Ran({"b": "new\n", "health": GONE}, mode=Mode.UPDATE)
    assert ran.decision.keep == {}
    assert "the lab's engine was gone at the end of the page" in str(ran.decision.refused[0])


def test_nothing_is_stored_if_there_is_no_second_run() -> None:
    ran = Ran({"b": "new\n"}, {"labs": GONE}, mode=Mode.UPDATE)
    assert (ran.outcomes, ran.decision.keep) == ("....", {})
    assert str(ran.decision.refused[0]).startswith("docs/page.md:5: b: does not start\n")


def test_a_first_recording_runs_twice() -> None:
    ran = Ran({}, {}, mode=Mode.CREATE, captured={})
    assert list(ran.decision.keep) == list(NAMES)


def test_the_facts_are_those_of_the_run_that_is_kept() -> None:
    ran = Ran({"c": STOP, "engine": "1"}, {"b": "same\n", "engine": "2"}, mode=Mode.UPDATE)
    assert ran.decision.facts.engine == "2"


def test_a_run_that_is_cut_short_stores_nothing() -> None:
    captures = Captures(Path("snippets/page"), Provenance(), {})
    trial = Trial(SNIPPETS, captures, Mode.UPDATE, lambda otherwise: Player({}))
    trial.play(SNIPPETS[0])
    decided = trial.end()
    assert decided.keep == {}
    assert "the page did not come to its end" in str(decided.refused[0])
