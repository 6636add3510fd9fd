"""Editions: what is made of the built pages, once they stand. Each is a step that `mkdocs.py` calls after the build."""
