"""Link rot: what becomes of the addresses of the sources. `make sources-check` runs it; a build never does.

    answers.py    what a visit can come to: four verdicts
    visiting.py   one address, visited politely; whatever a server does becomes an answer
    rounds.py     all addresses that are due, one request at a time a host, some hosts at once
    ledger.py     docs/data/links.yml: what a verdict means for a source, and when it counts as dead

Only rounds.py and visiting.py need the network and its library; what builds pages reads the ledger's file as it reads all data.
"""
