"""The answer to a question is known by its number, whatever stands around it."""

import pytest

from lab.terminal.question import Question

ONE = Question(12345678)


@pytest.mark.parametrize("status", [0, 1, 127, 255])
@pytest.mark.parametrize("ahead", ["", "5", "job 12345\n"])
def test_it_is_read_behind_the_echo_of_the_question(status: int, ahead: str) -> None:
    assert ONE.status(f"{ONE.text}\r\x1b[C{ahead}{ONE.answer(status)}\r\x1b[K") == status


@pytest.mark.parametrize("shown", ["", ONE.text, f"{ONE.text}12345678", f"{ONE.text}1234567800", "98765432000"])
def test_there_is_none_yet(shown: str) -> None:
    assert ONE.status(shown) is None


def test_each_has_a_number_of_its_own() -> None:
    numbers = {Question().number for _ in range(100)}
    assert len(numbers) == 100
    assert {len(str(number)) for number in numbers} == {8}
