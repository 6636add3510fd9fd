"""`apparatus cards`: draw the social cards again."""

from __future__ import annotations

from pathlib import Path

import click

from ..metadata.social_cards import FOLDER
from ..metadata.social_cards import cards as all_cards
from ..project import load_project
from ..translation.assemble import assemble, languages
from .console import Console, Refused, common, count, refuse_if
from .staging import staged


@click.command()
@common
def cards(root: Path, console: Console) -> None:
    """Draw the social cards again, those of translations too.

    They are the pictures that appear where the address of a section is shared. Run it after a title or a question has
    changed. It needs Pillow with Raqm, which 'make test' and 'make cards' install.
    """
    project = load_project(root)
    refuse_if(project.problems, "No card was drawn.")
    drawn: list[int] = []
    with console.progress("Drawing") as tell, staged(root) as copy:
        english = load_project(copy)
        projects = {copy / FOLDER: english}
        for language in languages(copy):
            folder = copy / "docs" / language / Path(FOLDER).relative_to("docs")
            made = assemble(copy, language, english.pages)
            refuse_if(made.problems, "No card was drawn.")
            projects[folder] = load_project(made.root)
        total = sum(len(list(all_cards(one))) for one in projects.values())
        try:
            from ..metadata.card_drawing import draw_cards  # here, because no other command needs Pillow

            for folder, one in projects.items():
                for card, size in draw_cards(one, folder):
                    drawn.append(size)
                    tell(f"Drawing {card.name}", len(drawn), total)
        except (ImportError, RuntimeError, ValueError) as error:
            raise Refused(f"{error} No card was drawn.") from error
    folders = " and ".join(f"{folder.relative_to(copy)}/" for folder in projects)
    told = f"Drew {count(total, 'card')} in {console.seconds}: {sum(drawn) / 1000:,.0f} kB in {folders}."
    console.report(told, "Commit them with the change of the words that they carry.")
