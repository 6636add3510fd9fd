"""Finding the way and the reader's own choices, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from apparatus.project import load_project

from .support.axe import faults, opened_part
from .support.project import ROOT
from .support.waiting import settled, until

Open = Callable[..., Page]
FIRST, SECOND = "essay/the-question/", "essay/a-city-in-opposition/"
CSS = (ROOT / "overrides/assets/stylesheets/essay.css").read_text(encoding="utf-8")
IN_WINDOW = "(id) => { const { top } = document.getElementById(id).getBoundingClientRect(); return top >= 0 && top < innerHeight }"
WATCHED = """window.moved = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.moved += entry.value;
}).observe({ type: "layout-shift" })"""
STAYS = "window.stayed = true; navigation.addEventListener('navigate', () => { window.stayed = false; })"
"""Has a page note when it begins to leave."""


def choose(page: Page, name: str, value: str) -> None:
    """Open the reader's choices, take one, and close them again."""
    page.get_by_role("link", name="Reading").click()
    page.locator(f".reading-panel input[name={name}][value='{value}']").check()
    page.keyboard.press("Escape")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


class TestContents:
    def test_contents_lead_to_the_map_in_a_copy_that_somebody_saved(self, open_page: Open) -> None:
        """Programs that save a page keep what a script made of it, and no script."""
        page = open_page("essay/the-closed-fist/", bypass_csp=True)
        page.get_by_role("link", name="Contents").click()
        page.keyboard.press("Escape")
        page.get_by_role("link", name="Reading").wait_for()
        saved = re.sub(r"<script.*?</script>", "", page.content(), flags=re.DOTALL)
        assert saved != page.content()
        page.set_content(saved)
        page.get_by_role("link", name="Contents").click()
        assert page.locator("#map").evaluate(
            "map => map.matches(':target') && map.getBoundingClientRect().top < innerHeight"
        )

    def test_they_open_over_the_page_with_the_present_section_in_focus(self, open_page: Open) -> None:
        page = open_page(SECOND, bypass_csp=True)
        page.mouse.wheel(0, 2000)
        page.wait_for_function("scrollY > 1500")
        page.keyboard.press("c")
        assert page.locator(".contents-panel:popover-open .essay li").count() == len(load_project(ROOT).sections)
        assert focused(page) == "A city in opposition"
        assert page.evaluate("scrollY") > 1500

    def test_escape_closes_them_and_focus_returns(self, open_page: Open) -> None:
        page = open_page(SECOND)
        button = page.get_by_role("link", name="Contents")
        button.focus()
        page.keyboard.press("Enter")
        assert page.locator(".contents-panel").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator(".contents-panel").is_visible()
        assert focused(page) == "Contents"

    def test_each_entry_but_the_records_says_how_long_it_takes(self, open_page: Open) -> None:
        page = open_page(SECOND)
        assert all(re.search(r"\d min$", text) for text in page.locator(".map .essay li").all_inner_texts())

    def test_without_scripts_they_stand_at_the_end_of_the_page(self, open_page: Open) -> None:
        page = open_page(SECOND, java_script_enabled=False)
        page.get_by_role("link", name="Contents").click()
        assert page.url.endswith("#map")
        assert page.locator("#map").is_visible()
        assert page.locator("#map a").count() >= 20
        assert not page.locator(".masthead .reading").is_visible()

    def test_from_the_cover_they_are_the_covers_own(self, open_page: Open) -> None:
        page = open_page("")
        page.get_by_role("link", name="Contents").click()
        assert page.url.endswith("#contents")


class TestKeys:
    def test_j_and_k_turn_the_page(self, open_page: Open) -> None:
        page = open_page(FIRST, bypass_csp=True)
        page.keyboard.press("j")
        page.wait_for_url("**/" + SECOND)
        page.keyboard.press("k")
        page.wait_for_url("**/" + FIRST)

    def test_they_leave_the_browsers_own_alone(self, open_page: Open) -> None:
        page = open_page(FIRST)
        page.evaluate(STAYS)
        page.keyboard.press("Alt+j")
        page.keyboard.press("Control+?")
        assert settled(page).evaluate("stayed")
        assert page.locator(":popover-open").count() == 0
        page.keyboard.press("j")  # which the same listener hears
        page.wait_for_url("**/" + SECOND)

    def test_they_can_be_turned_off(self, open_page: Open) -> None:
        page = open_page(FIRST)
        choose(page, "keys", "off")
        page.evaluate(STAYS)
        page.keyboard.press("j")
        page.keyboard.press("?")
        assert settled(page).evaluate("stayed")
        assert page.locator(":popover-open").count() == 0

    def test_a_question_mark_shows_them(self, open_page: Open) -> None:
        page = open_page(FIRST)
        page.keyboard.press("?")
        page.locator(".reading-panel kbd", has_text="j").wait_for()
        assert page.evaluate("document.activeElement.name") == "scheme"


