"""A page that is played while it is being written, in a real shell of this machine."""

import threading
import time

import pytest

from tests.conftest import step
from tests.write.conftest import Writer, fences, shown
from transcripts.keep import store
from transcripts.keep.drafts import State
from transcripts.keep.provenance import Facts
from transcripts.page.page import Page
from transcripts.transcript import Transcript
from write.player import Player

COUNTS = "$ echo once >> times; wc -l < times"


def rooms_used(writer: Writer) -> int:
    """Give in how many rooms something was typed."""
    return sum(any((room.folder / name).exists() for name in ("lab/times",)) for room in writer.inn.rooms)


def test_what_is_new_at_the_end_is_played_in_the_same_terminal(writer: Writer) -> None:
    assert shown(writer.after(fences(COUNTS)).drafts["a"]) == "1\n"
    news = writer.after(fences(COUNTS, "$ wc -l < times"))
    assert {name: shown(draft) for name, draft in news.drafts.items()} == {"a": "1\n", "b": "1\n"}
    assert rooms_used(writer) == 1
    assert news.said.startswith("2 commands played in ")


def test_a_change_further_up_is_played_anew_elsewhere(writer: Writer) -> None:
    writer.after(fences(COUNTS, "$ wc -l < times"))
    news = writer.after(fences(f"$ echo anew\n{COUNTS}", "$ wc -l < times"))
    assert shown(news.drafts["a"]) == "anew\n1\n"
    assert rooms_used(writer) == 2


def test_words_alone_play_nothing(writer: Writer) -> None:
    writer.after(fences(COUNTS))
    assert shown(writer.after(f"# Title\n\n{fences(COUNTS)}").drafts["a"]) == "1\n"
    assert rooms_used(writer) == 1


def test_a_command_that_fails_shows_what_it_said_and_is_mended_in_its_place(writer: Writer) -> None:
    news = writer.after(fences(COUNTS, "$ echo wrong; (exit 3)"))
    assert news.trouble.startswith("docs/page.md:6: `echo wrong; (exit 3)` ended with status 3, not 0\n  mend it")
    assert (news.drafts["b"].state, shown(news.drafts["b"])) == (State.STOPPED, "wrong\n")
    assert news.drafts["b"].trouble[0].endswith("ended with status 3, not 0")
    news = writer.after(fences(COUNTS, "$ wc -l < times"))
    assert (news.trouble, shown(news.drafts["b"])) == ("", "1\n")
    assert rooms_used(writer) == 1


def test_what_failed_is_not_tried_again_for_words(writer: Writer) -> None:
    writer.after(fences(f"{COUNTS}; false"))
    news = writer.after(f"# Title\n\n{fences(f'{COUNTS}; false')}")
    assert news.trouble.startswith("docs/page.md:4: "), "the place is that of the page as it is now"
    assert shown(news.drafts["a"]) == "1\n"


def test_a_command_that_never_comes_to_its_prompt_is_left_for_another_terminal(writer: Writer) -> None:
    news = writer.after(fences("$ cat").replace('"a"', '"a" timeout="1"'))
    assert "brought no prompt of the kind host within 1 s" in news.trouble
    assert shown(writer.after(fences("$ echo well")).drafts["a"]) == "well\n"


def test_a_command_that_runs_shows_what_it_has_shown_so_far(writer: Writer) -> None:
    writer.save(fences("$ echo first; sleep 2; echo last"))
    news = writer.until(lambda news: news.busy and "a" in news.drafts and shown(news.drafts["a"]) == "first\n")
    assert news.drafts["a"].state is State.RUNNING
    assert shown(writer.until(lambda news: not news.busy).drafts["a"]) == "first\nlast\n"


def test_the_last_of_several_saves_counts_also_in_the_middle_of_a_command(writer: Writer) -> None:
    began = time.monotonic()
    writer.save(fences("$ sleep 15"))
    writer.until(lambda news: news.said == "plays 1 of 1")
    for word in ("one", "two", "three"):
        writer.save(fences(f"$ echo {word}"))
    news = writer.until(lambda news: not news.busy)
    assert shown(news.drafts["a"]) == "three\n"
    assert time.monotonic() - began < 10


