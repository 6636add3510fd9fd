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
    """The translations of one project; of a translation, the one that it was made from."""

    def __init__(self, project: Project, drafts: bool) -> None:
        self.project = project
        self.source = project.settings.translation_of
        self.english = load_project(Path(self.source)) if self.source else project
        self.folder = project.root.name if self.source else ""
        self.languages = () if self.source else languages(project.root)
        roots = {} if self.source else {one: project.root / CACHE / one for one in wanted(project.root, drafts)}
        self.assembled = {one: load_project(root) for one, root in roots.items() if root.is_dir()}

    @property
    def are_there(self) -> bool:
        """Whether pages of this site stand in another language, too."""
        return bool(self.source or self.assembled)

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
        if self.source and url in _urls(self.english):
            yield _elsewhere(self.english, f"{self.folder}/{url}", url, url)
        for language, project in self.assembled.items():
            if url in _urls(project):
                yield _elsewhere(project, url, f"{language}/{url}", url)


def _elsewhere(other: Project, here: str, there: str, url: str) -> Elsewhere:
    link = relpath(f"/{there}", f"/{here}") + "/"
    return Elsewhere(
        other.settings.edition.language, other.words().at("language.name"), link, other.settings.site_url + url
    )


def _urls(project: Project) -> set[str]:
    return {page_url(path) for path in project.navigation}
