"""`apparatus cards`: draw the social cards again."""

from __future__ import annotations

from pathlib import Path

import click

from ..metadata.social_cards import FOLDER
from ..metadata.social_cards import cards as all_cards
from ..project import load_project
from .console import Console, Refused, common, count, refuse_if
from .staging import staged


@click.command()
@common
def cards(root: Path, console: Console) -> None:
    """Draw the social cards again.

    They are the pictures that appear where the address of a section is shared. Run it after a title or a question has
    changed. It needs Pillow with Raqm, which 'make test' and 'make cards' install.
    """
    project = load_project(root)
    refuse_if(project.problems, "No card was drawn.")
    total, drawn = len(list(all_cards(project))), 0
    with console.progress("Drawing") as tell, staged(root) as copy:
        try:
            from ..metadata.card_drawing import draw_cards  # here, because no other command needs Pillow

            for card, size in draw_cards(load_project(copy)):
                drawn += size
                tell(f"Drawing {card.name}", 1, total)
        except (ImportError, RuntimeError, ValueError) as error:
            raise Refused(f"{error} No card was drawn.") from error
    told = f"Drew {count(total, 'card')} in {console.seconds}: {drawn / 1000:,.0f} kB in {FOLDER}/."
    console.report(told, "Commit them with the change of the words that they carry.")
