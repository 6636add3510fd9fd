"""MkDocs, or ProperDocs in its place: the plugin of the site. No other room imports it.

plugin.py           the plugin that runs a build, and the build itself
moved.py            the pages that stand where a page has stood
page_cache.py       what is kept of a page from one build or save to the next
translations.py     the other languages of a site, each a build of its own
preview_server.py   the preview's server, which answers whatever is saved
"""
