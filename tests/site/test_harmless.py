"""What varies from run to run raises no alarm, whatever program printed it, and in either order."""

import pytest

from tests.site.variations import harmless, table

ROWS = harmless.rows()


@pytest.mark.parametrize("kind", ROWS)
def test_what_only_varies_raises_no_alarm(kind: str) -> None:
    row = table.of_harmless(kind, ROWS[kind]())
    if row.made < 2 * harmless.RUNS:
        pytest.fail(f"only {row.made} pairs of this kind could be made", pytrace=False)
    if row.alarmed:
        pytest.fail("\n".join([f"{row.alarmed} of {row.made} pairs raise an alarm", *row.wrong]), pytrace=False)
