"""Servers: a plain one on loopback, and nginx and Caddy with the settings of hosting/."""

from __future__ import annotations

import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .project import ROOT
from .tools import server
from .waiting import PATIENCE


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder and logs nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    """Says nothing of a browser that left before it had everything."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class _Holding(QuietHandler):
    """Answers for pages and plain text at once, for everything else when it is let go. `held` are the paths that wait,
    or waited.
    """

    def __init__(self, *arguments: Any, held: list[str], go: threading.Event, **more: Any) -> None:
        self.held, self.go = held, go
        super().__init__(*arguments, **more)

    def do_GET(self) -> None:
        if not self.path.endswith(("/", ".txt")):
            self.held.append(self.path)
            self.go.wait(PATIENCE)
        super().do_GET()


class Held:
    """A server that holds back whatever is not a page."""

    def __init__(self, folder: Path) -> None:
        self.asked, self._go = list[str](), threading.Event()
        handler = partial(_Holding, directory=str(folder), held=self.asked, go=self._go)
        self._server = QuietServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def let_go(self) -> None:
        self._go.set()

    def close(self) -> None:
        self.let_go()
        self._server.shutdown()


def nginx(site: Path, folder: Path, port: int) -> list[str]:
    """Return the command that serves `site` on `port` by nginx; what it writes goes into `folder`."""
    ours = (ROOT / "hosting/nginx.conf").read_text(encoding="utf-8")
    ours = ours.replace("/srv/essay/site", str(site)).replace("listen 80;", f"listen 127.0.0.1:{port};")
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{name}_temp_path {folder}/{name};" for name in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; {user} pid {folder}/pid; error_log {folder}/errors; events {{}}"
        f" http {{ include /etc/nginx/mime.types; {paths}\n{ours}\n}}"
    )
    return [server("nginx"), "-p", str(folder), "-e", f"{folder}/errors", "-c", f"{folder}/nginx.conf"]


def caddy(site: Path, folder: Path, port: int) -> list[str]:
    """Return the command that serves `site` on `port` by Caddy; what it writes goes into `folder`."""
    variables = {"SITE_ADDRESS": f"http://127.0.0.1:{port}", "SITE_ROOT": str(site), "HOME": str(folder)}
    settings = [f"{name}={value}" for name, value in variables.items()]
    return ["env", *settings, server("caddy"), "run", "--config", str(ROOT / "hosting/Caddyfile")]
