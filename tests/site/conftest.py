"""What the tests of this workshop take from the others: the built site in a browser, and a run on a real engine."""

from tests.lab.conftest import run as run
from tests.pages.conftest import address as address
from tests.pages.conftest import browser as browser
from tests.pages.conftest import built as built