class TestChoices:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_colours_are_the_readers_whatever_the_systems(self, open_page: Open, scheme: str) -> None:
        page = open_page(SECOND, color_scheme="dark" if scheme == "light" else "light")
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        choose(page, "scheme", scheme)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before

    def test_the_text_grows_and_nothing_overflows(self, open_page: Open) -> None:
        page = open_page(SECOND, width=320)
        before = page.locator(".passage").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
        choose(page, "size", "largest")
        after = page.locator(".passage").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
        assert after == pytest.approx(before * 1.4375)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    def test_claims_alone(self, open_page: Open) -> None:
        page = open_page(SECOND)
        choose(page, "marks", "claims")
        assert page.locator(".claim-mark").first.is_visible()
        assert not page.locator(".passage .source-mark, .note-mark, .section > .note").filter(visible=True).count()

    def test_plain(self, open_page: Open) -> None:
        page = open_page(SECOND)
        choose(page, "marks", "none")
        assert not page.locator(".passage .mark").filter(visible=True).count()
        assert page.locator(".appendix small").first.is_visible()

    def test_they_are_applied_on_the_next_page_before_its_body_exists(self, open_page: Open) -> None:
        page = open_page(FIRST, color_scheme="light")
        for name, value in (("scheme", "dark"), ("size", "larger"), ("marks", "none")):
            choose(page, name, value)
        page.add_init_script(
            "new MutationObserver((_, watch) => { if (document.body) { watch.disconnect();"
            " const { essay, ...chosen } = document.documentElement.dataset; window.atFirst = chosen; } })"
            ".observe(document, { childList: true, subtree: true });"
        )
        page.goto(page.url.replace(FIRST, SECOND))
        assert page.evaluate("atFirst") == {"scheme": "dark", "size": "larger", "marks": "none"}

    def test_axe_finds_nothing_in_the_panels(self, open_page: Open) -> None:
        for width in (320, 1440):
            for scheme in ("light", "dark"):
                page = open_page(SECOND, width=width, color_scheme=scheme)
                for key in ("c", "?"):
                    page.keyboard.press(key)
                    page.locator(":popover-open :focus").wait_for()
                    assert not faults(page, within=opened_part(":popover-open", width, scheme), scheme=scheme)
                    page.keyboard.press("Escape")

    def test_storage_that_holds_nonsense_or_is_forbidden_does_no_harm(self, open_page: Open) -> None:
        page = open_page("")
        for nonsense in ('"7', "7", '{"scheme": "<b>"}', '{"href": "javascript:alert(1)", "title": "x"}'):
            page.evaluate(
                "text => { for (const n of ['reading', 'place']) localStorage.setItem('mqm-' + n, text); }", nonsense
            )
            page.reload()
            assert str(page.locator(".start a").evaluate("a => a.protocol")) == "http:"
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } });"
        )
        page.reload()
        assert page.locator(".start .label").inner_text() == "Begin"


class TestPlace:
    def test_the_cover_leads_back_to_where_the_reader_stopped(self, open_page: Open) -> None:
        page = open_page(SECOND, bypass_csp=True)
        wanted = page.locator(".passage").nth(4)
        wanted.evaluate("p => p.scrollIntoView({ block: 'start' })")
        id = wanted.get_attribute("id")
        page.goto(page.url.removesuffix(SECOND))
        page.locator(".start", has_text="Go on where you stopped").wait_for()
        assert page.locator(".start .title").inner_text() == "A city in opposition"
        page.locator(".start a").click()
        page.wait_for_function(f"location.href.endsWith('{SECOND}#{id}')")

    def test_after_the_last_line_it_is_the_next_section(self, open_page: Open) -> None:
        page = open_page(FIRST)
        page.evaluate("scrollTo(0, 1e6)")
        page.get_by_role("link", name="How the MQM").click()
        page.locator(".start .title", has_text="A city in opposition").wait_for()

    def test_a_line_at_the_top_shows_how_far_without_a_script(self, open_page: Open) -> None:
        page = open_page(SECOND, java_script_enabled=False, bypass_csp=True)
        drawn = "new DOMMatrix(getComputedStyle(document.querySelector('.section'), '::before').transform).a"
        for scroll, lowest, highest in (("0", 0, 0), ("document.documentElement.scrollHeight", 0.99, 1)):
            page.evaluate(f"scrollTo(0, {scroll})")
            until(lambda: lowest <= page.evaluate(drawn) <= highest, page=page)  # noqa: B023

    def test_the_bar_goes_when_one_reads_on_and_comes_when_one_turns_back(self, open_page: Open) -> None:
        page = open_page(SECOND, width=360, height=640, bypass_csp=True)
        top = "document.querySelector('.masthead').getBoundingClientRect().top"
        page.mouse.move(100, 300)
        page.mouse.wheel(0, 900)
        page.wait_for_function(f"{top} <= -40")
        page.mouse.wheel(0, -200)
        page.wait_for_function(f"{top} === 0")


