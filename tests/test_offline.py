"""Reading without a line, in a real browser: nothing is stored unasked, a stored page is whole and keeps its own style
and script, and what is not stored is said.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from apparatus.books.make import put_books
from apparatus.metadata.cite_figure import FOLDER
from apparatus.postbuild.book import Book
from apparatus.postbuild.offline import MOST, file_url, kept, write_offline, write_worker
from apparatus.record.settings import read_settings
from apparatus.words import read_words

from .support.offline import SAVE, SAVED, SECTION, STORED, Reader, deploy, pages, reading
from .support.project import ROOT
from .support.waiting import until

pytestmark = pytest.mark.xdist_group("offline")


@pytest.fixture(scope="module")
def small(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site that can be deployed over and over."""
    copy = Path(shutil.copytree(site, tmp_path_factory.mktemp("small") / "site"))
    deploy(copy, 1)
    return copy


@pytest.fixture
def reader(small: Path, tmp_path: Path, browser: Browser) -> Iterator[Reader]:
    with reading(browser, Path(shutil.copytree(small, tmp_path / "below"))) as one:
        yield one


def test_what_is_stored_is_small(site: Path) -> None:
    assert sum(len(gzip.compress((site / file).read_bytes())) for file in kept(site)) <= MOST
    assert f"under {MOST / 1e6:.0f} MB" in read_words("en")("scripts.offline.save")


def test_every_page_is_stored_and_whatever_a_page_leads_to(site: Path) -> None:
    files = set(kept(site))
    assert {"whole/index.html", "editions/1.0/index.html", "assets/fonts/literata-roman-first.woff2"} <= files
    assert "assets/fonts/literata-roman.woff2" not in files  # which no page loads
    for path in pages(site):
        soup = BeautifulSoup((site / path / "index.html").read_bytes(), "lxml")
        for tag in soup.select("a[href], link[href]:not([rel=canonical]), [src]"):
            to = urlsplit(urljoin(f"//here/{path}", str(tag.get("href") or tag.get("src"))))
            taken = f"/{FOLDER}/" in to.path or to.path.rpartition("/")[2].startswith(
                "sources."
            )  # to take along, not to read
            if to.netloc == "here" and to.scheme in ("", "http") and not taken:
                file = to.path[1:] + "index.html" * (to.path.endswith("/"))
                assert file in files, f"{path} leads to {file}"


