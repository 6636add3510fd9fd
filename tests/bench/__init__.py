"""What is measured, one thing a module; never a test, never failing on a number. `python -m tests.bench` runs all, `…
growth load` some.

building.py  how long a build takes, and how soon the preview shows a save
phone.py     what a phone meets (Lighthouse), and what each page weighs
growth.py    what a build takes with ten and a hundred times as many sections, beside stock Material
load.py      how many requests a second a small server answers, and how slow the slowest are
report.py    the machine, the versions, and tables
"""
