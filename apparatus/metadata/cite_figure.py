"""What is told with a figure when it is taken away.

In: the project and one of its figures, or the page of the timeline. Out: the words that go into its files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..essay.page import Page
from ..essay.source_scan import without_markup
from ..figures.files import Told
from ..html.typography import curly
from ..project import Project, page_url
from ..record.figure_models import Figure

FOLDER = "data/figures"
"""Where the files stand on the site; their names are the figures' ids, or the timeline's page's."""
_CREATIVE_COMMONS = re.compile(r"https://creativecommons\.org/licenses/([a-z-]+)/([\d.]+)")


def timelines(project: Project) -> Iterator[Page]:
    """Yield the pages that show the timeline."""
    yield from {page.path: page for page, _ in project.mentions.get(("listing", "timeline"), ())}.values()


def told_of(project: Project, figure: Figure, home: Page, edition: str) -> Told:
    """Return what is told with a figure that can be taken away on the page `home`; `edition` names the release, in
    words.
    """
    words = project.words
    stop = words("list.stop")
    parts = [words.list([one.name, one.detail]) for one in figure.levels] + [one.text for one in figure.steps]
    described = figure.description or stop.join([*(part.rstrip(stop) for part in parts), ""]).rstrip()
    caption = " ".join(without_markup(figure.caption).split())
    return _told(project, home, curly(figure.title), curly(described), curly(caption), f"#figure-{figure.id}", edition)


def told_of_timeline(project: Project, page: Page, edition: str) -> Told:
    """Return what is told with the picture of the timeline on a page."""
    return _told(project, page, curly(page.title), project.words("timeline.alone"), "", "", edition)


def _told(project: Project, page: Page, title: str, description: str, caption: str, anchor: str, released: str) -> Told:
    settings, edition = project.settings, project.settings.edition
    return Told(
        title,
        description,
        caption,
        source=project.words("list.stop").join(filter(None, (curly(settings.title), released))),
        address=f"{settings.site_url}{page_url(page.path)}{anchor}",
        author=settings.author,
        language=edition.language,
        licence=edition.licence,
        licence_name=licence_name(edition.licence) or settings.copyright,
    )


def licence_name(address: str) -> str:
    """Return the short name of a licence of Creative Commons by its address: 'CC BY 4.0'; nothing for any other."""
    found = _CREATIVE_COMMONS.match(address)
    return f"CC {found[1].upper()} {found[2]}" if found else ""
