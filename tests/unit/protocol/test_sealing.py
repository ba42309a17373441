"""What is sealed opens with the server's key alone, as the command that it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import KeySet

from kiosk.errors import UserError
from kiosk.protocol.commands import new_slip_secret, slip_hash
from kiosk.protocol.sealing import new_seal_key, public_jwk, read_seal_key, seal, unseal

KEY = new_seal_key()
PUBLIC = read_seal_key(public_jwk(KEY))


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=4))
def test_it_opens_with_the_private_key(payload: dict[str, str]) -> None:
    assert PUBLIC is not None
    sealed = seal(PUBLIC, "a-key", "a_name", payload)
    assert unseal(KeySet([new_seal_key(), KEY]), sealed, "a-key", "a_name") == payload


def test_a_terminal_cannot_open_what_it_has_sealed() -> None:
    assert PUBLIC is not None
    assert "d" not in json.loads(public_jwk(KEY))
    sealed = seal(PUBLIC, "a-key", "a_name", {})
    with pytest.raises(UserError):
        unseal(KeySet([PUBLIC]), sealed, "a-key", "a_name")


def test_its_length_does_not_tell_what_was_left_out() -> None:
    assert PUBLIC is not None
    sealed = [seal(PUBLIC, "a-key", "a_name", {"phone": p}) for p in ("", "13812345678")]
    assert len(sealed[0]) == len(sealed[1])


@given(st.integers(0, 10_000), st.integers(0, 63))
def test_a_changed_letter_spoils_it(position: int, letter: int) -> None:
    assert PUBLIC is not None
    sealed = seal(PUBLIC, "a-key", "a_name", {"a": 1})
    at = position % len(sealed)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    changed = sealed[:at] + alphabet[letter] + sealed[at + 1 :]
    try:
        assert unseal(KeySet([KEY]), changed, "a-key", "a_name") == {"a": 1}
    except UserError as error:
        assert error.code == "cannot_open"
    else:  # the last letters of a part have bits that mean nothing
        assert changed == sealed or sealed[at + 1 : at + 2] in ("", ".")


@pytest.mark.parametrize(
    "text", ["", "no", "{}", "[]", "3", "null", '{"kty":"OKP","crv":"X25519","x":"AA","kid":"k"}',
             '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",'
             '"kid":"k"}', '{"kty":"oct","k":"AAAA","kid":"k"}'],
)  # fmt: skip
def test_what_is_no_seal_key_is_none(text: str) -> None:
    assert read_seal_key(text) is None


def test_slip_secrets_are_long_and_never_the_same() -> None:
    secrets = {new_slip_secret() for _ in range(100)}
    assert len(secrets) == len({slip_hash(secret) for secret in secrets}) == 100
    assert {len(secret) for secret in secrets} == {32}  # of 6 bits