def test_a_save_just_before_a_command_is_typed_is_heard(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, still = [], Player._superseded

    def saved_meanwhile(player: Player) -> bool:
        superseded = bool(still.__get__(player))
        asked.append(superseded)
        if len(asked) == 1:
            writer.save(fences("$ echo anew"))
        return superseded

    monkeypatch.setattr(Player, "_superseded", property(saved_meanwhile))
    began = time.monotonic()
    writer.save(fences("$ sleep 15"))
    news = writer.until(lambda news: not news.busy and "a" in news.drafts)
    assert (asked[0], shown(news.drafts["a"])) == (False, "anew\n")
    assert time.monotonic() - began < 10


def test_a_save_that_is_looked_at_when_the_command_is_over_gives_up_nothing(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, saving = Player._read, threading.current_thread()

    def late(self: Player) -> Page:
        page = read(self)
        if threading.current_thread() is saving:
            writer.until(lambda news: not news.busy)
        return page

    writer.save(fences("$ sleep 0.3"))
    writer.until(lambda news: news.said == "plays 1 of 1")
    monkeypatch.setattr(Player, "_read", late)
    writer.save(f"# Title\n\n{fences(COUNTS)}")
    writer.until(lambda news: not news.busy)
    assert shown(writer.after(fences(COUNTS, "$ wc -l < times")).drafts["b"]) == "1\n"
    assert rooms_used(writer) == 1, "nothing was given up"


def test_a_save_that_leaves_what_runs_as_it_is_lets_it_run(writer: Writer) -> None:
    text = fences(f"{COUNTS}; sleep 1")
    writer.save(text)
    writer.until(lambda news: news.said == "plays 1 of 1")
    news = writer.after(text + fences(b="$ wc -l < times"))
    assert {name: shown(draft) for name, draft in news.drafts.items()} == {"a": "1\n", "b": "1\n"}
    assert rooms_used(writer) == 1


def test_a_nested_program_is_played(writer: Writer) -> None:
    news = writer.after(fences("$ python3 -q\n>>> 6 * 7\n>>> exit()"))
    assert shown(news.drafts["a"]) == "42\n"


def test_keys_are_typed_to_what_runs_and_what_is_below_them_goes_on(writer: Writer) -> None:
    news = writer.after(fences("$ tail -f /etc/hostname\n++ctrl+c++\n$ echo on"))
    assert [step.status for step in news.drafts["a"].transcript.steps][1:] == [130, 0]
    assert shown(news.drafts["a"]).endswith("\non\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("```console\n$ echo\n```\n", "docs/page.md:1: a console fence that neither runs nor says why"),
        ('```console snippet="a"\n$ echo\n', "docs/page.md:1: this fence is never closed"),
    ],
)
def test_a_page_that_cannot_be_read_is_told_in_two_lines_and_what_was_played_stays(
    writer: Writer, text: str, problem: str
) -> None:
    writer.after(fences(COUNTS))
    news = writer.after(text)
    assert news.trouble.startswith(problem)
    assert news.trouble.count("\n") == 1
    assert shown(writer.after(fences(COUNTS)).drafts["a"]) == "1\n"


def test_a_page_that_is_not_there_begins_when_it_is_saved(writer: Writer) -> None:
    writer.player.saved()
    news = writer.until(lambda news: not news.busy)
    assert news.trouble == "docs/page.md: is not there yet\n  write it: it is played when it is saved"
    (writer.root / "docs" / "page.md").write_bytes(b"\xff")
    writer.player.saved()
    news = writer.until(lambda news: not news.busy)
    assert news.trouble == "docs/page.md: is not text in UTF-8\n  save it as UTF-8"
    assert shown(writer.after(fences("$ echo well")).drafts["a"]) == "well\n"


def test_machines_that_do_not_start_are_told_and_tried_again(writer: Writer) -> None:
    writer.inn.full = True
    assert writer.after(fences("$ echo one")).trouble == "lab: does not start: no memory\n  run it again"
    writer.inn.full = False
    assert shown(writer.after(fences("$ echo two")).drafts["a"]) == "two\n"


def test_what_shows_the_same_as_its_capture_is_no_draft(writer: Writer) -> None:
    folder = store.folder_of(writer.root / store.FOLDER, "page.md")
    recorded = {"a": Transcript((step("echo one", "one\n"),)), "b": Transcript((step("echo two", "other\n"),))}
    store.save(folder, recorded, Facts(engine="28.5.2"))
    news = writer.after(fences("$ echo one", "$ echo two"))
    assert {name: shown(draft) for name, draft in news.drafts.items()} == {"b": "two\n"}
    store.save(folder, {"b": Transcript((step("echo two", "two\n"),))}, Facts(engine="28.5.2"))
    writer.player.saved()
    assert writer.until(lambda news: not news.busy).drafts == {}, "it was recorded meanwhile"


def test_labs_are_gone_at_the_end_also_those_that_were_kept_ready(writer: Writer) -> None:
    writer.after(fences("$ true", COUNTS))
    writer.after(fences("$ false || true", COUNTS))
    writer.end()
    assert len(writer.inn.rooms) >= 3
    assert all(room.closed for room in writer.inn.rooms)
