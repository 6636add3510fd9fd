"""The pictures that appear where a section's address is shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparatus.metadata.card_drawing import draw_card, lettering
from apparatus.metadata.social_cards import FOLDER, LONGEST_QUESTION, LONGEST_TITLE, Card, cards, words_on
from apparatus.project import load_project

from .support.project import ROOT

LETTERS = lettering(load_project(ROOT))
CARDS = list(cards(load_project(ROOT)))


def test_every_section_and_the_whole_have_a_card_that_says_their_words() -> None:
    assert len(CARDS) == len({card.name for card in CARDS}) == len(list((ROOT / FOLDER).glob("*.png")))
    for card in CARDS:
        assert words_on(ROOT / FOLDER / f"{card.name}.png") == card.words, "make cards"


def test_cards_are_light() -> None:
    assert all((ROOT / FOLDER / f"{card.name}.png").stat().st_size < 30_000 for card in CARDS)


@pytest.mark.parametrize("card", CARDS[:2], ids=lambda card: card.name)
def test_drawing_again_makes_the_same_bytes(card: Card) -> None:
    assert draw_card(card, LETTERS) == (ROOT / FOLDER / f"{card.name}.png").read_bytes(), "make cards"


def test_the_longest_words_that_the_checks_let_pass_fit() -> None:
    title = ("Mohammedan command; " * 9)[:LONGEST_TITLE].strip()
    question = ("Who commanded whom, and how many mourned them? " * 9)[:LONGEST_QUESTION].strip()
    assert draw_card(Card("wide", "Section 88 of 88", title, question, "How the MQM Became So Powerful"), LETTERS)


def test_words_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="'long' do not fit"):
        draw_card(Card("long", "", "Word " * 30, "", "Whole"), LETTERS)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xffiTXtDescr", b"GIF89a" * 9]
)
def test_a_file_that_is_no_card_has_no_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(content)
    assert words_on(tmp_path / "x.png") is None
    assert words_on(tmp_path / "missing.png") is None
