"""What HTML is made with, and read with.

elements.py      making elements while Python-Markdown works
typography.py    quotation marks of the data, set as the prose sets them
tree.py          reading and writing built pages, by lxml
"""
