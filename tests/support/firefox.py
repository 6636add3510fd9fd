"""Firefox with a page of the site in it, driven as a reader would drive it.

Marionette, Mozilla's own protocol, is a part of every Firefox, so that a stock browser (Debian's firefox-esr) and one
Python library, `marionette_driver`, are enough. Playwright 1.65 refuses a stock Firefox (it asks for a command that ESR
153 has not got), Selenium needs a geckodriver that no registry of ours carries, and Puppeteer would need the tests
written twice over, in JavaScript. Marionette also reaches the browser's own side, where scripts are switched off and
print is switched on.

`Firefox.run` works with scripts off too: what it runs is the driver's, not the page's.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from marionette_driver import By, Keys, errors
from marionette_driver.marionette import ActionSequence, Marionette, WebElement

from .tools import installed_firefox
from .waiting import PATIENCE

# What the browser itself wrote of a page: errors of scripts, of styles and of loading, and whatever scripts wrote.
FAULTS = """
const [address] = arguments;
const errors = Services.console.getMessageArray()
  .filter((m) => m instanceof Ci.nsIScriptError && !(m.flags & m.warningFlag) && m.sourceName.startsWith(address))
  .map((m) => m.errorMessage);
const said = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage).getEvents()
  .filter((e) => e.filename.startsWith(address)).map((e) => e.arguments.join(" "));
return errors.concat(said);
"""
CLEAR = """
Services.console.reset();
Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage).clearEvents();
"""
SET_UP = """
const [scripts, medium, scheme] = arguments;
const context = gBrowser.selectedBrowser.browsingContext;
Object.assign(context, { allowJavascript: scripts, mediumOverride: medium, prefersColorSchemeOverride: scheme });
"""


class Firefox:
    """One running Firefox and the site's address, with a slash at the end. Raises RuntimeError when none is
    installed.
    """

    def __init__(self, address: str) -> None:
        binary = installed_firefox()
        if not binary:
            raise RuntimeError("No Firefox: python -m tests.support.tools finds or installs one.")
        self.address = address
        # A file of its own: the driver removes what stands at this path before it starts, /dev/null too where we are
        # root.
        self.folder = TemporaryDirectory(prefix="firefox-")
        # A free port (0) for each, so that two test workers never talk to the same browser.
        self.driver = Marionette(bin=binary, headless=True, port=0, gecko_log=str(Path(self.folder.name, "log.txt")))
        self.driver.start_session({"pageLoadStrategy": "normal"})
        self.version: str = self.driver.session_capabilities["browserVersion"]

    def close(self) -> None:
        self.driver.quit(in_app=False)  # four seconds shorter than asking it to leave
        self.driver.cleanup()
        self.folder.cleanup()
        del self.driver
        gc.collect()  # its profile is removed now, not when Python has already gone

    def open(
        self, path: str = "", *, width: int = 1440, scripts: bool = True, medium: str = "", scheme: str = "none"
    ) -> None:
        """Open a page 800 px high and ``width`` px wide (500 at least: a window of Firefox is no narrower)."""
        self._privileged(SET_UP, scripts, medium, scheme)
        self.driver.set_window_rect(width=width, height=800)
        self.driver.navigate(path if ":" in path else self.address + path)
        self._privileged(SET_UP, scripts, medium, scheme)  # again: the medium does not outlive a navigation

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a function's body in the page and return what it returns."""
        return self.driver.execute_script(script, script_args=list(arguments))

    def run_async(self, script: str, *arguments: Any) -> Any:
        """Run an async function's body in the page and return what it comes to; what it throws is raised."""
        self.driver.timeout.script = 120
        call = f"const given = [...arguments], done = given.pop(); (async function () {{ {script} }})(...given).then((r) => done([r]), (e) => done(`${{e}}`))"
        came = self.driver.execute_async_script(call, script_args=list(arguments))
        assert isinstance(came, list), came
        return came[0]

    @contextmanager
    def framed(self, address: str, width: int, height: int) -> Iterator[None]:
        """Have a page in a frame of a size of its own, and what is run meanwhile run there."""
        style = f"position: fixed; inset: 0; width: {width}px; height: {height}px; border: 0"
        self.driver.navigate(
            f'data:text/html,<!doctype html><title>Frame</title><iframe style="{style}" src="{address}"></iframe>'
        )
        self.driver.switch_to_frame(self.find("iframe"))
        yield
        self.driver.switch_to_frame()

    def find(self, selector: str) -> WebElement:
        """Return the first element that fits. Raises NoSuchElementException when there is none that comes in time."""
        self.driver.timeout.implicit = PATIENCE
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def opened(self) -> WebElement | None:
        """Return the box that is open, or None."""
        self.driver.timeout.implicit = 0
        try:
            return self.driver.find_element(By.CSS_SELECTOR, ":popover-open")
        except errors.NoSuchElementException:
            return None

    def press(self, key: str) -> None:
        ActionSequence(self.driver, "key", "keyboard").key_down(key).key_up(key).perform()

    def escape(self) -> None:
        self.press(Keys.ESCAPE)

    def faults(self) -> list[str]:
        """Return what went wrong on the site's pages since the last call: errors, and anything asked of
        another host.
        """
        asked = self.run("return performance.getEntriesByType('resource').map(({ name }) => name)")
        found = self._privileged(FAULTS, self.address)
        self._privileged(CLEAR)
        return [*found, *(name for name in asked if "127.0.0.1" not in name)]

    @contextmanager
    def without(self, preference: str) -> Iterator[None]:
        """Switch a feature off for a while, to be a browser that has not got it."""
        assert self.driver.get_pref(preference) is True, f"{preference} is not known to this Firefox"
        self.driver.set_pref(preference, False)
        try:
            yield
        finally:
            self.driver.set_pref(preference, True)

    def _privileged(self, script: str, *arguments: Any) -> Any:
        with self.driver.using_context("chrome"):
            return self.driver.execute_script(script, script_args=list(arguments), sandbox="system")