def test_the_worker_changes_when_and_only_when_a_file_does(site: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    before = (copy / "sw.js").read_bytes()
    write_offline(copy, read_settings(ROOT))
    assert (copy / "sw.js").read_bytes() == before
    (copy / "about/index.html").write_text("Changed")
    write_worker(copy)
    assert (copy / "sw.js").read_bytes() != before


def test_nothing_is_stored_unasked_everything_opens_without_a_line_and_goes_when_told_to(
    site: Path, tmp_path: Path, browser: Browser
) -> None:
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    deploy(copy, 1)
    with reading(browser, copy) as reader:
        page = reader.page
        registered = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        reader.open()
        reader.says(SAVE)
        assert page.evaluate(registered) == reader.stored() == 0
        reader.save()
        reader.all_are(1)
        assert not reader.failed

        reader.line.cut()
        reader.open(SECTION)
        assert page.evaluate("document.fonts.load('1em Literata').then((found) => found.length)") > 0
        page.keyboard.press("/")
        page.locator("dialog input[type=search]").fill("bhatta")
        expect(page.locator("dialog [role=status]")).to_contain_text(re.compile(r"\d+ results"))
        expect(page.locator("dialog .excerpt mark").first).to_have_text(re.compile("bhatt[aā]", re.IGNORECASE))
        reader.line.mend()

        reader.open("about/")
        reader.press("Remove")
        reader.says(SAVE)
        assert page.evaluate(registered) == reader.stored() == 0


def test_a_stored_page_keeps_its_own_style_and_script_whatever_is_deployed_later(reader: Reader) -> None:
    folder = reader.line.folder
    reader.save()
    for number in (2, 3, 4):
        deploy(folder, number)
    reader.all_are(1)
    reader.open(SECTION)
    reader.says("The saved copy is older than this text.")  # on the first visit
    assert reader.numbers() == {"4"}
    reader.all_are(1, every=1)

    # What a stored page asks for later is its own, too: with a line again, when the worker has been ended, and when a
    # newer text has been saved.
    stop_workers(reader.page)
    assert lazily(reader.page, "search") == "1"
    other = reader.another()
    other.save("Save the newer text")
    stop_workers(reader.page)
    assert lazily(reader.page, "reading") == "1"
    other.all_are(4)

    # When no page needs the old text, the next saving forgets it.
    before = other.stored()
    reader.page.close()
    deploy(folder, 5)
    other.save("Save the newer text")
    assert other.stored() < before
    other.all_are(5)


def stop_workers(page: Page) -> None:
    """End the worker, as a browser does after half a minute without anything to do."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("ServiceWorker.enable")
    protocol.send("ServiceWorker.stopAllWorkers")


def lazily(page: Page, script: str) -> str | None:
    """Import one of our scripts into a page now, and return the number of the deployment from which it is."""
    page.evaluate(
        "(name) => import(new URL(`assets/scripts/${name}.js`, document.querySelector('a.home').href))", script
    )
    return page.locator("html").get_attribute(f"data-{script}")


def test_a_save_that_breaks_off_says_so_and_goes_on_where_it_was(
    small: Path, browser: Browser, moments: list[int]
) -> None:
    for after in moments:
        with reading(browser, small) as reader:
            cut_and_go_on(reader, after)


def cut_and_go_on(reader: Reader, after: int) -> None:
    """Save over a line that is cut after so many bytes; see what opens then, and that going on fetches the rest alone
    and makes it whole.
    """
    line = reader.line
    reader.open()
    reader.says(SAVE)
    line.cut(after)
    reader.press(SAVE)
    reader.says(re.compile("Not everything could be saved|cannot be saved now"))
    have = set(reader.page.evaluate(STORED))
    for path in pages(line.folder)[::3]:
        if any(url.startswith(f"{line.address}{path}?v=") for url in have):
            reader.open(path)
            assert reader.numbers() == {"1"}, path
            reader.says(re.compile(r"a copy that is not whole, [\d,]+ of [\d,]+ files"))
    line.mend()
    reader.open()
    expect(reader.place.get_by_role("button").first).to_be_visible()
    line.asked.clear()
    reader.press("Go on" if have else SAVE)
    reader.says(SAVED)
    again = {f"{path}?v=" for path in line.asked} & {re.sub(r".*?127.0.0.1:\d+|(?<=v=).*", "", url) for url in have}
    assert not again
    reader.open("whole/")
    reader.all_are(1)


FEW, MANY = 3, 50


@pytest.fixture(params=[pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.proof)])
def moments(request: pytest.FixtureRequest, small: Path) -> list[int]:
    """Return after how many bytes to cut the line: anywhere, but for the last twentieth, which the browser may have
    kept from the first visit.
    """
    seed = random.SystemRandom().randrange(10**6) if request.param == MANY else 20261128
    print(f"seed {seed}")  # shown when the test fails
    most = sum((small / file).stat().st_size for file in kept(small)) * 19 // 20
    return [random.Random(seed + n).randrange(most) for n in range(request.param)]


def test_a_full_device_is_told_and_keeps_the_copy_that_it_had(reader: Reader) -> None:
    limit(reader, 1_500_000)
    reader.open()
    reader.press(SAVE)
    reader.says(
        re.compile("Not everything could be saved: [\\d,]+ of [\\d,]+ files are here, and there is no room for more.")
    )
    limit(reader, -1)
    reader.press("Go on")
    reader.says(SAVED)

    deploy(reader.line.folder, 2)
    used = reader.page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    limit(reader, used + 500_000)
    reader.open()
    reader.press("Save the newer text")
    reader.says("there is no room for more")
    reader.all_are(1)
    limit(reader, -1)
    reader.open()
    reader.press("Go on")
    reader.says(SAVED)
    reader.all_are(2)


def limit(reader: Reader, size: int) -> None:
    """Let the site have so many bytes of the device, or as many as the browser gives (-1)."""
    protocol = reader.page.context.new_cdp_session(reader.page)
    options = {"origin": reader.line.address} | ({"quotaSize": size} if size >= 0 else {})
    protocol.send("Storage.overrideQuotaForOrigin", options)


def test_what_was_not_published_is_not_stored(reader: Reader) -> None:
    """A network that asks for a password answers every request with a page of its own; a host may be half-way through a
    deployment.
    """
    line = reader.line
    worker = (line.folder / "sw.js").read_bytes()
    reader.open()
    reader.says(SAVE)
    line.instead = worker  # the worker is there, and nothing else is what it should be
    reader.press(SAVE)
    reader.says(re.compile(r"Not everything could be saved: \d of"))
    line.instead = b""
    deploy(line.folder, 2)
    new, _ = (line.folder / "sw.js").read_bytes(), (line.folder / "sw.js").write_bytes(worker)
    reader.open()
    reader.press("Go on")
    reader.says("Not everything could be saved")
    (line.folder / "sw.js").write_bytes(new)
    reader.press("Go on")
    reader.says(SAVED)
    reader.all_are(2)


def test_a_worker_that_the_browser_ends_while_it_saves_is_started_again(reader: Reader) -> None:
    reader.open()
    reader.says(SAVE)
    reader.line.stall(after=60)
    reader.press(SAVE)
    reader.says(re.compile("Saving: [1-9]"))
    stop_workers(reader.page)
    reader.line.mend()
    reader.says(SAVED)
    reader.all_are(1)


def test_a_server_that_says_nothing_any_more_is_given_up(reader: Reader) -> None:
    worker = reader.line.folder / "sw.js"
    worker.write_text(worker.read_text(encoding="utf-8").replace("HANG = 120000", "HANG = 500"), encoding="utf-8")
    reader.open()
    reader.says(SAVE)
    reader.line.stall(after=60)
    reader.press(SAVE)
    reader.says("Not everything could be saved")
    reader.line.mend()

    def saved() -> bool:
        """Go on as often as that is offered: on a busy machine an honest answer, too, may take longer than half a
        second.
        """
        more = reader.place.get_by_role("button", name="Go on")
        if more.is_visible():
            more.click()
        return SAVED in reader.place.inner_text()

    until(saved, reader.place.inner_text, reader.page)


def test_the_list_is_right_when_editions_have_been_added(book: Book, site: Path, tmp_path: Path) -> None:
    """They change the page of the whole essay, which would then be refused as another one than was published."""
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    put_books(book, copy, {"epub": lambda _book, _site: b"x" * 12_000})
    listed = json.loads(re.search(r"FILES = (\{.*?\});", (copy / "sw.js").read_text(encoding="utf-8"), re.DOTALL)[1])  # type: ignore[index]
    for file in kept(copy):
        assert sha256((copy / file).read_bytes()).hexdigest().startswith(listed[file_url(file)]), file