def test_a_record_page_says_where_it_stands(open_page: Open) -> None:
    page = open_page("record/claims/")
    assert page.get_by_role("navigation", name="Breadcrumb").inner_text().lower() == "essay › record"


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_and_links_have_seven_to_one_on_every_ground(scheme: int) -> None:
    tokens = {name: pair[scheme] for name, *pair in re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\);", CSS)}
    for ground in ("paper", "sheet", "wash"):
        for text in ("ink", "quiet", "accent", "alarm"):
            dark, light = sorted((luminance(tokens[ground]), luminance(tokens[text])))
            assert (light + 0.05) / (dark + 0.05) >= (7 if ground != "wash" else 4.5), (ground, text)


SIZES = """(selectors) => selectors.map((selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize))"""
LINES = """() => [...document.querySelectorAll(".passage, .text > h2, .text > .note, .text > blockquote, .text > ul")].flatMap((block) => {
    const style = getComputedStyle(block), line = parseFloat(getComputedStyle(document.querySelector(".text > p")).lineHeight);
    return [style.marginTop, style.marginBottom].map((space) => (parseFloat(space) / line) * 4);
})"""
"""The spaces above and below each block of the prose, in quarters of a line."""
BOXES = """() => [...document.querySelectorAll(".masthead > *, main > *, .text > *, .entries > li, footer > *")]
    .map((element) => element.getBoundingClientRect()).map(({ left, right }) => [left, right])"""


@pytest.mark.parametrize("width", [360, 1440])
def test_sizes_follow_one_another_and_every_space_is_of_the_baseline(open_page: Open, width: int) -> None:
    page = open_page("essay/the-closed-fist/", width=width)
    sizes = page.evaluate(SIZES, ["h1", ".text > p.question", ".text > p.passage", ".text > .note > p:not(.letter)"])
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > 1.5 * sizes[2] > sizes[2] > sizes[3]
    spaces = page.evaluate(LINES)
    assert len(spaces) > 20 and [space for space in spaces if abs(space - round(space)) > 0.02] == []


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", ["", "essay/the-closed-fist/", "record/claims/", "record/sources/", "search/"])
def test_a_page_read_from_right_to_left_is_the_same_in_a_mirror(open_page: Open, path: str, width: int) -> None:
    page = open_page(path, width=width)
    before = page.evaluate(BOXES)
    page.evaluate("document.documentElement.dir = 'rtl'")
    across, after = page.evaluate("document.documentElement.clientWidth"), page.evaluate(BOXES)
    mirrored = [[across - right, across - left] for left, right in before]
    wrong = [
        (was, now) for was, now, (left, right) in zip(mirrored, after, before, strict=True)
        if left < right and max(abs(was[0] - now[0]), abs(was[1] - now[1])) > 1
    ]  # fmt: skip
    assert len(after) > 10 and wrong == []


@pytest.mark.parametrize("fragment", ["sources", "s12", "cite"])
def test_an_address_in_the_lists_is_reached_though_they_are_laid_out_late(open_page: Open, fragment: str) -> None:
    page = open_page(f"{SECOND}#{fragment}")
    page.locator(f"#{fragment}").wait_for()
    until(lambda: page.evaluate(IN_WINDOW, fragment), lambda: page.evaluate("scrollY"), page)


def test_nothing_moves_when_the_lists_are_laid_out(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 412, "height": 823})
    page.goto(address + SECOND)
    page.evaluate(WATCHED)
    low = page.evaluate("document.documentElement.scrollHeight")
    for y in range(0, 40_000, 600):
        page.evaluate(
            f"new Promise((done) => {{ scrollTo(0, {y}); requestAnimationFrame(() => requestAnimationFrame(() => document.fonts.ready.then(done))); }})"
        )
    assert page.evaluate("document.documentElement.scrollHeight") != low  # they had been left out
    assert page.evaluate("window.moved") == 0
    page.close()
