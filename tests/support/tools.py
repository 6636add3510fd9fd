"""Find what the tests need beyond Python, or fetch it: three browsers, the Nu HTML checker with its Java, textlint,
Ace, ProperDocs.

Debian's packages are installed where we are root; what comes from npm or PyPI is pinned here and kept in .cache/.

    browser     Chromium without its own windows where it is installed, or Debian's package of it; else an installed
                Chromium; else Playwright's own download
    firefox     an installed Firefox; else Debian's firefox-esr
    webkit      WebKitGTK with its driver, its bindings for the system's Python, and Xvfb: Debian's packages
    checker     vnu.jar from npm (package vnu-jar)
    pango       the library with which WeasyPrint sets the PDF; pdftotext, which reads it again: Debian's packages
    foliate     foliate-js, the part of the reader Foliate that opens books and shows notes over the page, from npm
    calibre     ebook-meta, which shows what an e-book says of itself: Debian's package
    soffice     LibreOffice's word processor, for make proof alone: Debian's package
    textlint    the linter of typography and its rule, from npm
    ace         DAISY's checker of accessible EPUBs, from npm; it runs in the browser above
    fribidi     the library with which Pillow sets the social cards: Debian's package
    nginx       the first web server of hosting/: installed, or Debian's package
    caddy       the second, likewise
    readability Firefox's reader mode, with the DOM that it needs, and SingleFile's script, from npm
    cff         the schema of CITATION.cff, out of cffconvert from PyPI
    citation-js what reads and writes citations for many sites, from npm
    text        w3m and lynx, which show pages as text, and wget, which copies them: Debian's packages
    java        an installed one; else Debian's package
    properdocs  from PyPI (locked in wayout/requirements.txt), kept out of .venv
    spelling    codespell's list of American spellings, made from its own (.cache/british.txt)
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes.util import find_library
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent.parent
CACHE = ROOT / ".cache"
VNU = "vnu-jar@26.9.27"
TEXTLINT = ("textlint@15.8.0", "@textlint-rule/textlint-rule-pattern@2.0.2")
ACE = "@daisy/ace-cli@1.4.6"
FOLIATE = "foliate-js@1.0.1"
READABILITY = ("@mozilla/readability@0.6.0", "jsdom@26.1.0")
CITATION_JS = tuple(f"@citation-js/{part}@0.8.2" for part in ("core", "plugin-bibtex", "plugin-csl", "plugin-ris"))
CFFCONVERT = "cffconvert==2.0.0 --hash=sha256:573c825e4e16173d99396dc956bd22ff5d4f84215cc16b6ab05299124f5373bb"
"""Apache-2.0. The schema alone is taken from it: it asks for a jsonschema of 2021, and for linters."""
SINGLE_FILE = "single-file-cli@2.0.83"
"""AGPL: run as it comes, to copy a page as its readers do; no part of it is in what we publish."""
TEXT_PROGRAMS = ("w3m", "lynx", "wget")
SHELL = "chromium-headless-shell"
"""Chromium as a program that shows no windows: the same pages in half the time, since nothing draws tabs and menus that
nobody sees.
"""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WEBKIT = ("webkit2gtk-driver", "libwebkit2gtk-4.1-0", "gir1.2-webkit2-4.1", "python3-gi", "xvfb")
FIREFOX = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")


def installed_browser() -> str | None:
    """Return the path of an installed Chromium, or of the one that Playwright downloaded, or None."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def needed_browser() -> str:
    """Return the path of an installed browser. Raises RuntimeError, which says how to install one."""
    if not (found := installed_browser()):
        raise RuntimeError("No Chromium: .venv/bin/python -m tests.support.tools finds or installs one.")
    return found


def browser() -> str:
    """Return the path of a browser, installing one if need be. Exits with one sentence when none can be had."""
    if not os.environ.get("CHROMIUM") and not shutil.which(SHELL):
        _apt(SHELL)
    found = installed_browser() or (_apt("chromium") and installed_browser())
    if not found:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        found = installed_browser()
    if not found:
        sys.exit("No browser: install Chromium, or set CHROMIUM to the path of one, and run make test again.")
    return found


