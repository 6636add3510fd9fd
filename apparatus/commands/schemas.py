"""`apparatus schemas`: write the JSON Schemas by which an editor completes and checks the data files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click
from pydantic import TypeAdapter

from ..record.data_files import ALL
from .console import Console, common, count
from .staging import replace_files

FOLDER = Path(__file__).parent.parent / "schemas"


@click.command()
@common
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="By default, beside the code."
)
def schemas(root: Path, console: Console, into: Path | None) -> None:
    """Write the JSON Schemas of the data files.

    By them an editor completes and checks docs/data/*.yml. Run it after a change to the classes of apparatus/record/
    that they are made from.
    """
    folder = into or FOLDER
    texts = {f"{name}.json": text.encode() for name, text in json_schemas().items()}
    replace_files(folder, texts)
    console.report(f"Wrote {count(len(texts), 'schema')} into {folder}/.")


def json_schemas() -> Mapping[str, str]:
    """Return the text of the JSON Schema of each data file, by the name of the file."""
    adapters = {name: TypeAdapter(list[model]) for name, model in ALL.items()}  # type: ignore[valid-type]
    schemas = {name: adapter.json_schema(by_alias=True) for name, adapter in adapters.items()}
    return {name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in schemas.items()}
