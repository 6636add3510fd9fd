"""Frozen editions: the text as it stood on the day on which an edition went out, and what has become of it since.

    text.py       a frozen text as it is kept, docs/data/editions/1.0.json
    freezing.py   taking it from the project, and `make edition`
    changes.py    what differs between two of them, paragraph by paragraph and word by word

Its pages are made by markup/editions.py, the notes that old addresses lead to by markup/retired.py, the feed by editions/feed.py; checks/editions.py
sees to it that nothing frozen is edited, and checks/addresses.py that every address in it leads somewhere for ever.
"""