def installed_firefox() -> str | None:
    """Return the path of an installed Firefox, or None. Marionette, which drives it, is a part of every Firefox."""
    return next(filter(None, map(shutil.which, (os.environ.get("FIREFOX", ""), *FIREFOX))), None)


def firefox() -> str:
    """Return the path of Firefox, installing it if need be. Exits with one sentence when it cannot be had."""
    found = installed_firefox() or (_apt("firefox-esr") and installed_firefox())
    if not found:
        sys.exit("No Firefox: install it, or set FIREFOX to the path of one, and run make test again.")
    return found


def webkit() -> str:
    """Return the path of WebKit's driver, installing it and what its window needs if need be. Exits with one sentence
    when it cannot be had.
    """
    if not _webkit_runs():
        for package in WEBKIT:
            _apt(package)
    if not _webkit_runs():
        sys.exit(
            f"No WebKit: install {', '.join(WEBKIT)} (Debian, Ubuntu; elsewhere in a container) and run make test "
            "again."
        )
    return str(shutil.which("WebKitWebDriver"))


def _webkit_runs() -> bool:
    """Return whether driver and screen are there, and the system's Python finds the bindings that webkit_window.py
    needs.
    """
    bindings = "import gi; gi.require_version('WebKit2', '4.1'); from gi.repository import Gtk, WebKit2"
    python = "/usr/bin/python3"
    there = all(map(shutil.which, ("WebKitWebDriver", "Xvfb", python)))
    return there and not subprocess.run([python, "-c", bindings], capture_output=True, check=False).returncode


def java() -> str:
    """Return the path of Java, installing it if need be. Exits with one sentence when it cannot be had."""
    found = shutil.which("java") or (_apt("default-jre-headless") and shutil.which("java"))
    if not found:
        sys.exit("No Java for the HTML checker: install a Java runtime (11 or newer) and run make test again.")
    return str(found)


def pdftotext() -> str:
    """Return the path of poppler's pdftotext, installing it if need be. Exits with one sentence when it
    cannot be had.
    """
    found = shutil.which("pdftotext") or (_apt("poppler-utils") and shutil.which("pdftotext"))
    if not found:
        sys.exit("No pdftotext to read the PDF with: install poppler-utils and run make test again.")
    return str(found)


def calibre() -> str:
    """Return the path of Calibre's ebook-meta, installing it if need be. Exits with one sentence when it
    cannot be had.
    """
    found = shutil.which("ebook-meta") or (_apt("calibre") and shutil.which("ebook-meta"))
    if not found:
        sys.exit("No ebook-meta to read the e-book with: install calibre and run make test again.")
    return str(found)


def soffice() -> str:
    """Return the path of LibreOffice, installing its word processor if need be. Exits with one sentence when it cannot
    be had.
    """
    found = shutil.which("soffice") or (_apt("libreoffice-writer-nogui") and shutil.which("soffice"))
    if not found:
        sys.exit("No LibreOffice to open the DOCX with: install libreoffice-writer and run make proof again.")
    return str(found)


def pango() -> str:
    """Return the name of Pango's library, installing it if need be. Exits with one sentence when it cannot be had."""
    found = find_library("pangoft2-1.0") or (
        _apt("libpangoft2-1.0-0") and _apt("libharfbuzz-subset0") and find_library("pangoft2-1.0")
    )
    if not found:
        sys.exit(
            "No Pango to set the PDF with: install libpangoft2-1.0-0 and libharfbuzz-subset0 (brew install pango) "
            "and run make test again."
        )
    return str(found)


def fribidi() -> str:
    """Return the name of the library with which Pillow sets the social cards. Exits with one sentence when it cannot be
    had.
    """
    found = find_library("fribidi") or (_apt("libfribidi0") and find_library("fribidi"))
    if not found:
        sys.exit(
            "No FriBidi to draw the cards with: install libfribidi0 (brew install fribidi) and run make test again."
        )
    return str(found)


