"""The other languages of a site: each a build of its own, into the folder of its language, once the English one stands.

In: the project, and the configuration of the build that is under way. Out: for a build, `site/<language>/`, whole like
the English site, with its own search and files; for a template, the same page in the other languages. A draft
(site.yml) is checked and built only when that is asked for. The checks have put each together and said what is wrong
with it; while something is wrong with the English, it stays as it was then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import relpath
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, PluginCollection

from ..postbuild.one_host import join
from ..project import Project, load_project, page_url
from ..translation.assemble import CACHE, languages, wanted


@dataclass(frozen=True)
class Elsewhere:
    """A page in another language: the language's code and name, the link from this page, and the address."""

    code: str
    name: str
    link: str
    url: str


class Translations:
    """The translations of one project; of a translation, the one that it was made from, and its other translations."""

    def __init__(self, project: Project, drafts: bool) -> None:
        self.project = project
        source = project.settings.translation_of
        root = Path(source) if source else project.root
        assembled = {one: root / CACHE / one for one in wanted(root, drafts)}
        every = {one: load_project(at) for one, at in assembled.items() if at.is_dir()}
        self.here = project.root.name if source else ""
        self.others = {"": load_project(root), **every}
        self.others.pop(self.here, None)
        self.assembled = {} if source else every
        self.languages = () if source else languages(root)

    @property
    def are_there(self) -> bool:
        """Whether pages of this site stand in another language, too."""
        return bool(self.others)

    def build(
        self,
        site: Path,
        kept: dict[str, MkDocsConfig],
        plugin: Callable[[], BasePlugin[Any]],
        build: Callable[[MkDocsConfig], None],
        **options: Any,
    ) -> None:
        """Build each translation by `build` into its folder of `site`, with a plugin of its own. `kept` holds how each
        was configured last, and is filled.
        """
        for language, project in self.assembled.items():
            if language not in kept:
                kept[language] = config = load_config(str(project.root / "mkdocs.yml"), **options)
                config.plugins = (
                    PluginCollection()
                )  # MkDocs gave it the English build's own, which it keeps between builds
                config.plugins["apparatus"] = plugin()
            kept[language].site_dir = str(site / language)
            build(kept[language])
            join(site, language)

    def sites(self, site: Path) -> Iterator[tuple[Path, Project]]:
        """Yield the folder of each translation in `site`, and its project."""
        yield from ((site / language, project) for language, project in self.assembled.items())

    def elsewhere(self, url: str) -> Iterator[Elsewhere]:
        """Yield the page at `url` of this site, as it stands in the other languages."""
        for folder, other in self.others.items():
            if url in _urls(other):
                link = relpath(f"/{folder}/{url}", f"/{self.here}/{url}") + "/"
                name, settings = other.words.at("language.name"), other.settings
                yield Elsewhere(settings.edition.language, name, link, settings.site_url + url)


def _urls(project: Project) -> set[str]:
    return {page_url(path) for path in project.navigation}
