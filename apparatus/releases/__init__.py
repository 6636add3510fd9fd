"""What has gone out and stays: the ids of paragraphs, the text as it stood on the day of each release, and what has
become of it since.

    paragraph_ids.py    giving ids, and the register of the published ones
    freeze.py           taking the text from the project, and `make release`
    changes.py          what differs between two frozen texts, paragraph by paragraph and word by word
    redirects.py        addresses that lead on, as each host reads them

The frozen texts themselves are record/snapshots.py. Their pages are made by markup/releases.py, the notes that old ids
lead to by markup/retired.py, the feed by postbuild/feed.py; checks/releases.py sees to it that nothing frozen is
edited, and checks/paragraph_ids.py that every id in it leads somewhere for ever.
"""