def checker() -> Path:
    """Return the path of vnu.jar, fetching it if need be. Exits with one sentence when it cannot be had."""
    jar = CACHE / VNU / "vnu.jar"
    if jar.exists():
        return jar
    packed = _npm(jar.parent, "pack", "--silent", VNU)
    if not packed:
        sys.exit(f"No HTML checker: npm pack {VNU} failed. Install npm or reach its registry and run make test again.")
    with tarfile.open(jar.parent / packed.split()[-1]) as archive:
        member = next(m for m in archive if m.name.endswith("vnu.jar"))
        source = archive.extractfile(member)
        assert source
        part = jar.with_name(f"{jar.name}.new-{os.getpid()}")
        part.write_bytes(source.read())
        part.replace(jar)
    return jar


def textlint() -> list[str]:
    """Return the command that runs textlint with our rule, fetching both if need be; or exit with one sentence."""
    program = _installed("typography check", ".bin/textlint", *TEXTLINT)
    return [str(program), "--rules-base-directory", str(program.parents[1])]


def ace() -> Path:
    """Return the path of Ace, fetching it if need be; or exit with one sentence. Its own browser is not downloaded."""
    return _installed("check of the EPUB's accessibility", ".bin/ace-cli", ACE)


def readability() -> list[str]:
    """Return the command that makes Readability's articles of files, as a list in JSON; or exit with one sentence."""
    package = _installed("reader mode", "@mozilla/readability", *READABILITY)
    return ["node", str(ROOT / "tests/support/readability.cjs"), str(package.parents[1])]


def citation_js() -> list[str]:
    """Return the command that has citation-js read files of references, as a list in JSON; or exit with one
    sentence.
    """
    package = _installed("reader of references", "@citation-js/core", *CITATION_JS)
    return ["node", str(ROOT / "tests/support/citations.cjs"), str(package.parents[1])]


def cff_schema() -> dict[str, Any]:
    """Return the JSON Schema of the Citation File Format 1.2.0, fetching it if need be; or exit with one sentence."""
    kept = CACHE / "cff-1.2.0.json"
    with _alone():
        if not kept.exists():
            with TemporaryDirectory() as folder:
                lock = Path(folder, "requirements.txt")
                lock.write_text(CFFCONVERT)
                pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
                if subprocess.run([*pip, "--dest", folder, "--requirement", lock], check=False).returncode:
                    sys.exit(
                        f"No schema of CITATION.cff: pip could not download {CFFCONVERT.split()[0]}. Reach PyPI and "
                        "run make test again."
                    )
                with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
                    kept.write_bytes(wheel.read("cffconvert/schemas/1.2.0/schema.json"))
    return dict(json.loads(kept.read_text(encoding="utf-8")))


def foliate() -> Path:
    """Return the folder of foliate-js, a library of modules for a browser, fetching it if need be; or exit with one
    sentence.
    """
    return _installed("e-book reader", "foliate-js/view.js", FOLIATE).parent


def single_file() -> str:
    """Return the script with which SingleFile copies the page that it is run in; or exit with one sentence."""
    bundle = _installed("copy of a page", "single-file-cli/lib/single-file-bundle.js", SINGLE_FILE)
    command = [
        "node",
        "--eval",
        "import(process.argv[1]).then(({ script }) => process.stdout.write(script))",
        str(bundle),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def text_program(name: str) -> str:
    """Return the path of a program that reads a site without a browser, installing it if need be; or exit with one
    sentence.
    """
    found = shutil.which(name) or (_apt(name) and shutil.which(name))
    if not found:
        sys.exit(f"No {name} to read a page with: install {name} and run make test again.")
    return str(found)


def british() -> Path:
    """Write codespell's British-to-American list the other way round, so that it asks for British spelling."""
    from importlib.resources import files

    listed = files("codespell_lib").joinpath("data/dictionary_en-GB_to_en-US.txt").read_text(encoding="utf-8")
    pairs = [line.rstrip(",").split("->") for line in listed.split()]
    path = CACHE / "british.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{american}->{british}\n" for british, american in pairs if "," not in american))
    return path


