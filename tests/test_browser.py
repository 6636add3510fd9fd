"""The built site in a real browser: what a reader with a mouse, a keyboard, a phone or no scripts meets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from .support.axe import WINDOWS, faults
from .support.pages import SECTION, Open
from .support.waiting import settled, until

PATHS = ["", SECTION, "record/claims/", "record/sources/", "record/people/", "record/glossary/", "record/timeline/",
         "about/", "404.html"]  # fmt: skip


def laid_out(page: Page) -> Page:
    """Have the page lay out at once what it lays out as it is read."""
    page.evaluate("document.querySelectorAll('.entries > li').forEach(row => row.style.contentVisibility = 'visible')")
    return page


def words(page: Page) -> str:
    """The text of a page, without the offer to save it, which only a script can keep."""
    text = laid_out(page).locator("main").inner_text()
    for offer in page.locator(".offline").all_inner_texts():
        text = text.replace(offer, "") if offer else text
    return " ".join(text.split())


@pytest.mark.parametrize("path", [*PATHS, "essay/the-closed-fist/"])
def test_a_first_view_takes_seven_requests_at_most(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path, wait_until="networkidle")
    icon = page.locator("link[rel=icon]").last.evaluate("link => link.href")  # of several, a browser asks for one
    page.close()
    asked += [] if icon in asked else [icon]  # a browser without windows needs no icon
    assert len(asked) <= 7, asked


@pytest.mark.parametrize("path", PATHS)
def test_the_text_is_the_same_without_scripts(open_page: Open, path: str) -> None:
    assert words(open_page(path)) == words(open_page(path, java_script_enabled=False))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 768, 1200, 1440])
def test_nothing_overflows(open_page: Open, path: str, width: int) -> None:
    page = laid_out(open_page(path, width=width))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_overflows_at_twice_the_text_size(open_page: Open) -> None:
    page = open_page(SECTION, width=640, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_axe_finds_nothing(open_page: Open, path: str, width: int, scheme: str) -> None:
    page = laid_out(open_page(path, width=width, color_scheme=scheme))
    if (width, scheme) != (320, "light"):
        # entries have one form: every one of them is looked at once, as axe needs ten seconds for all sources
        page.evaluate("document.querySelectorAll('.entries > li:nth-child(n + 31)').forEach(row => row.remove())")
    assert not faults(page, scheme=scheme)


def test_layout_does_not_shift(open_page: Open) -> None:
    page = open_page()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(page.url + SECTION, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    assert settled(page).evaluate("window.shift") < 0.01


@pytest.mark.parametrize("width", [320, 1440])
def test_a_list_that_is_laid_out_as_it_is_read_keeps_its_places(open_page: Open, width: int) -> None:
    page = open_page("record/sources/", width=width)
    entries, address = page.locator(".entries > li"), page.url
    assert entries.first.evaluate("row => getComputedStyle(row).contentVisibility") == "auto"
    for at in (entries.count() // 2, entries.count() - 20):
        id = str(entries.nth(at).get_attribute("id"))
        page.goto("about:blank")
        page.goto(f"{address}#{id}")
        entry = page.locator(f"#{id}")
        until(lambda: 0 < entry.evaluate("row => row.getBoundingClientRect().top") < 120, lambda: id, page)  # noqa: B023
    page.emulate_media(media="print")
    assert entries.first.evaluate("row => getComputedStyle(row).contentVisibility") == "visible"


def test_a_copied_paragraph_has_no_note_and_no_mark(open_page: Open) -> None:
    page = open_page(SECTION)
    copied = page.evaluate(
        """() => { const p = [...document.querySelectorAll('.passage')].find(p => p.querySelector('.note-mark'));
        const range = document.createRange(); range.selectNodeContents(p);
        getSelection().removeAllRanges(); getSelection().addRange(range); return getSelection().toString(); }"""
    )
    assert len(copied) > 200
    assert "¶" not in copied
    note = page.locator(".note p:not(.letter)").first.inner_text()
    assert note[:40] not in copied
    assert not any(character.isdigit() and copied[i - 1] == "." for i, character in enumerate(copied) if i)


def test_an_address_copies_the_reference_of_its_paragraph(open_page: Open) -> None:
    page = open_page(SECTION, permissions=["clipboard-read", "clipboard-write"])
    address = page.locator(".address").nth(2)
    address.focus()
    assert address.evaluate("link => getComputedStyle(link).opacity") == "1"
    page.keyboard.press("Enter")
    page.locator(".said", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "‘A City in Opposition’" in copied and copied.endswith(f"{address.get_attribute('href')}.")


def test_print_shows_notes_and_sources_in_full_and_no_controls(open_page: Open) -> None:
    page = open_page(SECTION)
    page.emulate_media(media="print")
    assert page.locator(".note p:not(.letter)").first.is_visible()
    assert page.locator(".source small").first.is_visible()
    assert not any(
        button.is_visible() for button in page.locator(".masthead nav, .close, .back, .onward, .address").all()
    )


def test_print_does_not_offer_to_save_the_essay(open_page: Open) -> None:
    page = open_page("about/")
    page.locator(".offline button").wait_for()
    page.emulate_media(media="print")
    assert not page.locator(".offline").is_visible()
