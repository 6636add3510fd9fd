"""What a page is, in schema.org's terms, for machines: JSON-LD.

In: the project and a page. Out: one object. Decisions, because each vocabulary has its own limits:

- A section is an Article and part of the whole, which is one too. What it cites is a Collection, the file of CSL JSON
  beside it (postbuild/cite_files.py): a list of its sources here would say again what stands in the page, and weigh
  half a kilobyte. Search engines read the context `https://schema.org` alone, so no `@base` is set.
- The essay's claims are Claims, with where they are discussed (appearance) and where they were first made
  (firstAppearance). Our finding is a Review of the claim without a rating. ClaimReview is not used: it is for a verdict
  on a scale of truth, and our findings say how well the record bears a sentence out; of many, a judgement among them,
  no scale could be right.
- The series behind the figures are Datasets, each with its file, on the page that lists them
  (https://developers.google.com/search/docs/appearance/structured-data/dataset).
- The description stands in the page's head, where everything that reads it looks for it, and not here again. So with
  corrections: the page that lists them tells them, the page that was mended names them.
- Dates are the edition's, from mkdocs.yml.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..essay.page import Page
from ..html.typography import curly
from ..project import Project, page_url, relative_url
from ..record.figure_models import Series
from ..record.findings import told
from ..record.models import Claim, Correction
from ..translation.assemble import wanted
from .cite_as import edition_of, is_whole, sources_to_take, title_of
from .social_cards import card_of

CONTEXT = "https://schema.org"
Node = dict[str, Any]


def linked_data(project: Project, page: Page) -> Node:
    """Return the page's JSON-LD object."""
    settings, edition = project.settings, edition_of(project, page)
    maker: Node = {
        "@type": "Organization",
        "@id": f"{settings.site_url}#maintainers",
        "name": settings.author,
        "url": f"{settings.site_url}about/",
    }
    node: Node = {
        "@context": CONTEXT,
        "@type": "Article" if is_whole(project, page) else _type(page),
        "@id": settings.site_url + page_url(page.path),
        "headline": title_of(project, page),
        "inLanguage": edition.language,
        "datePublished": edition.published,
        "dateModified": edition.date,
        "version": edition.number,
        "license": edition.licence,
        "author": maker,
        "publisher": {"@id": maker["@id"]},
        "image": f"{settings.site_url}{card_of(page)}",
        "isPartOf": _whole(project, page),
        "hasPart": _parts(project, page),
        "translationOfWork": _original(project, page),
        "workTranslation": _translations(project, page),
        "citation": {"@type": "Collection", "@id": "sources.json"} if sources_to_take(project, page) else None,
        "correction": list(_corrections(project, page)),
    }
    if not page_url(page.path):
        maker["correctionsPolicy"] = f"{settings.site_url}record/corrections/"
    return {name: value for name, value in node.items() if value}


def _type(page: Page) -> str:
    place = page_url(page.path)
    if page.is_section or not place:
        return "Article"
    return "AboutPage" if place == "about/" else "CollectionPage"


def _whole(project: Project, page: Page) -> Node | None:
    whole: Node = {"@type": "Article", "@id": project.settings.site_url, "headline": curly(project.settings.title)}
    return whole if page_url(page.path) else None


def _original(project: Project, page: Page) -> Node | None:
    """Return the page of which this one is a translation."""
    source, language = project.settings.translation_of, project.root.name
    if not source or not (Path(source) / "docs" / page.path).is_file():
        return None
    address = project.settings.site_url.removesuffix(f"{language}/") + page_url(page.path)
    return {"@type": "Article" if is_whole(project, page) else _type(page), "@id": address}


def _translations(project: Project, page: Page) -> list[Node]:
    """Return the translations of the whole that are published; a page names its own in its head (hreflang)."""
    if page_url(page.path):
        return []
    address = project.settings.site_url
    return [
        {"@type": "Article", "@id": f"{address}{language}/", "inLanguage": language}
        for language in wanted(project.root, drafts=False)
    ]


def _parts(project: Project, page: Page) -> list[Node]:
    """Return what a page is made of: the whole of its sections, the page of claims of the claims, the page of data of
    the series.
    """
    if not page_url(page.path):
        return [{"@type": "Article", "@id": project.settings.site_url + page_url(one.path)} for one in project.sections]
    if _lists(page, "claims"):
        return [_claim(claim, project, page) for claim in project.record.claims.values()]
    if _lists(page, "series"):
        return [_dataset(series, project, page) for series in project.record.series.values()]
    return []


def _lists(page: Page, name: str) -> bool:
    return any(listing.name == name for listing in page.all("listing"))


def _dataset(series: Series, project: Project, page: Page) -> Node:
    file = f"{project.settings.site_url}data/series/{series.id}.csv"
    known, keys = project.record.sources, (key for _, key in project.tables[series.id].sources())
    said = {"counted": series.counted, "by": series.counted_by, "gaps": series.gaps}
    return {
        "@type": "Dataset",
        "@id": f"#{series.id}",
        "name": curly(series.title),
        "description": curly(project.words("series.sentence", **said)),
        "license": project.settings.edition.licence,
        "creator": {"@id": f"{project.settings.site_url}#maintainers"},
        "citation": [{"@id": _entry("sources", key, page)} for key in dict.fromkeys(keys) if key in known],
        "variableMeasured": [column.description for column in series.columns if column.type in ("integer", "number")],
        "distribution": {"@type": "DataDownload", "contentUrl": file, "encodingFormat": "text/csv"},
    }


def _claim(claim: Claim, project: Project, page: Page) -> Node:
    sections = dict.fromkeys(where.path for where, _ in project.mentions.get(("claim", claim.id), ()))
    maintainers, tested = {"@id": f"{project.settings.site_url}#maintainers"}, project.settings.contract.source
    return {
        "@type": "Claim",
        "@id": f"#{claim.id}",
        "text": curly(claim.states),
        "claimInterpreter": maintainers,
        "firstAppearance": {"@id": _entry("sources", tested, page)} if tested in project.record.sources else None,
        "appearance": [{"@id": f"{relative_url(path, page)}#{claim.id}"} for path in sections],
        "review": {
            "@type": "Review",
            "reviewBody": told(claim.kind, claim.finding, project.words),
            "datePublished": claim.as_of,
            "author": maintainers,
        },
    }


def _corrections(project: Project, page: Page) -> Iterator[Node]:
    """Yield the corrections made on a page, told in full on the page that lists them; on the cover, all."""
    for one in project.record.corrections.values():
        name = {"@id": _entry("corrections", one.id, page)}
        if _lists(page, "corrections"):
            yield {**name, **_correction(one, project, page)}
        elif not page_url(page.path) or project.passages.get(one.passage) is page:
            yield name


def _correction(one: Correction, project: Project, page: Page) -> Node:
    return {
        "@type": "CorrectionComment",
        "datePublished": one.date,
        "text": curly(project.words("correction.sentence", said=one.said, says=one.says, why=one.why)),
    }


def _entry(name: str, id: str, page: Page) -> str:
    return f"{relative_url(f'record/{name}.md', page)}#{id}"
