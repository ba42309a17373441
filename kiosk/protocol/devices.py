"""Enrolment and identity of terminals.

A terminal makes an Ed25519 key and enrols it with a one-time code: ``POST ENROL_PATH`` with an
``EnrolRequest`` answers a ``DeviceProfile`` (again the same one when the same key repeats its code,
so that a lost answer costs nothing). From then on it signs a short JWT (``TOKEN_ALGORITHM``; iss =
device id, aud = ``kiosk``, iat, exp <= 60 s later) for each request:
``Authorization: Bearer <jwt>``.
"""

from __future__ import annotations

from pydantic import BaseModel, Field

ENROL_PATH = "/api/v1/devices/enrol"
TOKEN_AUDIENCE = "kiosk"
TOKEN_LIFETIME_S = 60
#: RFC 9864 name; JOSE libraries warn about the older "EdDSA".
TOKEN_ALGORITHM = "Ed25519"


class EnrolRequest(BaseModel):
    """``public_key``: an OKP JWK (crv Ed25519) as a dict of strings."""

    code: str = Field(min_length=6, max_length=64)
    public_key: dict[str, str]
    software: str


class DeviceProfile(BaseModel):
    """Where the terminal stands; kept by the terminal beside its key, renewed at each welcome."""

    device_id: str
    name: str  # 示例社区大厅终端
    organisation_id: str
    organisation_name: str
    organisation_name_en: str = ""
    address: str = ""  # read out to the police
    desk_phone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    datum: str = "GCJ-02"
    place: str = "community"  # community | police | public
    public_url: str = ""  # where a phone reaches the server (QR codes); empty: it cannot
    feed_root: str = ""  # what the content feed goes back to: see protocol.feed.split_root
