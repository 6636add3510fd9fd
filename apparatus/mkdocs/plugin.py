"""MkDocs or ProperDocs, which no other module imports: the plugin that ties the apparatus to a build, and the build
itself.

The plugin tells the extensions where the project is, runs the checks before anything is written, leaves out the theme's
files that no page uses, and has the site finished. In a build a problem ends it; in the preview it is shown in the
terminal and on every page, and goes away by itself when it is mended, because the preview never stops for a problem.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment

try:
    import mkdocs  # noqa: F401
except ModuleNotFoundError:  # ProperDocs, which goes on with MkDocs 1, answers to MkDocs' names once this is imported
    import properdocs.replacement  # noqa: F401

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from watchdog.observers.polling import PollingObserver

from ..checks import ON_ITS_PAGE, check
from ..html.typography import curly
from ..markup.releases import FEED
from ..postbuild import search
from ..postbuild.atomic_replace import swap_in
from ..postbuild.feed import feed
from ..postbuild.icons import icons
from ..postbuild.progress import Tell, untold
from ..postbuild.raw_marks import RawMarks
from ..postbuild.run import finish
from ..problem import Problem
from ..project import Project, load_project, page_url
from ..releases.freeze import changed
from ..words import filled_script
from .moved import write_moved
from .page_cache import CachedPage, PageCache
from .preview_server import Later, answer_always
from .translations import Translations

SCRIPTS = "assets/scripts"
ELSEWHERE = f"{SCRIPTS}/elsewhere.js"
"""For pages alone that stand in another language, too."""
ALLOCATIONS = 20_000
"""Objects after which Python looks for garbage in circles, of which a build makes hardly any: with its own 700 that
takes a tenth of the time.
"""
LOOKS = 0.2
"""Seconds between two looks of the preview at what has been saved; MkDocs lets half a second pass."""
log = logging.getLogger("mkdocs.plugins.apparatus")
aside = logging.getLogger("apparatus")
"""For what ends no build: MkDocs, being strict, counts what its own loggers say."""


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """The plugin takes none: what can be set stands in mkdocs.yml's own keys."""


class ApparatusPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """The plugin named `apparatus` in mkdocs.yml."""

    def __init__(self) -> None:
        self.previewing = False
        self.project: Project
        self.problems: tuple[Problem, ...] = ()
        self.unreadable: set[str] = set()
        self.minutes: dict[str, int] = {}
        self.later = Later()
        self.cache: PageCache
        self.tell: Tell = untold
        self.converted = 0
        self.env: Environment
        self.drafts = False
        self.translations: Translations
        self.configured: dict[str, MkDocsConfig] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.previewing = command == "serve"
        self.cache = PageCache()
        gc.set_threshold(ALLOCATIONS)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        del config.theme.dirs[1:-1]  # the theme's: ten thousand files, of which no page uses one
        if self.previewing:
            _tolerate_warnings()
        self.project = load_project(root)
        _tell(config, root=str(root), project=self.project)
        self.minutes = {page_url(section.path): self.project.minutes(section) for section in self.project.sections}
        with ThreadPoolExecutor(1) as meanwhile:  # Pandoc, another process, formats while Python checks
            meanwhile.submit(getattr, self.project, "references")
            found = check(self.project, self.drafts)
        self.translations = Translations(self.project, self.drafts)
        unread = (problem.path for problem in found if problem.code in ("C001", "C035"))
        self.unreadable = {path.removeprefix("docs/") for path in unread}
        for problem in found:
            (aside.warning if problem.code in ON_ITS_PAGE else log.error)(str(problem))
        self.problems = tuple(problem for problem in found if problem.code not in ON_ITS_PAGE)
        if self.problems and not self.previewing:
            raise Abort(f"{len(self.problems)} problem(s): nothing was built.")
        return config

    def on_page_read_source(self, /, *, page: Page, config: MkDocsConfig) -> str | None:
        """In the preview, stand in for a page that cannot be read, so that the rest can be seen."""
        if page.file.src_uri in self.unreadable:
            return f"# {page.file.src_uri}\n\nThis page cannot be shown until it is mended.\n"
        return None

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Tell the extensions which page it is; convert nothing for a page that is as it was."""
        _tell(config, page=page.file.src_uri if page.file.src_uri not in self.unreadable else "")
        return "" if self._kept(page) else None

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Give an unchanged page what was made of it before, and keep what is made now."""
        self.converted += 1
        self.tell("Pages", self.converted, len(self.project.pages))
        source = self.project.pages.get(page.file.src_uri)
        if made := self._kept(page):
            page.present_anchor_ids = made.ids
            return made.content
        if source and "title" in source.meta:  # else MkDocs finds it in the text
            self.cache.put(source, html, page.present_anchor_ids or set())
        return None

    def _kept(self, page: Page) -> CachedPage | None:
        return self.cache.get(self.project.pages.get(page.file.src_uri))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        env.trim_blocks = env.lstrip_blocks = True  # a line that holds nothing but a block leaves nothing on the page
        env.filters.update(
            curly=lru_cache(lambda text: curly(text or ""))  # a page may lack a title
        )
        env.globals.update(
            words=self.project.words,
            problems=self.problems,
            minutes=self.minutes,
            previewing=self.previewing,
            changed=changed(self.project),
            elsewhere=self.translations.elsewhere,
            once=_once(),
        )
        self.env = env
        return env

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        self.later.close()

    def on_build_error(self, /, *, error: Exception) -> None:
        self.later.open(())

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Make what needs the whole site: in the preview only what does not make a save wait."""
        site = Path(config.site_dir)
        write_moved(self.project, site, self.env, config)
        try:
            if not self.previewing:
                self.tell("Search index, citations, one page")
                finish(site, self.project)
        except RawMarks as error:
            raise PluginError(str(error)) from error
        self.translations.build(site, self.configured, self._like_this, _build, strict=not self.previewing)
        self.later.open(((site, self.project), *self.translations.sites(site)))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]) -> None:
        """Make some files when they are asked for, so that no save waits for them and none misses a save; and answer
        even when nothing can be built.
        """
        watched = [config.docs_dir, *filter(None, [config.config_file_path])]
        for path in watched:
            server.unwatch(path)
        server.observer = PollingObserver(timeout=LOOKS)
        for path in watched:
            server.watch(path)
        answer_always(server, builder, self.later, lambda: self.project.words("preview.problems", n="1"))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        own = Path(config.docs_dir).resolve()
        overrides = [Path(folder).resolve() for folder in config.theme.dirs[:1]]
        apart = [own / language for language in self.translations.languages]  # sites of their own
        for file in list(files):
            source = Path(file.abs_src_path).resolve() if file.abs_src_path else own
            ours = any(source.is_relative_to(folder) for folder in (own, *overrides))
            unasked = file.src_uri == ELSEWHERE and not self.translations.are_there
            if not ours or unasked or any(source.is_relative_to(folder) for folder in apart):
                files.remove(file)
        if made := feed(self.project):
            files.append(
                File.generated(config, FEED, content=made)
            )  # or MkDocs would take the link to it for a dead one
        favicon = Path(config.docs_dir) / (config.theme["favicon"] or "")
        drawn = icons(self.project.root, favicon.read_text(encoding="utf-8")) if favicon.suffix == ".svg" else {}
        for path, icon in drawn.items():
            files.append(File.generated(config, path, content=icon))
        self._give_words(files)
        self.cache.start_build(self.project, frozenset(files.src_uris))
        return files

    def _like_this(self) -> ApparatusPlugin:
        """Return a plugin for the site of a translation."""
        other = ApparatusPlugin()
        other.load_config({})
        other.drafts = self.drafts
        other.on_startup(command="serve" if self.previewing else "build", dirty=False)
        return other

    def _give_words(self, files: Files) -> None:
        """Put into each script the words that it says."""
        words = [self.project.words]
        for file in list(files):
            folder, _, name = file.src_uri.rpartition("/")
            if folder == SCRIPTS and "const WORDS" in file.content_string:
                more = {"labels": search.labels} if name == "search.js" else {}
                file.content_string = filled_script(name.removesuffix(".js"), file.content_string, words, **more)


def _once() -> Callable[[Callable[[Any], str], Any, Page | None], str]:
    """Return what calls a macro that links to a page, once for all pages of a folder: from each the link is the same,
    but to itself and to what stands under it. The map of 140 sections at the end of each page takes a fifth of the time
    of a save without it.
    """
    made: dict[tuple[str, str], str] = {}

    def call(macro: Callable[[Any], str], to: Any, page: Page | None) -> str:
        if page is None or to.url.startswith(page.url):
            return macro(to)
        key = (page.url.rstrip("/").rpartition("/")[0], to.url)
        if key not in made:
            made[key] = macro(to)
        return made[key]

    return call


def _tell(config: MkDocsConfig, **known: Any) -> None:
    """Set options of our extensions."""
    for name in config.markdown_extensions:
        if name.startswith("apparatus."):
            config.mdx_configs[name] = {**config.mdx_configs.get(name, {}), **known}


def _tolerate_warnings() -> None:
    """Stop counting warnings: in the preview one of them must not end the server ('strict' is for builds)."""
    for logger in map(logging.getLogger, ("mkdocs", "properdocs")):
        for handler in list(logger.handlers):
            if isinstance(handler, CountHandler):
                logger.removeHandler(handler)


def _build(config: MkDocsConfig) -> None:
    """Build a site and, if it is whole and was built strictly, keep its pages. Raises Abort."""
    mkdocs_build(config)
    for plugin in config.plugins.values():
        if isinstance(plugin, ApparatusPlugin) and config.strict:
            plugin.cache.save()


def build(root: Path, site: Path | None = None, tell: Tell = untold, drafts: bool = False) -> None:
    """Build the site strictly, with `drafts` its unfinished translations too, and put it in place of the old one.
    Raises Abort, with the old one untouched.
    """
    logging.basicConfig(format="%(message)s", level=logging.WARNING)

    def into(folder: Path) -> None:
        options: dict[str, Any] = {"strict": True, "site_dir": str(folder)}
        config = load_config(str(root / "mkdocs.yml"), **options)
        for plugin in config.plugins.values():
            if isinstance(plugin, ApparatusPlugin):
                plugin.tell, plugin.drafts = tell, drafts
        config.plugins.on_startup(command="build", dirty=False)
        try:
            _build(config)
        finally:
            config.plugins.on_shutdown()

    swap_in(site or root / "site", into)
