"""What is put up in a hall can be typed, and its code can be read."""

import segno

from lab.notice import code, lonely, notice


def test_it_says_where_the_site_is_what_to_do_first_and_what_can_be_pulled() -> None:
    assert notice("192.168.1.20", 8000, ["debian:trixie", "postgres:17"]) == (
        "  site       http://192.168.1.20:8000/\n"
        "  first      http://192.168.1.20:8000/hall.html says what each student does once\n"
        "  registry   http://192.168.1.20:8000 has debian:trixie, postgres:17\n"
    )


def test_a_site_without_a_page_for_it_has_nothing_to_do_first() -> None:
    assert "first" not in notice("192.168.1.20", 80, [], guide=False)


def test_the_usual_port_need_not_be_typed() -> None:
    assert "http://192.168.1.20/\n" in notice("192.168.1.20", 80, [])
    assert lonely(80).startswith("  This machine is on no network. The hall is open at http://localhost/, ")


def test_other_addresses_are_told_with_the_way_to_have_one_of_them() -> None:
    assert notice("10.0.0.9", 80, [], ["10.1.0.9", "10.2.0.9"]).endswith(
        "  also at    10.1.0.9, 10.2.0.9; make hall ADDRESS=10.1.0.9 tells that one\n"
    )


def test_its_code_is_black_on_white_with_the_border_that_readers_need() -> None:
    lines = code("192.168.1.20", 8000).splitlines()
    assert all(line.startswith("  \033[97;40m") and line.endswith("\033[0m") for line in lines)
    drawn = [line[len("  \033[97;40m") : -len("\033[0m")] for line in lines]
    # A half block is white above and black below; what is drawn is white.
    halves = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    modules = [[halves[char][half] for char in line] for line in drawn for half in (0, 1)]
    made = segno.make("http://192.168.1.20:8000/", error="m", micro=False)
    wanted = [list(row) for row in made.matrix_iter(border=4)]
    assert modules[: len(wanted)] == wanted
