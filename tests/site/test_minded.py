"""What a reader minds is seen, and told as what it is: in this workshop's captures and in lines of other programs."""

import pytest

from tests.site.variations import minded, table


@pytest.mark.parametrize("kind", minded.MINDED)
@pytest.mark.parametrize(
    ("later", "enough"), [(False, minded.EACH), (True, minded.LATER)], ids=["alone", "in a later run"]
)
def test_a_change_that_a_reader_minds_is_seen_and_told_as_its_class(kind: str, later: bool, enough: int) -> None:
    row = table.of_minded(kind, later)
    if row.made < enough:
        pytest.fail(f"only {row.made} changes of this kind could be made", pytrace=False)
    if row.right < row.made:
        right = " or ".join(minded.MINDED[kind].told)
        said = f"of {row.made} changes {row.alarmed} are seen, and {row.right} told as {right}"
        pytest.fail("\n".join([said, *row.wrong]), pytrace=False)
