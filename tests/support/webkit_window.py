#!/usr/bin/python3
"""A bare window with WebKitGTK's view in it: WebKitWebDriver starts it for each session, under the system's Python,
which alone has the bindings.

    webkit_window.py --automation            what the driver calls
    webkit_window.py ADDRESS FILE.pdf        print a page on A4, which the driver cannot

WebKitGTK's own MiniBrowser has a toolbar that makes it no narrower than 447 px; a phone is 320. The driver cannot
switch scripts off (its own would stop too), so tests open copies of pages from which the scripts were taken
(webkit.py).
"""

import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402


def new_view(context: Any) -> Any:
    """Return a view under the driver's control, in a window of its own."""
    settings = WebKit2.Settings(javascript_can_access_clipboard=True)
    view = WebKit2.WebView(web_context=context, settings=settings, is_controlled_by_automation=True)
    window = Gtk.Window(decorated=False, default_width=1440, default_height=900)
    window.add(view)
    window.show_all()
    window.get_window().focus(0)  # no window manager does it, and without it nothing in the page has the focus
    view.connect("close", lambda _: window.destroy())
    return view


def start(context: Any, session: Any) -> None:
    """Give a session the name that the driver asks for, and a view whenever it wants one."""
    info = WebKit2.ApplicationInfo()
    info.set_name("MiniBrowser")
    info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(info)
    session.connect("create-web-view", lambda _: new_view(context))


def print_page(address: str, file: str) -> None:
    """Write a page as a PDF, as it is printed on A4, and end."""

    def loaded(view: Any, event: Any) -> None:
        if event == WebKit2.LoadEvent.FINISHED:
            settings = Gtk.PrintSettings()
            settings.set(Gtk.PRINT_SETTINGS_PRINTER, "Print to File")
            settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, Path(file).resolve().as_uri())
            settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
            setup = Gtk.PageSetup()
            setup.set_paper_size_and_default_margins(Gtk.PaperSize.new("iso_a4"))
            job = WebKit2.PrintOperation(web_view=view, print_settings=settings, page_setup=setup)
            job.connect("finished", lambda _: Gtk.main_quit())
            job.connect("failed", lambda _, error: sys.exit(error.message))
            job.print_()

    view = WebKit2.WebView(web_context=WebKit2.WebContext.new_ephemeral())
    window = Gtk.Window(default_width=1440, default_height=900)
    window.add(view)
    window.show_all()
    view.connect("load-changed", loaded)
    view.load_uri(address)


if __name__ == "__main__":
    if sys.argv[1:] == ["--automation"]:
        ephemeral = WebKit2.WebContext.new_ephemeral()
        ephemeral.set_automation_allowed(True)
        ephemeral.connect("automation-started", start)
    else:
        print_page(*sys.argv[1:])
    Gtk.main()
