"""Word and Excel files are zips of XML: looked at before any library opens them."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from kiosk.server.importing.report import LeftOut

#: Bytes of all parts unpacked, and of the XML among them, which a parser holds many times over.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_XML = 24 * 1024 * 1024
_MAX_PARTS = 5000
#: Where an entity, and with it an entity bomb, would be declared (in UTF-8, and in UTF-16).
_DECLARES = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")


def check(data: bytes, part: str) -> zipfile.ZipFile:
    """The archive, if it is a harmless one that has ``part``. ``LeftOut``."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
        if part not in archive.namelist():
            raise LeftOut("is no file of Word or Excel, whatever its name says")
        if len(parts) > _MAX_PARTS or sum(info.file_size for info in parts) > MAX_UNPACKED:
            raise LeftOut(f"unpacks to over {MAX_UNPACKED // 2**20} MB")
        xml = [info for info in parts if info.filename.lower().endswith((".xml", ".rels"))]
        if sum(info.file_size for info in xml) > MAX_XML:
            raise LeftOut(f"unpacks to over {MAX_XML // 2**20} MB of text")
        for info in xml:
            with archive.open(info) as file:
                if _DECLARES.search(file.read()):
                    raise LeftOut("declares XML entities, as no file of Word or Excel does")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError,
            ValueError):  # fmt: skip
        # RuntimeError: a part is encrypted. A file with a password is no zip at all.
        raise LeftOut("cannot be opened: it is damaged, or has a password") from None
    return archive
