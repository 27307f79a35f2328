"""Keys on a page in a browser: drawn, neither selected nor copied, and pressed where a page is presented."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import Browser, url_of

pytestmark = pytest.mark.browser

PAGE = "authoring.md"
SELECTED = """const [id] = arguments;
getSelection().selectAllChildren(document.querySelector(`#${id} code`));
return getSelection().toString();"""
INSIDE = """const [key] = arguments;
const text = document.createRange();
text.selectNodeContents(key);
const [own, around] = [text.getBoundingClientRect(), key.getBoundingClientRect()];
return own.left >= around.left && own.right <= around.right;"""


@pytest.fixture
def opened(browser: Browser, address: str) -> Browser:
    browser.get(address + url_of(PAGE))
    return browser


def test_keys_are_drawn_and_not_selected(opened: Browser) -> None:
    drawn = opened.find_elements(By.CSS_SELECTOR, "#follow-a-log .t-keys kbd")
    assert [key.text for key in drawn] == ["Ctrl", "C"]
    assert all(opened.execute_script(INSIDE, key) for key in drawn)
    selected = opened.execute_script(SELECTED, "follow-a-log")
    assert "docker logs --follow clock" in selected
    assert "Ctrl" not in selected


def test_a_block_of_keys_alone_offers_nothing_to_copy_or_compare(opened: Browser) -> None:
    tools = opened.find_elements(By.CSS_SELECTOR, "#stop-the-server button")
    assert not [tool for tool in tools if "copy" in (tool.get_attribute("class") or "") or tool.text == "Check mine"]
    assert opened.find_elements(By.CSS_SELECTOR, "#serve .t-copy-all")
    [where] = opened.find_elements(By.CSS_SELECTOR, "#ask-the-server .t-machine")
    assert " ".join(where.text.split()) == "in a second terminal on lab"


def test_keys_are_pressed_where_a_page_is_presented(opened: Browser) -> None:
    opened.execute_script("document.querySelector('.t-present').click()")
    WebDriverWait(opened, 20).until(lambda _: opened.find_elements(By.CSS_SELECTOR, ".p-slide h2"))
    typist = """const block = document.querySelector('#follow-a-log');
        const typist = workshop.typist(block, workshopSession().steps[block.id].commands);"""
    hidden = "[...typist.pre.querySelectorAll('.t-keys')].map((each) => each.hidden)"
    before = opened.execute_script(f"{typist} typist.finish(); typist.finish(); return [typist.left, {hidden}];")
    after = opened.execute_script(
        f"{typist} typist.finish(); typist.finish(); typist.finish(); return [typist.left, {hidden}];"
    )
    assert before == [2, [True]]
    assert after == [1, [False]]
