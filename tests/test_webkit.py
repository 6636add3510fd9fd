"""The reading page in WebKit, Safari's engine: text, marks and boxes with scripts and without, notes, search, and
print.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from selenium.webdriver.common.keys import Keys

from .support.offline import save_and_read_without_a_line
from .support.opening import KINDS, OPEN_ALL, OPENINGS
from .support.pages import CLOSED_FIST, FIGURES, SECTION, Open
from .support.tools import pdftotext
from .support.webkit import WebKit

pytestmark = pytest.mark.xdist_group("webkit")

MARKS = [kind for kind in KINDS if "address" not in kind]
INSIDE = """const { left, top, right, bottom } = arguments[0].getBoundingClientRect();
return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight"""

DOT = """
const path = [...document.querySelectorAll("#figure-killings [stroke-linecap=round]")][0];
path.scrollIntoView({ block: "center" });
const [, x, y] = path.getAttribute("d").match(/.*M([\\d.]+),([\\d.]+)h/);
const at = new DOMPoint(x, y).matrixTransform(path.getScreenCTM());
return [Math.round(at.x), Math.round(at.y)];
"""
"""Where the last dot of the first panel stands in the window: alone, right of the line that marks an operation."""


@pytest.fixture(scope="module")
def webkit(address: str) -> Iterator[WebKit]:
    browser = WebKit(address)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def scriptless(site: Path, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a section without its scripts, as a saved copy has it."""
    folder = tmp_path_factory.mktemp("scriptless")
    shutil.copytree(site / "assets", folder / "assets")
    page = re.sub(r"<script[^>]* src.*?</script>", "", (site / CLOSED_FIST / "index.html").read_text(encoding="utf-8"))
    (folder / CLOSED_FIST).mkdir(parents=True)
    (folder / CLOSED_FIST / "index.html").write_text(page, encoding="utf-8")
    return serve(folder) + CLOSED_FIST


@pytest.mark.parametrize(("width", "height", "places"), OPENINGS)
def test_every_kind_of_box_opens_in_full_view(webkit: WebKit, width: int, height: int, places: int) -> None:
    webkit.open(CLOSED_FIST, width=width, height=height)
    found = webkit.run_async(OPEN_ALL.replace("arguments", "args"), KINDS, places)
    assert found["faults"] == []
    assert found["opened"] >= places * (3 * len(KINDS) - 4)  # of terms and notes there are fewer


NTH_WORD = """async (number) => {
    const word = document.querySelectorAll(".entries .urdu")[number];
    word.scrollIntoView({ block: "center" });
    await new Promise((laid) => requestAnimationFrame(() => requestAnimationFrame(laid)));
    const { left, top, right, bottom } = word.getClientRects()[0];
    return [left, top, right, bottom];
}"""


def ink(picture: bytes, box: list[float]) -> tuple[float, float]:
    """Return how far the ink in a box of a picture of the window begins and ends below the box's upper edge."""
    left, top, right, bottom = box
    grey = Image.open(BytesIO(picture)).convert("L").crop((int(left), int(top), round(right), round(bottom)))
    found = grey.point(lambda light: 255 * (light < 140)).getbbox()
    assert found
    return found[1] + int(top) - top, found[3] + int(top) - top


