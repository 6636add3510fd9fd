"""What a page says of itself to those who cite or share it.

cite_as.py         how this work and its figures are cited, and which sources a page rests on
cite_figure.py     what is told with the files of a figure
citation_cff.py    the repository's own file, CITATION.cff
linked_data.py     what a page is, as JSON-LD
social_cards.py    the picture of each section for where its address is shared
card_drawing.py    drawing it, by Pillow
lettering.py       words in a picture, in the letters and from the side of their language
"""
