"""The first paint, while the server holds back everything but the page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser

from .hosts import Held
from .pages import IN_STYLE, PAINTED
from .waiting import settled, until

PLACES = """[...document.querySelectorAll(".masthead, .masthead *, article > *, .entries > li")].map((one) => one.getBoundingClientRect())
    .filter(({ top, height }) => height && top < innerHeight).map(({ x, y, width }) => [x, y, width])"""
"""Where each thing of the first screen stands. Its height may grow below the window's edge."""

SHIFT = """(() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "layout-shift", buffered: true });
  return observer.takeRecords().reduce((sum, { value }) => sum + value, 0);
})()"""
"""How much has moved, as https://web.dev/articles/cls counts it: of 1, which is everything, by as much as the window is
high.
"""


def waits_for_the_page_alone(
    site: Path, browser: Browser, path: str, *, scripts: bool, rest: Sequence[str] = ()
) -> None:
    """Fail if the page at `path` of a site is not painted, in style, before anything else has come, moves when that
    comes, or asks for the other half of a typeface that came too late. `rest` are the other halves whose letters stand
    in it.
    """
    context = browser.new_context(viewport={"width": 412, "height": 823}, java_script_enabled=scripts)
    page = context.new_page()
    with closing(Held(site)) as held:
        page.goto(held.address + path, wait_until="commit")
        until(lambda: page.evaluate(PAINTED), lambda: held.asked, page)
        assert page.evaluate(IN_STYLE) and page.locator("h1").is_visible()
        until(lambda: any(asked.endswith(".css") for asked in held.asked), lambda: held.asked, page)
        before = page.evaluate(PLACES)
        held.let_go()
        page.wait_for_load_state("load")
        found = page.evaluate(
            "performance.getEntriesByType('resource').map((one) => [one.name, one.renderBlockingStatus])"
        )
        assert found and [name for name, status in found if status != "non-blocking"] == []
        assert page.evaluate(PLACES) == before and len(before) > 5
        if scripts:
            assert page.evaluate(SHIFT) < 0.01
            page.evaluate("document.fonts.ready.then(() => 0)")
            settled(page)
            assert [name for asked in held.asked if (name := Path(asked).name).endswith("-rest.woff2")] == [*rest]
    context.close()
