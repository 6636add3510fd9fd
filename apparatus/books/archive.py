"""ZIP archives that are the same to the byte for the same files: EPUB, the styles of the DOCX, and the Markdown with
its pictures.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO


def packed(files: Mapping[str, bytes], date: datetime, plain: str = "") -> bytes:
    """Return the files in an archive in their order, all with one date; the one named `plain` is stored as it is."""
    when = max(date.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, when)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == plain else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return written.getvalue()
