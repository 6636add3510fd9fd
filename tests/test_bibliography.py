"""One golden reference for each kind of source that the essay uses (Chicago author-date, 18th edition)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import TypeAdapter

from apparatus.record.bibliography import references
from apparatus.record.models import Source

GOLDEN: dict[str, tuple[dict[str, Any], str, str]] = {
    "book": (
        {
            "type": "book",
            "title": "The Vanguard of the Islamic Revolution: The Jama'at-i Islami of Pakistan",
            "author": [{"family": "Nasr", "given": "Seyyed Vali Reza"}],
            "publisher": "University of California Press",
            "publisher-place": "Berkeley",
            "issued": "1994",
        },
        "Nasr 1994",
        "Nasr, Seyyed Vali Reza. 1994. The Vanguard of the Islamic Revolution: The Jama’at-i Islami of Pakistan."
        " University of California Press.",
    ),
    "journal article": (
        {
            "type": "article-journal",
            "title": "Rise of the MQM in Pakistan: Politics of Ethnic Mobilization",
            "author": [{"family": "Haq", "given": "Farhat"}],
            "container-title": "Asian Survey",
            "volume": "35",
            "issue": "11",
            "page": "990-1004",
            "issued": "1995-11",
        },
        "Haq 1995",
        "Haq, Farhat. 1995. ‘Rise of the MQM in Pakistan: Politics of Ethnic Mobilization’. Asian Survey 35 (11): "
        "990–1004.",
    ),
    "report": (
        {
            "type": "report",
            "title": "State of Human Rights in 2013",
            "issued": "2014",
            "publisher-place": "Lahore",
            "author": [{"literal": "Human Rights Commission of Pakistan"}],
        },
        "Human Rights Commission of Pakistan 2014",
        "Human Rights Commission of Pakistan. 2014. State of Human Rights in 2013. Lahore.",
    ),
    "court judgment": (
        {
            "type": "legal_case",
            "title": "Watan Party v. Federation of Pakistan",
            "authority": "Supreme Court of Pakistan",
            "container-title": "PLD",
            "volume": "2011",
            "page": "SC 997",
            "issued": "2011-10-06",
        },
        "Watan Party v. Federation of Pakistan 2011",
        "Watan Party v. Federation of Pakistan, 2011 PLD SC 997 (Supreme Court of Pakistan 2011).",
    ),
    "census": (
        {
            "type": "dataset",
            "title": "Table 11: Population by Mother Tongue",
            "issued": "2017",
            "author": [{"literal": "Pakistan Bureau of Statistics"}],
        },
        "Pakistan Bureau of Statistics 2017",
        "Pakistan Bureau of Statistics. 2017. ‘Table 11: Population by Mother Tongue’.",
    ),
    "data set": (
        {
            "type": "dataset",
            "title": "Pakistan Elections",
            "author": [{"family": "Cookman", "given": "Colin"}],
            "publisher": "GitHub",
            "issued": "2018",
        },
        "Cookman 2018",
        "Cookman, Colin. 2018. ‘Pakistan Elections’. GitHub.",
    ),
    "newspaper": (
        {
            "type": "article-newspaper",
            "title": "Tale of two cities",
            "container-title": "Dawn",
            "issued": "2012-07-01",
            "author": [{"family": "Paracha", "given": "Nadeem F."}],
        },
        "Paracha 2012",
        "Paracha, Nadeem F. 2012. ‘Tale of Two Cities’. Dawn, July 1.",
    ),
    "newspaper, unsigned": (
        {"type": "article-newspaper", "title": "Karachi closes", "container-title": "Dawn", "issued": "2014-06-04"},
        "Dawn 2014",
        "Dawn. 2014. ‘Karachi Closes’. June 4.",
    ),
    "newspaper, undated": (
        {"type": "article-newspaper", "title": "K-power", "container-title": "The Patriot", "issued": "20XX"},
        "The Patriot, n.d.",
        "The Patriot. n.d. ‘K-Power’.",
    ),
    "magazine": (
        {
            "type": "article-magazine",
            "title": "Pakistan: The Bitter Victory",
            "container-title": "Time",
            "issued": "1965-01-15",
        },
        "Time 1965",
        "Time. 1965. ‘Pakistan: The Bitter Victory’. January 15.",
    ),
    "broadcast": (
        {"type": "broadcast", "title": "Newsnight", "publisher": "BBC Two", "issued": "2013-07-10"},
        "Newsnight 2013",
        "Newsnight. 2013. Aired July 10, on BBC Two.",
    ),
    "web page": (
        {"type": "webpage", "title": "Karachi transport", "author": [{"literal": "World Bank"}], "issued": "2018"},
        "World Bank 2018",
        "World Bank. 2018. ‘Karachi Transport’.",
    ),
    "party statement": (
        {
            "type": "webpage",
            "title": "Guiding principles",
            "author": [{"literal": "Muttahida Qaumi Movement"}],
            "container-title": "MQM",
            "issued": "2015",
        },
        "Muttahida Qaumi Movement 2015",
        "Muttahida Qaumi Movement. 2015. ‘Guiding Principles’. MQM.",
    ),
    "web page, unsigned": (
        {"type": "webpage", "title": "Karachi", "container-title": "A site", "issued": "2018"},
        "A site 2018",
        "A site. 2018. ‘Karachi’.",
    ),
    "weblog": (
        {
            "type": "post-weblog",
            "title": "On power",
            "container-title": "A weblog",
            "issued": "2016-08-27",
            "author": [{"family": "Writer", "given": "A."}],
        },
        "Writer 2016",
        "Writer, A. 2016. ‘On Power’. A Weblog, August 27.",
    ),
}


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


@pytest.mark.parametrize("kind", GOLDEN)
def test_reference(kind: str) -> None:
    raw, short, full = GOLDEN[kind]
    source = TypeAdapter(Source).validate_python({"id": "key", "custom": {"kind": "press"}, **raw})
    reference = references({"key": source})["key"]
    assert (plain(reference.short), plain(reference.full)) == (short, full)


def test_two_works_of_a_year_are_told_apart() -> None:
    raw = GOLDEN["newspaper"][0]
    sources = {
        key: TypeAdapter(Source).validate_python({**raw, "id": key, "title": key, "custom": {"kind": "press"}})
        for key in ("one", "two")
    }
    assert {plain(reference.short) for reference in references(sources).values()} == {"Paracha 2012a", "Paracha 2012b"}
