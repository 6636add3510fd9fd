"""The boxes of marks in a real browser: what a reader opens with a mouse, a keyboard, a finger or no scripts."""

from __future__ import annotations

import pytest

from .support.axe import WINDOWS, faults, opened_part
from .support.opening import KINDS as ALL_KINDS
from .support.opening import OPEN_ALL, OPENINGS, SIZES
from .support.pages import CLOSED_FIST, SECTION, Open, Pages, opened

KINDS = [".source-mark a", ".claim-mark a", ".note-mark a", "a.person", "a.term"]
LED_BACK = """() => {
    const below = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);
    return [...document.querySelectorAll(".section > .passage :is(.mark a, a.name)")].filter((mark) => mark.getClientRects().length).map((mark) => {
        const ways = [...document.getElementById(mark.hash.slice(1)).querySelectorAll(".back")].map((way) => document.getElementById(way.hash.slice(1)));
        const place = ways.find((one) => one === mark) ?? ways.findLast((one) => one.contains(mark) || one.parentElement.contains(mark) && one.matches(".claim"));
        return { mark: mark.hash, bottom: below + mark.getClientRects()[0].bottom - (place?.getClientRects()[0].top ?? -Infinity) };
    });
}"""
"""How far below the upper edge of the window each mark ends, when it begins where a link of the mark's box leads back
to.
"""


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("mark", KINDS[:4])
def test_axe_finds_nothing_in_an_open_box(open_page: Open, mark: str, width: int, scheme: str) -> None:
    narrower = (
        min(width, 1100) if "note" in mark else width
    )  # in a wider window a note stands in the margin (test_margin.py)
    page = open_page(SECTION, width=narrower, color_scheme=scheme)
    page.locator(mark).first.click()
    assert opened(page).count() == 1
    assert not faults(page, within=opened_part(":popover-open", width, scheme), scheme=scheme)


@pytest.mark.parametrize(("width", "height", "places"), OPENINGS)
def test_every_kind_of_box_opens_in_full_view(open_page: Open, width: int, height: int, places: int) -> None:
    page = open_page(CLOSED_FIST, width=width, height=height)
    found = page.evaluate(
        f"async (given) => {{ {OPEN_ALL.replace('arguments', 'given')} }}",
        [ALL_KINDS, places],
    )
    assert found["faults"] == []
    assert found["opened"] >= places * (3 * len(ALL_KINDS) - 4)  # of terms and notes there are fewer


class TestMouse:
    def test_hovering_previews_and_leaving_dismisses(self, open_page: Open) -> None:
        page = open_page(SECTION)
        page.locator(".source-mark a").first.hover()
        opened(page).wait_for()
        page.mouse.move(5, 5)
        opened(page).wait_for(state="hidden")

    def test_a_click_pins_until_a_click_outside(self, open_page: Open) -> None:
        page = open_page(SECTION)
        page.clock.install()
        page.reload()
        page.locator(".claim-mark a").first.click()
        page.mouse.move(5, 5)
        page.clock.run_for("01:00")  # of the page's own clock, which stands still otherwise
        assert opened(page).count() == 1
        page.mouse.click(5, 300)
        assert opened(page).count() == 0

    def test_the_link_in_it_closes(self, open_page: Open) -> None:
        page = open_page(SECTION)
        page.locator("a.person").first.click()
        assert page.url.endswith(SECTION)
        opened(page).get_by_role("link", name="Close").click()
        assert opened(page).count() == 0

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_second_click_unpins(self, open_page: Open, kind: str) -> None:
        page = open_page(CLOSED_FIST, width=900)
        mark = page.locator(f".passage {kind}").first
        mark.click()
        assert opened(page).count() == 1
        mark.click()
        opened(page).wait_for(state="hidden")
        page.mouse.move(5, 5)
        mark.click()
        assert opened(page).count() == 1

    def test_a_mark_opened_in_a_tab_of_its_own_shows_its_box(self, open_page: Open) -> None:
        """The address names the box; Escape, a click outside or another mark closes it."""
        page = open_page(SECTION + "#s1", width=900)
        named = page.locator("#s1:target")
        assert named.evaluate("box => getComputedStyle(box).position") == "fixed"
        page.keyboard.press("Escape")
        assert named.count() == 0
        page.goto("about:blank")
        page.go_back()
        page.evaluate("location.hash = 's1'")
        page.locator(".passage .claim-mark a").first.click()
        assert named.count() == 0 and opened(page).count() == 1

    def test_the_page_never_scrolls(self, open_page: Open) -> None:
        page = open_page(SECTION)
        mark = page.locator(".source-mark a").nth(12)
        mark.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        mark.click()
        page.keyboard.press("Escape")
        assert before > 0 and page.evaluate("scrollY") == before

    def test_a_box_stays_within_the_window_and_beside_its_mark(self, open_page: Open) -> None:
        page = open_page(SECTION, width=900, height=700)
        marks = page.locator(".passage .source-mark a").all()[::5] + page.locator(".claim-mark a").all()
        for mark in marks:
            mark.evaluate("mark => mark.scrollIntoView({ block: 'center' })")
            mark.click()
            box, at = opened(page).bounding_box(), mark.bounding_box()
            assert box and at
            assert (
                box["x"] >= 0 and box["x"] + box["width"] <= 900 and box["y"] >= 0 and box["y"] + box["height"] <= 700
            )
            assert min(abs(box["y"] - at["y"] - at["height"]), abs(at["y"] - box["y"] - box["height"])) < 30
            page.keyboard.press("Escape")


