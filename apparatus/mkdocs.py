"""MkDocs, which no other module imports: the plugin that ties the apparatus to a build, and the build itself.

The plugin tells the extensions where the project is, runs the checks before anything is written, and leaves out the theme's files
that no page uses, and has the search index made of the finished site. In a build a problem ends it; in the preview it is shown in the terminal and on every page, and
goes away by itself when it is mended, because the preview never stops for a problem.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any, Literal

from jinja2 import Environment
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

from .checks import check
from .editions import search
from .editions.book import read_book
from .editions.citations import CitationFiles
from .editions.feed import feed
from .editions.offline import write_offline
from .editions.whole import put_whole
from .frozen.freezing import changed
from .markup.editions import FEED
from .packing import BEFORE, PACKED, pack
from .problem import Problem
from .project import Project, load_project
from .swap import swap_in

log = logging.getLogger("mkdocs.plugins.apparatus")


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """The plugin takes none: what can be set stands in mkdocs.yml's own keys."""


class ApparatusPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """The plugin named `apparatus` in mkdocs.yml."""

    def __init__(self) -> None:
        self.previewing = False
        self.project: Project
        self.problems: tuple[Problem, ...] = ()
        self.minutes: dict[str, int] = {}
        self.published: dict[str, str] = {}
        self.preview = search.Preview()
        self.citations = CitationFiles()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.previewing = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        for name in config.markdown_extensions:
            if name.startswith("apparatus."):
                config.mdx_configs[name] = {**config.mdx_configs.get(name, {}), "root": str(root)}
        if self.previewing:
            _tolerate_warnings()
        self.project = load_project(root)
        self.minutes = {section.path: section.minutes for section in self.project.sections}
        self.problems = check(self.project)
        for problem in self.problems:
            log.error(str(problem))
        if self.problems and not self.previewing:
            raise Abort(f"{len(self.problems)} problem(s): nothing was built.")
        return config

    def on_page_read_source(self, /, *, page: Page, config: MkDocsConfig) -> str | None:
        """In the preview, stand in for a page that cannot be read, so that the rest can be seen."""
        here = f"docs/{page.file.src_uri}"
        if any(problem.path == here and problem.code in ("C001", "C035") for problem in self.problems):
            return f"# {page.file.src_uri}\n\nThis page cannot be shown until it is mended.\n"
        return None

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        env.globals.update(
            problems=self.problems, minutes=self.minutes, previewing=self.previewing, published=self.published,
            changed=changed(self.project),
        )  # fmt: skip
        return env

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        self.preview.close()

    def on_build_error(self, /, *, error: Exception) -> None:
        self.preview.open(None)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Make what needs the whole site; take away the packed site map, which holds the time at which it was packed."""
        site = Path(config.site_dir)
        self.citations.write(self.project, site)
        (site / "sitemap.xml.gz").unlink(missing_ok=True)
        try:
            if not self.previewing:
                search.index(site, self.project)
                put_whole(read_book(site), site)
                write_offline(site, config.site_name, "MQM")
        except CalledProcessError as error:
            raise PluginError(f"Pagefind made no index: {error.stderr or error}") from error
        self.preview.open((site, self.project))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]) -> None:
        """Index when a search asks for it, so that no save waits for that and no save is missing from it."""

        def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if "/pagefind/" in environ["PATH_INFO"]:
                self.preview.index()
            return server.serve_request(environ, start_response)

        server.set_app(serve)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        own = Path(config.docs_dir).resolve()
        overrides = [Path(folder).resolve() for folder in config.theme.dirs[:1]]
        self.published = {}
        for file in list(files):
            source = Path(file.abs_src_path).resolve() if file.abs_src_path else own
            if not any(source.is_relative_to(folder) for folder in (own, *overrides)):
                files.remove(file)
            elif file.src_uri in PACKED and not self.previewing:
                text = file.content_string
                if file.src_uri in BEFORE:
                    text = source.with_name(BEFORE[file.src_uri]).read_text(encoding="utf-8") + text
                self.published[file.src_uri], text = pack(file.src_uri, text)
                files.remove(file)
                files.append(File.generated(config, self.published[file.src_uri], content=text))
        if made := feed(self.project):
            files.append(File.generated(config, FEED, content=made))
        return files


def _tolerate_warnings() -> None:
    """Stop counting warnings: in the preview one of them must not end the server ('strict' is for builds)."""
    logger = logging.getLogger("mkdocs")
    for handler in list(logger.handlers):
        if isinstance(handler, CountHandler):
            logger.removeHandler(handler)


def build(root: Path, site: Path | None = None) -> None:
    """Build the site strictly and put it in place of the old one. Raises Abort, with the old one untouched."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)

    def into(folder: Path) -> None:
        options: dict[str, Any] = {"strict": True, "site_dir": str(folder)}
        config = load_config(str(root / "mkdocs.yml"), **options)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()

    swap_in(site or root / "site", into)
