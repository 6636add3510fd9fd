"""WebKit, Safari's engine, with a page of the site in it, driven as a reader would drive it.

It is WebKitGTK from Debian's packages, in a window of ours (webkit_window.py) on a screen that nobody sees (Xvfb),
driven by Selenium through its own WebKitWebDriver. Its 2.50 is the branch of Safari 26.0. Playwright's WebKit cannot be
downloaded where only registries can be reached.

A real iPhone is not to be had, so three things stand on what Apple and WebKit document and are not tested: a tap is no
hover (`pointerType` is "touch"); the bar at the foot of the screen is kept clear by `env(safe-area-inset-bottom)`,
which is 0 where there is none; and Safari's Tab key passes over links unless "Press Tab to highlight each item on a
webpage" is on (Settings, Advanced), where Option-Tab reaches them. WebKitGTK's Tab key reaches links.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from .tools import webkit
from .waiting import BEAT, PATIENCE

WINDOW = Path(__file__).with_name("webkit_window.py")


class WebKit:
    """One running WebKit and the site's address, with a slash at the end. Ends with one sentence when none
    can be had.
    """

    def __init__(self, address: str) -> None:
        driver = webkit()
        self.address = address
        self._screen, display = _screen()
        options = WebKitGTKOptions()
        options.binary_location = str(WINDOW)
        options.add_argument("--automation")
        service = Service(executable_path=driver, env={**os.environ, "DISPLAY": display})
        self._environment = service.env
        self.driver = WebKitGTK(options=options, service=service)
        self.driver.set_script_timeout(PATIENCE)

    def close(self) -> None:
        self.driver.quit()
        self._screen.terminate()
        self._screen.wait()

    def open(self, path: str = "", *, width: int = 1440, height: int = 900) -> None:
        """Open a page in a window whose view has exactly this size."""
        self.driver.set_window_rect(x=0, y=0, width=width, height=height)
        self.driver.get(path if path.startswith("http") else self.address + path)
        self.wait(f"return innerWidth === {width} && innerHeight === {height}")

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a function's body in the page and return what it returns."""
        return self.driver.execute_script(script, *arguments)

    def run_async(self, script: str, *arguments: Any) -> Any:
        """Run an async function's body in the page and return what it comes to; what it throws is raised."""
        call = f"const args = [...arguments], done = args.pop(); (async (...args) => {{ {script} }})(...args).then((r) => done([r]), (e) => done(`${{e}}`))"
        came = self.driver.execute_async_script(call, *arguments)
        assert isinstance(came, list), came
        return came[0]

    def wait(self, script: str, *arguments: Any) -> Any:
        """Wait until a function's body returns something true in the page, and return it."""
        return WebDriverWait(self.driver, PATIENCE, BEAT).until(lambda _: self.run(script, *arguments), script)

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, element: WebElement | str) -> None:
        """Scroll an element to the middle of the window and press there, or press where the pointer already is if it is
        that element's place.
        """
        found = self.find(element) if isinstance(element, str) else element
        self.run("arguments[0].scrollIntoView({ block: 'center' })", found)
        self.actions().move_to_element(found).click().perform()

    def click_at(self, x: int, y: int) -> None:
        """Press at a place of the window."""
        self._at(x, y).click().perform()

    def _at(self, x: int, y: int) -> ActionChains:
        """Return actions that begin at a place of the window."""
        actions = self.actions()
        pointer: Any = actions.w3c_actions.pointer_action
        pointer.move_to_location(x, y)
        return actions

    def press(self, key: str) -> None:
        self.actions().send_keys(key).perform()

    def actions(self) -> ActionChains:
        return ActionChains(self.driver, duration=0)

    def point_at(self, x: int, y: int) -> None:
        """Move the pointer to a place of the window."""
        self._at(x, y).perform()

    def printed(self, path: str, file: Path) -> bytes:
        """Return a page as a PDF, as it is printed on A4; `file` is where it is kept meanwhile."""
        subprocess.run([WINDOW, self.address + path, file], env=self._environment, check=True, timeout=PATIENCE)
        return file.read_bytes()

    def opened(self) -> str | None:
        """Return the id of the box that is open, or None."""
        found: str | None = self.run("return document.querySelector(':popover-open')?.id ?? null")
        return found


def _screen() -> tuple[subprocess.Popen[bytes], str]:
    """Start a screen that nobody sees; return it and its name, a free one that it chose."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    running = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as said:
        return running, f":{said.readline().strip()}"