def properdocs() -> Path:
    """Return the folder of ProperDocs, installing it if need be: without what it shares with our own .venv."""
    lock = ROOT / "tests" / "wayout" / "requirements.txt"
    folder = CACHE / f"properdocs-{hashlib.sha256(lock.read_bytes()).hexdigest()[:8]}"
    with _alone():
        if not folder.exists():
            whole = folder.with_suffix(".new")  # a stopped installation is not taken for a whole one
            shutil.rmtree(whole, ignore_errors=True)
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
            if subprocess.run([*pip, "--target", whole, "--requirement", lock], check=False).returncode:
                sys.exit(f"No ProperDocs: pip could not install {lock}. Reach PyPI and run make test again.")
            whole.rename(folder)
    return folder


def _installed(what: str, program: str, *packages: str) -> Path:
    """Return the path of a program from npm, given from its node_modules/, installing its packages if need be; or exit
    with one sentence.
    """
    folder = CACHE / "+".join(packages).replace("/", "-")
    path = folder / "node_modules" / program
    quiet = ("--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock")
    if not folder.exists():
        whole = folder.with_name(
            f"{folder.name}.new-{os.getpid()}"
        )  # a stopped installation is not taken for a whole one
        if _npm(whole, "install", "--prefix", str(whole), *quiet, *packages) is None:
            sys.exit(
                f"No {what}: npm install {' '.join(packages)} failed. "
                "Install npm with Node 20 or newer, or reach its registry, and run make test again."
            )
        with suppress(OSError):  # another worker was sooner
            whole.rename(folder)
    return path


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other test worker installs anything."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _npm(folder: Path, *arguments: str) -> str | None:
    """Run npm in a folder, installing it where we are root; return what it printed, or None when it failed. A download
    that stands still is begun again after a minute: npm's own five have let a test run hang.
    """
    patience = ("--fetch-timeout=60000", "--fetch-retries=4")
    npm = shutil.which("npm") or (_apt("npm") and shutil.which("npm"))
    folder.mkdir(parents=True, exist_ok=True)
    if not npm:
        return None
    with _alone():
        done = subprocess.run([npm, *arguments, *patience], cwd=folder, capture_output=True, text=True, check=False)
    return None if done.returncode else done.stdout


def server(name: str) -> str:
    """Return the path of a web server, installing it if need be; fail the test that asks when it cannot be had."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"  # where Debian keeps nginx
    found = shutil.which(name, path=path) or (
        _apt({"nginx": "nginx-light"}.get(name, name)) and shutil.which(name, path=path)
    )
    if not found:
        sys.exit(f"No {name} to try the settings of hosting/ with: install {name} and run make test again.")
    return str(found)


def _apt(package: str) -> bool:
    """Install a Debian package where we are root; return whether that worked."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    with _alone():
        for command in ([*apt, "update"], [*apt, "install", "-y", package]):
            if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
                return False
    return True


if __name__ == "__main__":
    print(
        f"browser {browser()}\nfirefox {firefox()}\nwebkit  {webkit()}\njava    {java()}\nchecker "
        f"{checker()}\nspelling {british()}"
    )
    print(f"typography {textlint()[0]}\nace     {ace()}\nproperdocs {properdocs()}")
    print(f"references {citation_js()[1]} {cff_schema()['$id']}")
    print(f"readers {readability()[1]} {foliate()} {len(single_file())} {' '.join(map(text_program, TEXT_PROGRAMS))}")
    print(
        f"pango   {pango()}\npdf     {pdftotext()}\ncalibre {calibre()}\nfribidi {fribidi()}\nnginx   "
        f"{server('nginx')}\ncaddy   {server('caddy')}"
    )