class TestKeyboard:
    def test_focus_previews_enter_pins_escape_closes_and_returns(self, open_page: Open) -> None:
        page = open_page(SECTION)
        page.evaluate("document.querySelector('.address').focus()")
        page.keyboard.press("Tab")
        mark = page.evaluate_handle("document.activeElement")
        opened(page).wait_for()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.matches(':popover-open')")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest(':popover-open') !== null")
        page.keyboard.press("Escape")
        assert opened(page).count() == 0
        assert page.evaluate("mark => document.activeElement === mark", mark)

    def test_every_mark_is_reached_by_tab(self, open_page: Open) -> None:
        page = open_page(SECTION)
        unreachable = page.locator(".mark a, a.name").evaluate_all("marks => marks.filter(m => m.tabIndex < 0).length")
        assert unreachable == 0

    def test_the_first_stop_skips_to_the_text(self, open_page: Open) -> None:
        page = open_page(SECTION)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#text"


class TestTouch:
    def test_a_tap_opens_a_sheet_from_below(self, open_page: Open) -> None:
        page = open_page(SECTION, width=360, height=720, has_touch=True, is_mobile=True)
        for mark in (".source-mark a", ".claim-mark a", ".note-mark a", "a.person"):
            page.locator(mark).first.tap()
            box = opened(page).bounding_box()
            assert box and round(box["y"] + box["height"]) == 720 and box["x"] == 0 and box["width"] == 360
            opened(page).get_by_role("link", name="Close").tap()
            assert opened(page).count() == 0

    def test_marks_are_large_enough_to_tap(self, open_page: Open) -> None:
        page = open_page(SECTION, width=360, has_touch=True, is_mobile=True)
        heights = page.locator(".mark a:visible").evaluate_all(
            "marks => marks.map(m => m.getBoundingClientRect().height)"
        )
        assert min(heights) >= 24


class TestWithoutScripts:
    @pytest.mark.parametrize("width", [390, 900, 1440])
    def test_every_kind_of_mark_opens_closes_and_leads_back(self, open_page: Open, width: int) -> None:
        page = open_page(CLOSED_FIST, java_script_enabled=False, width=width)
        for kind in KINDS:
            mark = page.locator(f".passage {kind}").last
            mark.evaluate("mark => mark.scrollIntoView({ block: 'center' })")
            before = page.evaluate("scrollY")
            mark.click()
            sheet = page.locator(".box:target")
            at = sheet.bounding_box()
            assert (
                at
                and at["x"] >= 0
                and at["x"] + at["width"] <= width
                and at["y"] >= 0
                and at["y"] + at["height"] <= 900
            )
            assert page.evaluate("scrollY") == before and (before > 0 or kind == "a.term"), kind
            sheet.get_by_role("link", name="Close").click()
            assert sheet.count() == 0 and page.evaluate("scrollY") == before, kind
            mark.click()
            place = mark.evaluate(
                "mark => `#${(mark.closest('.claim-mark') ? mark.closest('.claim') : mark.id ? mark : mark.closest('.passage')).id}`"
            )
            sheet.locator(f'.back[href="{place}"]').click()
            assert sheet.count() == 0
            assert mark.evaluate(
                "mark => { const { top, bottom } = mark.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight }"
            )

    @pytest.mark.parametrize(("width", "height"), SIZES)
    def test_every_way_back_brings_the_mark_into_the_window(
        self, open_page: Open, address: str, pages: Pages, width: int, height: int
    ) -> None:
        """A window that begins where the link leads to, below the masthead, holds the mark."""
        page = open_page(width=width, height=height, java_script_enabled=False)
        asked = 0
        for path in (path for path in pages if path.startswith("essay/")):
            page.goto(address + path)
            page.evaluate("document.fonts.ready.then(() => 0)")
            marks = page.evaluate(LED_BACK)
            assert [mark for mark in marks if not 0 <= mark["bottom"] <= height] == [], path
            asked += len(marks)
        assert asked > 500

    def test_claims_are_filtered(self, open_page: Open) -> None:
        page = open_page("record/claims/", java_script_enabled=False)
        rows = page.locator(".claims-list > li")
        everything = rows.count()
        page.locator('input[value="disputed"]').check()
        shown = [row for row in rows.all() if row.is_visible()]
        assert 0 < len(shown) < everything
        assert all("of-disputed" in str(row.get_attribute("class")) for row in shown)


def test_a_source_is_one_step_from_its_mark(open_page: Open) -> None:
    page = open_page(SECTION)
    for mark in page.locator(".source-mark a").all():
        target = page.locator(str(mark.get_attribute("href")))
        assert target.locator("a[href^=http]").count() > 0


@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_boxes_open_under_the_readers_own_settings(open_page: Open, options: dict[str, str]) -> None:
    page = open_page(SECTION, **options)
    page.locator(".claim-mark a").first.click()
    assert opened(page).is_visible()
    assert not faults(page)