@pytest.mark.parametrize("path", ["record/people/", "record/places/", "record/glossary/"])
def test_urdu_stands_as_high_as_in_other_engines(webkit: WebKit, open_page: Open, path: str) -> None:
    large = """document.documentElement.style.fontSize = "200%";
    await document.fonts.load('1em "Naskh Urdu"', "ب");
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));"""
    webkit.open(path, width=768, height=1024)
    webkit.run_async(large)
    page = open_page(path, width=768, height=1024, color_scheme="light")
    page.evaluate(f"async () => {{ {large} }}")
    count = page.locator(".entries .urdu").count()
    assert count > 10
    for number in range(0, count, max(1, count // 12)):
        box = webkit.run_async(f"return ({NTH_WORD})({number})")
        ours = ink(webkit.driver.get_screenshot_as_png(), box)
        box = page.evaluate(NTH_WORD, number)
        other = ink(page.screenshot(), box)
        assert max(abs(a - b) for a, b in zip(ours, other, strict=True)) <= 3, (number, ours, other)


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_text_is_whole_and_nothing_overflows(webkit: WebKit, scriptless: str, width: int) -> None:
    webkit.open(CLOSED_FIST, width=width)
    with_scripts = webkit.run("return document.querySelector('main').innerText")
    assert webkit.run("return document.documentElement.scrollWidth") <= width
    assert webkit.run("return [...document.querySelectorAll('.passage')].every((passage) => passage.checkVisibility())")
    webkit.open(scriptless, width=width)
    assert len(with_scripts) > 5000 and webkit.run("return document.querySelector('main').innerText") == with_scripts


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_marks_open_close_and_lead_back_without_scripts(webkit: WebKit, scriptless: str, width: int) -> None:
    webkit.open(scriptless, width=width)
    for kind in MARKS:
        mark = webkit.run("return [...document.querySelectorAll(arguments[0])].at(-1)", f".passage {kind}")
        webkit.run("arguments[0].scrollIntoView({ block: 'center' })", mark)
        before = webkit.run("return scrollY")
        webkit.click(mark)
        sheet = webkit.wait("return document.querySelector('.box:target')")
        assert webkit.run(INSIDE, sheet) and webkit.run("return scrollY") == before, kind
        webkit.actions().move_to_element(webkit.find(".box:target > .close")).click().perform()
        webkit.wait("return !document.querySelector('.box:target')")
        assert webkit.run("return scrollY") == before, kind
        webkit.click(mark)
        webkit.wait("return document.querySelector('.box:target')")
        place = webkit.run("return (arguments[0].closest('.claim-mark') ? arguments[0].closest('.claim') : arguments[0].id ? arguments[0]"
                           " : arguments[0].closest('.passage')).id", mark)  # fmt: skip
        webkit.run("document.querySelector(`.box:target .back[href='#${arguments[0]}']`).click()", place)
        webkit.wait("return !document.querySelector('.box:target')")
        assert webkit.run(INSIDE, mark), kind


def test_a_click_pins_a_second_one_closes_and_escape_returns_the_focus(webkit: WebKit) -> None:
    webkit.open(CLOSED_FIST, width=900)
    for kind in MARKS:
        mark = webkit.find(f".passage {kind}")
        webkit.click(mark)
        target = webkit.run("return arguments[0].hash.slice(1)", mark)
        webkit.wait("return document.querySelector(':popover-open')?.id === arguments[0]", target)
        webkit.actions().click().perform()
        webkit.wait("return !document.querySelector(':popover-open')")
        webkit.run("arguments[0].focus()", mark)
        webkit.press(Keys.ENTER)
        webkit.wait("return document.activeElement.id === arguments[0]", target)
        webkit.press(Keys.ESCAPE)
        webkit.wait("return !document.querySelector(':popover-open')")
        webkit.wait("return document.activeElement === arguments[0]", mark)
        webkit.run("arguments[0].blur()", mark)
        webkit.point_at(5, 5)
    assert webkit.run("return location.hash") == ""


def test_hovering_and_the_tab_key_preview_a_box(webkit: WebKit) -> None:
    webkit.open(CLOSED_FIST, width=900)
    mark = webkit.find(".passage .claim-mark a")
    webkit.run("arguments[0].scrollIntoView({ block: 'center' })", mark)
    webkit.actions().move_to_element(mark).perform()
    webkit.wait("return document.querySelector(':popover-open')")
    webkit.point_at(5, 5)
    webkit.wait("return !document.querySelector(':popover-open')")
    webkit.run("document.querySelector('.address').focus()")
    webkit.press(Keys.TAB)
    webkit.wait("return document.activeElement.matches('.mark a, a.name') && document.querySelector(':popover-open')")
    webkit.press(Keys.TAB)
    webkit.wait("return document.activeElement.closest(':popover-open')")


def test_the_link_in_a_box_and_a_click_outside_close_it(webkit: WebKit) -> None:
    webkit.open(CLOSED_FIST, width=390, height=844)
    webkit.run("document.querySelector('.passage .note-mark a').click()")
    webkit.wait("return document.querySelector(':popover-open')")
    webkit.actions().move_to_element(webkit.find(":popover-open > .close")).click().perform()
    webkit.wait("return !document.querySelector(':popover-open')")
    webkit.run("document.querySelector('.passage .source-mark a').click()")
    webkit.wait("return document.querySelector(':popover-open')")
    webkit.click_at(5, 100)
    webkit.wait("return !document.querySelector(':popover-open')")


def test_twenty_notes_never_lie_over_each_other(webkit: WebKit, crowded: str) -> None:
    """They open in boxes: essay.css says why, and until when. Where they stand in the margin again, they are to stand
    clear of each other.
    """
    webkit.open(crowded, width=1440)
    places = webkit.run("return [...document.querySelectorAll('.note')].filter((note) => note.checkVisibility())"
                        ".map((note) => { const { top, bottom } = note.getBoundingClientRect(); return [top, bottom] })")  # fmt: skip
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    webkit.click(".note-mark a")
    box = webkit.wait("return document.querySelector(':popover-open, .note:focus')")
    assert webkit.run(INSIDE, box)


def test_a_dot_stays_round_in_a_chart_that_is_stretched(webkit: WebKit) -> None:
    """WebKit 2.50 stretches the round ends of a stroke of no length, so a dot has a hundredth of a pixel."""
    webkit.open(FIGURES, width=1440, height=900)
    x, y = webkit.run(DOT)
    webkit.run_async("for (const _ of [1, 2]) await new Promise(requestAnimationFrame); return true")  # it has scrolled
    shot = Image.open(BytesIO(webkit.driver.get_screenshot_as_png())).convert("L")
    grey, width = shot.tobytes(), shot.width
    across = [abs(grey[y * width + x + i] - grey[0]) > 60 for i in range(-20, 21)]
    down = [abs(grey[(y + i) * width + x] - grey[0]) > 60 for i in range(-20, 21)]
    assert 5 <= _reach(across) <= 9 and 5 <= _reach(down) <= 9


def _reach(dark: list[bool]) -> int:
    """How many neighbours of the middle, itself among them, are dark without a gap."""
    middle = len(dark) // 2
    after = next((i for i, one in enumerate(dark[middle:]) if not one), len(dark))
    before = next((i for i, one in enumerate(dark[middle::-1]) if not one), len(dark))
    return after + before - 1


def test_names_are_dotted(webkit: WebKit) -> None:
    webkit.open(CLOSED_FIST)
    assert webkit.run("return getComputedStyle(document.querySelector('a.name')).textDecorationStyle") == "dotted"


def test_an_insertion_stands_over_two_lines(webkit: WebKit) -> None:
    """Measured in what is drawn: of the shorthand, WebKit 2.50 keeps one line."""
    webkit.open("editions/", width=768, height=600)
    webkit.run_async(
        """const line = document.createElement("p");
        line.className = "changes";
        Object.assign(line.style, { fontSize: "60px", lineHeight: "120px" });
        line.append(document.createElement("ins"));
        line.firstChild.textContent = "xxxxxxxx";
        document.querySelector("main").prepend(line);
        scrollTo(0, 0);
        await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));"""
    )
    left, top, right, bottom = webkit.run(
        "const r = document.querySelector('.changes ins').getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]"
    )
    light = (
        Image.open(BytesIO(webkit.driver.get_screenshot_as_png())).convert("L").point(lambda value: 255 * (value > 200))
    )
    columns = range(int(left) + 2, int(right) - 2)
    dark: list[bool] = [
        light.crop((columns[0], y, columns[-1], y + 1)).getbbox() is None for y in range(int(top), int(bottom) + 60)
    ]
    assert len([1 for above, row in pairwise([False, *dark]) if row and not above]) == 2


def test_the_search_closes_on_a_click_outside_and_has_the_focus_on_its_own_page(webkit: WebKit) -> None:
    webkit.open(SECTION)
    webkit.click("a.search")
    webkit.wait("return document.activeElement.matches('dialog[open] input')")
    webkit.actions().move_to_element(webkit.find("dialog .bar")).click().perform()
    assert webkit.run("return document.querySelector('dialog').open")
    webkit.click_at(20, 600)
    webkit.wait("return !document.querySelector('dialog').open")
    webkit.open("search/")
    webkit.wait("return document.activeElement.matches('[role=search] input')")


def test_no_caption_or_heading_stands_alone_at_the_foot_of_a_printed_page(
    webkit: WebKit, pages: dict[str, BeautifulSoup], tmp_path: Path
) -> None:
    for path in (CLOSED_FIST, "essay/the-open-hand/"):
        printed = webkit.printed(path, tmp_path / "page.pdf")
        read = subprocess.run(
            [pdftotext(), "-layout", "-", "-"], input=printed, capture_output=True, check=True
        ).stdout.decode()
        lasts = [
            [line.strip() for line in sheet.splitlines() if line.strip()][-1]
            for sheet in read.split("\f")
            if sheet.strip()
        ]
        alone = {" ".join(head.get_text().split()) for head in pages[path].select("article :is(h2, h3, figcaption)")}
        assert (
            len(lasts) >= 4 and alone and not [last for last in lasts if any(head.endswith(last) for head in alone)]
        ), path


def test_a_saved_essay_is_read_and_searched_without_a_line(site: Path, tmp_path: Path) -> None:
    """What stays stored through deployments, cut lines and a full device is asked of Chromium (test_offline.py)."""
    save_and_read_without_a_line(WebKit, Path(shutil.copytree(site, tmp_path / "site")))
