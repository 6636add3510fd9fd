"""What tests share. Test files import from here, and never from one another.

project.py      the project, copies of it, changes in them          pages.py     types of pages, what is open in one
waiting.py      waiting for a fact; a free port                     search.py    searching as a reader does
tools.py        the programs that tests need, found or installed    axe.py       the checker of accessibility
preview.py      mkdocs serve                                        firefox.py   a Firefox that is driven
opening.py      what is asked of every opened box                   webkit.py    a driven WebKit, in webkit_window.py
hosts.py        servers: plain, nginx, Caddy                        frozen.py    a small project with releases
hostile.py      a server that does whatever servers do              offline.py   a reader whose line can be cut
translated.py   the site with its translations                      painting.py  a page's first paint, and what moves
nu.py           the Nu checker of pages
"""
