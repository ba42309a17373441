"""Sealing of a command for the server: a compact JWE (ECDH-ES on X25519, A256GCM).

The terminal seals for the server's public key, named by its ``kid``, with a new key of its own each
time, and cannot open it again. Key and name of the command are sealed with the payload, so that a
sealed text fits one command only. ``joserfc`` is imported when it is first used: a terminal shows
its first page sooner.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kiosk.errors import UserError
from kiosk.protocol.commands import CANNOT_OPEN

if TYPE_CHECKING:
    from joserfc.jwk import KeySet, OKPKey

_ALGORITHM = {"alg": "ECDH-ES", "enc": "A256GCM"}
#: What is sealed is filled up with blanks to a multiple of so many bytes.
_BLOCK = 256


def new_seal_key() -> OKPKey:
    """A private key with its thumbprint as ``kid``."""
    from joserfc.jwk import OKPKey

    return OKPKey.generate_key("X25519", {"use": "enc"}, auto_kid=True)


def read_seal_key(text: str) -> OKPKey | None:
    """The key in a JWK; None when it is no X25519 key with a ``kid``."""
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey

    try:
        key = OKPKey.import_key(json.loads(text))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return key if key.curve_name == "X25519" and key.kid else None


def public_jwk(key: OKPKey) -> str:
    """The public half, as it is told to terminals."""
    return json.dumps(key.as_dict(private=False), separators=(",", ":"), sort_keys=True)


def seal(key: OKPKey, command_key: str, name: str, payload: Mapping[str, Any]) -> str:
    """The command under the server's public key. Its length tells next to nothing."""
    from joserfc import jwe

    inside = json.dumps({"key": command_key, "name": name, "payload": payload}, ensure_ascii=False)
    plain = inside.encode()
    plain += b" " * (-len(plain) % _BLOCK)
    return jwe.encrypt_compact({**_ALGORITHM, "kid": key.kid}, plain, key)


def unseal(keys: KeySet, sealed: str, command_key: str, name: str) -> dict[str, Any]:
    """The payload. ``UserError`` (``cannot_open``): no key opens it, or it is another command's."""
    from joserfc import jwe
    from joserfc.errors import JoseError

    try:
        inside = json.loads(jwe.decrypt_compact(sealed, keys).plaintext or b"")
        if (inside["key"], inside["name"]) == (command_key, name):
            return dict(inside["payload"])
    except (JoseError, ValueError, KeyError, TypeError):
        pass
    raise UserError(
        "The sealed command cannot be opened: its key is not among those of this server, or it "
        "was sealed as another one.",
        code=CANNOT_OPEN,
    )
