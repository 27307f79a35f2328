"""The day of a recording is found in whatever form it is written, and nothing else is taken for it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from transcripts.judge import dates
from transcripts.judge.tolerance import Tolerance
from transcripts.page.blocks import Options

DAY = date(2026, 11, 25)
ALL = Tolerance(options=Options(exact=True))
"""Nothing is put aside, so that each form has to be found."""
SHOWN = {
    "2026-11-25": "2026-11-25",
    "2026/11/25 request": "2026/11/25",
    "backup-20261125.tar": "20261125",
    "report_2026_11_25.txt": "2026_11_25",
    "[25/Nov/2026 04:20:15] GET /": "25/Nov/2026",
    "1:M 25 Nov 2026 04:20:15.123 * Ready": "25 Nov 2026",
    "25 November 2026": "25 November 2026",
    "Wed, 25 Nov": "25 Nov",
    "25-Nov-2026": "25-Nov-2026",
    "Wed Nov 25": "Nov 25",
    "Nov 25 host sshd[7]: up": "Nov 25",
    "November 25, 2026": "November 25, 2026",
    "11/25/26": "11/25/26",
    "11/25/2026": "11/25/2026",
    "25/11/2026": "25/11/2026",
    "25.11.2026": "25.11.2026",
    "I1125 04:20:15.123456 7 main.go:1] up": "I1125",
    "261125  4:20:15 [Note] ready": "261125",
    "261125 04:20:15 [Note] ready": "261125",
    "day 2026-329": "2026-329",
    "week 2026-W48": "2026-W48",
    "at 1795590000": "1795590000",
    "at 1795590000.25": "1795590000",
    "at 1795590000123": "1795590000",
}


@pytest.mark.parametrize(("said", "found"), SHOWN.items(), ids=str)
def test_a_day_is_found_as_logs_and_tools_write_it(said: str, found: str) -> None:
    assert dates.shown(f"first\n{said}\n", DAY, ALL) == found


@pytest.mark.parametrize("said", SHOWN)
@pytest.mark.parametrize("days", [-400, -7, -1, 1, 40])
def test_another_day_is_not(said: str, days: int) -> None:
    day = DAY + timedelta(days=days)
    same_week = "W48" in said and day.isocalendar()[:2] == DAY.isocalendar()[:2]
    assert bool(dates.shown(said, day, ALL)) == same_week


@pytest.mark.parametrize("said", ["Nov  5 host", "Nov 5", "Nov 05", "5 Nov 2026", "05/Nov/2026", "2026-11-05"])
def test_a_day_of_one_digit_is_found_in_any_width(said: str) -> None:
    assert dates.shown(said, date(2026, 11, 5), ALL)
    assert not dates.shown(said, date(2026, 11, 15), ALL)
    assert not dates.shown(said, date(2026, 11, 25), ALL)


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-25T04:20:15Z up",
        "Wed Nov 25 04:20:15 UTC 2026",
        "-rw-r--r-- 1 root root 7 Nov 25 04:20 x",
        "id 0a2026112500",
        "112520261125261",
        "version 25.11.26",
        "11 of 25",
        "port 1125",
        "novel 25",
        "1895590000",
    ],
)
def test_a_value_that_may_differ_and_another_number_are_no_day(said: str) -> None:
    assert dates.shown(said, DAY, Tolerance()) == ""


def test_seconds_are_those_of_the_whole_day_and_of_no_other() -> None:
    begins = int(datetime(2026, 11, 25, tzinfo=UTC).timestamp())
    assert [bool(dates.shown(f"at {begins + more}", DAY, ALL)) for more in (-1, 0, 86399, 86400)] == [
        False,
        True,
        True,
        False,
    ]
