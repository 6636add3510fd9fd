"""All series as one data package (https://datapackage.org, version 1 of the standard, which every reader of
Frictionless Data knows).

docs/data/series/datapackage.json is written by `make package` and kept with the files it describes, so that whoever has
the folder has both; a check (C054) says when it is no longer what series.yml and sources.yml say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..record.figure_models import Series
from ..record.models import Source
from ..record.settings import Settings
from ..words import Words
from .table import Table

PATH = "docs/data/series/datapackage.json"


def data_package(
    series: Mapping[str, Series],
    tables: Mapping[str, Table],
    sources: Mapping[str, Source],
    settings: Settings,
    words: Words,
) -> str:
    """Return the text of datapackage.json, under the essay's title and licence."""
    title, licence = settings.title, settings.edition.licence
    package = {
        "profile": "tabular-data-package",
        "name": "-".join(re.findall(r"[a-z0-9]+", title.lower())),
        "title": words("series.title", title=title),
        "licenses": [{"path": licence}] if licence else [],
        "resources": [_resource(one, tables[id], sources, words) for id, one in series.items()],
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _resource(series: Series, table: Table, sources: Mapping[str, Source], words: Words) -> dict[str, Any]:
    said = {"counted": series.counted, "by": series.counted_by, "gaps": series.gaps, "confidence": series.confidence}
    keys = sorted({key for _, key in table.sources()} & sources.keys())
    return {
        "profile": "tabular-data-resource",
        "name": series.id,
        "path": Path(table.path).name,
        "title": series.title,
        "description": words("series.whole-sentence", **said),
        "unit": series.unit,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [column.model_dump() for column in series.columns],
            "primaryKey": list(series.key),
            "missingValues": [""],
        },
        "sources": [{"title": sources[key].title, "path": sources[key].url} for key in keys],
    }
