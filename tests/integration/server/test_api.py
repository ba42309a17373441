"""HTTP resources of the real application."""

from __future__ import annotations

import asyncio
import hashlib
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from kiosk.domain.ids import new_id, sample_id
from kiosk.errors import EnvironmentFault, UserError
from kiosk.protocol import socket as wire
from kiosk.protocol.feed import BATCHES_PATH, HEAD_PATH
from kiosk.server.provision import create_enrolment_code, provision_lawyer
from tests.integration.server.conftest import StartServer, make_settings
from tests.support.feed_reader import reader
from tests.support.signalling import PASSWORD, Console, Device, ServerThread, make_device, sign_in
from tests.support.small_content import SVG, article, lawyer, organisation
from tests.support.waiting import wait_until

SHA = hashlib.sha256(SVG.encode()).hexdigest()


@pytest.fixture
def device(server: ServerThread) -> Device:
    return make_device(server.settings, server.url)


# --- enrolment -----------------------------------------------------------------------------


def test_enrolment(server: ServerThread) -> None:
    code = create_enrolment_code(server.settings, "elm", "大厅终端", place="police")
    device = Device(server.url, code)
    assert device.profile["name"] == "大厅终端"
    assert device.profile["place"] == "police"
    assert device.profile["organisation_id"] == organisation("elm")
    # What was not given is the organisation's.
    assert device.profile["address"] == "榆树路 1 号"
    assert (device.profile["latitude"], device.profile["longitude"]) == (31.82, 117.29)
    assert device.get(HEAD_PATH).status_code == 200


def test_a_lost_answer_costs_nothing_but_a_code_works_once(server: ServerThread) -> None:
    code = create_enrolment_code(server.settings, "elm", "终端")
    device = Device(server.url, code.lower().replace("-", " "))  # as people type it
    assert device.enrol(code).json()["device_id"] == device.id
    device.key = OKPKey.generate_key("Ed25519")
    again = device.enrol(code)
    assert (again.status_code, again.json()["code"]) == (409, "code_used")


def test_enrolment_refusals(server: ServerThread, device: Device) -> None:
    wrong = device.enrol("AAAAA-BBBBB")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "bad_code")
    private = OKPKey.generate_key("Ed25519").as_dict(private=True)
    for key in (private, {"kty": "OKP", "crv": "X25519", "x": "AA"}, {"kty": "OKP"},
                {"kty": "OKP", "crv": "Ed25519", "x": "AA"}):  # fmt: skip
        body = {"code": "AAAAA-BBBBB", "public_key": key, "software": "x"}
        answer = requests.post(f"{server.url}/api/v1/devices/enrol", json=body, timeout=5)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_key")


def test_guessing_codes_is_limited(server: ServerThread, device: Device) -> None:
    answers = [device.enrol("AAAAA-BBBBB").status_code for _ in range(12)]
    assert answers[0] == 403
    assert answers[-1] == 429


# --- tokens --------------------------------------------------------------------------------


def test_tokens_that_are_refused(server: ServerThread, device: Device) -> None:
    now = int(time.time())
    stranger = OKPKey.generate_key("Ed25519")
    secret = OctKey.import_key(device.key.as_dict(private=False)["x"] + "x" * 32)
    claims = {"iss": device.id, "aud": "kiosk", "iat": now, "exp": now + 60}
    tokens = {
        "signed by another key": device.token(stranger),
        "expired": device.token(iat=now - 600, exp=now - 540),
        "too long": device.token(exp=now + 3600),
        "from the future": device.token(iat=now + 600, exp=now + 640),
        "another audience": device.token(aud="other"),
        "unknown device": device.token(iss=new_id()),
        "no device id": device.token(iss="x"),
        "times that are no numbers": device.token(exp="soon"),
        "another algorithm": jwt.encode({"alg": "HS256"}, claims, secret),
        "no signature": device.token().rsplit(".", 1)[0] + ".",
        "nonsense": "a.b.c",
        "nested": f"a.{b64encode(b'[' * 2900).decode()}.c",
        "empty": "",
    }
    for reason, token in tokens.items():
        answer = requests.get(
            server.url + HEAD_PATH, headers={"Authorization": f"Bearer {token}"}, timeout=5
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_token"), reason
        assert asyncio.run(refused_socket(server, token)) == 403, reason
    assert requests.get(server.url + HEAD_PATH, timeout=5).status_code == 401
    assert device.get(HEAD_PATH).status_code == 200


async def refused_socket(server: ServerThread, token: str) -> int:
    url = server.url.replace("http", "ws", 1) + wire.SOCKET_PATH
    with pytest.raises(InvalidStatus) as refusal:
        await connect(url, additional_headers={"Authorization": f"Bearer {token}"}, proxy=None)
    return refusal.value.response.status_code


# --- feed and blobs ------------------------------------------------------------------------


def test_the_whole_feed(server: ServerThread, device: Device) -> None:
    terminal = reader(device)
    head = terminal.walk()
    seen = terminal.docs
    assert len(seen) == head.revision
    guide = seen["article", sample_id("article", "guides/wages")]
    assert guide["picture"] == SHA
    assert ("lawyer", lawyer("li")) in seen
    firm = seen["entry", sample_id("entry", "firm/firm")]
    assert (firm["category"], firm["organisation"]) == ("law-firm", organisation("firm"))
    assert device.get(f"{BATCHES_PATH}/{head.revision}").status_code == 410


def test_changes_and_tombstones_after_a_restart(start_server: StartServer, tmp_path: Path) -> None:
    first = start_server()
    device = make_device(first.settings, first.url)
    terminal = reader(device)
    before = terminal.walk()
    docs = dict(terminal.docs)
    first.stop()
    content = tmp_path / "content"
    (content / "guides" / "wages.md").write_text(article("改过的标题"), "utf-8")
    (content / "news" / "open-day.md").unlink()
    second = start_server()
    device.url = second.url
    after = terminal.walk()
    assert (after.feed, after.revision) == (before.feed, before.revision + 2)
    wages = "article", sample_id("article", "guides/wages")
    assert terminal.docs[wages]["title"] == "改过的标题"
    del docs["article", sample_id("article", "news/open-day")]
    assert terminal.docs == {**docs, wages: terminal.docs[wages]}
    second.stop()
    third = start_server()
    device.url = third.url
    assert terminal.walk().revision == after.revision  # nothing new: no new revision


def test_a_mistake_in_the_content_does_not_stop_a_server_that_has_content(
    start_server: StartServer, tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    guide = tmp_path / "content" / "guides" / "wages.md"
    make_settings(tmp_path)
    good = guide.read_text("utf-8")
    guide.write_text("no front matter", "utf-8")
    with pytest.raises(UserError, match=r"wages\.md"):
        start_server()
    guide.write_text(good, "utf-8")
    first = start_server()
    device = make_device(first.settings, first.url)
    first.stop()
    guide.write_text("no front matter", "utf-8")
    allow_log(r"what was published before stays: .*wages\.md")
    device.url = start_server().url
    terminal = reader(device)
    terminal.walk()
    assert ("article", sample_id("article", "guides/wages")) in terminal.docs


def test_blobs(server: ServerThread, device: Device) -> None:
    whole = device.get(f"/api/v1/blobs/{SHA}")
    assert whole.content == SVG.encode()
    assert whole.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in whole.headers["content-security-policy"]
    part = device.get(f"/api/v1/blobs/{SHA}", headers={"Range": "bytes=10-"})
    assert (part.status_code, part.content) == (206, SVG.encode()[10:])
    begun = {"Range": "bytes=10-", "If-Range": whole.headers["etag"]}
    assert device.get(f"/api/v1/blobs/{SHA}", headers=begun).status_code == 206
    other = device.get(f"/api/v1/blobs/{SHA}", headers={**begun, "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole.content)
    beyond = device.get(f"/api/v1/blobs/{SHA}", headers={"Range": "bytes=999999-"})
    assert beyond.status_code == 416
    same = device.get(f"/api/v1/blobs/{SHA}", headers={"If-None-Match": whole.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    cookie = sign_in(server.settings, server.url, "li")
    by_lawyer = requests.get(
        f"{server.url}/api/v1/blobs/{SHA}", cookies={"kiosk_session": cookie}, timeout=5
    )
    assert by_lawyer.content == SVG.encode()
    assert requests.get(f"{server.url}/api/v1/blobs/{SHA}", timeout=5).status_code == 401
    assert device.get("/api/v1/blobs/" + "0" * 64).status_code == 404
    assert device.get("/api/v1/blobs/..%2f..%2fmaster.key").status_code in (404, 422)


# --- the console's session -----------------------------------------------------------------


def _login(url: str, login: str, password: str, **headers: str) -> requests.Response:
    return requests.post(
        f"{url}/api/v1/console/session", json={"login": login, "password": password},
        headers=headers, timeout=5,
    )  # fmt: skip


def test_sign_in_and_out(server: ServerThread) -> None:
    provision_lawyer(server.settings, "li", "Li", PASSWORD)
    answer = _login(server.url, " LI ", PASSWORD, Origin=server.url)
    assert answer.json() == {"lawyer_id": lawyer("li"), "name": "李榆"}
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=strict" in flags
    path = f"{server.url}/api/v1/console/session"
    assert requests.get(path, cookies=answer.cookies, timeout=5).json()["name"] == "李榆"
    assert requests.delete(path, cookies=answer.cookies, timeout=5).status_code == 204
    over = requests.get(path, cookies=answer.cookies, timeout=5)
    assert (over.status_code, over.json()["code"]) == (401, "signed_out")


def test_a_new_password_ends_open_sessions(server: ServerThread) -> None:
    cookie = sign_in(server.settings, server.url, "li")
    provision_lawyer(server.settings, "li", "li", "another-password")
    path = f"{server.url}/api/v1/console/calls"
    assert requests.get(path, cookies={"kiosk_session": cookie}, timeout=5).status_code == 401
    assert _login(server.url, "li", PASSWORD).status_code == 401
    assert _login(server.url, "li", "another-password").status_code == 200


def test_wrong_logins_are_all_alike_and_limited(server: ServerThread) -> None:
    provision_lawyer(server.settings, "li", "li", PASSWORD)
    unknown = _login(server.url, "nobody", PASSWORD)
    wrong = _login(server.url, "li", "wrong-password")
    assert unknown.status_code == wrong.status_code == 401
    assert unknown.json() == wrong.json()
    for _ in range(4):
        _login(server.url, "li", "wrong-password")
    full = _login(server.url, "li", PASSWORD)
    assert (full.status_code, full.json()["code"]) == (429, "too_many_tries")
    # Another login is not shut out by that.
    provision_lawyer(server.settings, "sun", "sun", PASSWORD)
    assert _login(server.url, "sun", PASSWORD).status_code == 200


def test_failures_of_others_do_not_shut_an_office_out(server: ServerThread) -> None:
    """Everybody in it comes from one address; many of them sign in at once."""
    provision_lawyer(server.settings, "li", "li", PASSWORD)
    for number in range(30):
        assert _login(server.url, f"nobody{number}", "wrong-password").status_code == 401
    with ThreadPoolExecutor(12) as pool:
        right = [pool.submit(_login, server.url, "li", PASSWORD) for _ in range(12)]
        # More at once than may fail: those that succeed are not counted.
        codes = {answer.result().status_code for answer in right}
    assert codes <= {200, 429}
    assert _login(server.url, "li", PASSWORD).status_code == 200


def test_guesses_at_once_are_all_counted(server: ServerThread) -> None:
    provision_lawyer(server.settings, "li", "li", PASSWORD)
    with ThreadPoolExecutor(12) as pool:
        wrong = [pool.submit(_login, server.url, "li", f"guess-{n:05d}") for n in range(12)]
        codes = [answer.result().status_code for answer in wrong]
    assert (codes.count(401), codes.count(429)) == (5, 7)


def test_a_storm_of_logins_keeps_nobody_else_waiting(server: ServerThread) -> None:
    with ThreadPoolExecutor(60) as pool:
        storm = [pool.submit(_login, server.url, f"n{n}", "wrong-password") for n in range(60)]
        wait_until(lambda: any(answer.done() for answer in storm), "the storm", 5)
        begun = time.monotonic()
        assert requests.get(f"{server.url}/api/v1/health", timeout=5).ok
        waited = time.monotonic() - begun
        assert not all(answer.done() for answer in storm)
    assert waited < 0.5


def test_signing_in_again_ends_the_session_before(server: ServerThread) -> None:
    old = sign_in(server.settings, server.url, "li")
    path = f"{server.url}/api/v1/console/session"

    async def run() -> str:
        async with Console(server.url, old) as console:
            await console.expect(wire.ConsoleWelcome)
            answer = await asyncio.to_thread(
                requests.post, path, json={"login": "li", "password": PASSWORD},
                cookies={"kiosk_session": old}, timeout=5,
            )  # fmt: skip
            assert await console.closed() == wire.CLOSE_SIGNED_OUT
            return str(answer.cookies["kiosk_session"])

    new = asyncio.run(run())
    assert requests.get(path, cookies={"kiosk_session": old}, timeout=5).status_code == 401
    assert requests.get(path, cookies={"kiosk_session": new}, timeout=5).status_code == 200


def test_another_site_cannot_sign_in_or_out(server: ServerThread) -> None:
    cookie = sign_in(server.settings, server.url, "li")
    foreign = {"Origin": "http://evil.example"}
    assert _login(server.url, "li", PASSWORD, **foreign).json()["code"] == "wrong_origin"
    path = f"{server.url}/api/v1/console/session"
    jar = {"kiosk_session": cookie}
    assert requests.delete(path, cookies=jar, headers=foreign, timeout=5).status_code == 403
    # A form of another site cannot send JSON.
    form = requests.post(path, data='{"login":"li","password":"x"}', timeout=5)
    assert form.status_code == 422
    assert requests.get(path, cookies=jar, timeout=5).status_code == 200


def test_an_invalid_request_does_not_echo_the_password(server: ServerThread) -> None:
    answer = _login(server.url, "li", "s3cret" * 50)
    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_request"
    assert "s3cret" not in answer.text


# --- everything ----------------------------------------------------------------------------


def test_security_headers_everywhere(server: ServerThread, device: Device) -> None:
    entry = sample_id("entry", "aid")
    for path in ("/api/v1/health", "/console", "/console/login", f"/go/entry/{entry}",
                 "/go/style.css", "/nowhere", f"/go/entry/{new_id()}"):  # fmt: skip
        headers = requests.get(server.url + path, timeout=5).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "default-src 'self'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert "camera=(self)" in headers["permissions-policy"], path
        assert "access-control-allow-origin" not in headers, path
        assert "server" not in headers, path


def test_our_bug_is_logged_and_answered_plainly(
    server: ServerThread, device: Device, monkeypatch: pytest.MonkeyPatch,
    allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    allow_log("/api/v1/feed/head failed")

    def bug(*_: object) -> None:
        raise RuntimeError("inner secret")

    monkeypatch.setattr("kiosk.server.feed.serving.FeedServer.head", bug)
    answer = device.get(HEAD_PATH)
    assert answer.status_code == 500
    assert answer.json() == {
        "code": "internal",
        "message": "The server made a mistake. Try again later.",
    }
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "inner secret" in caplog.text  # for us, with its traceback


def test_a_fault_of_the_world_says_that_trying_again_helps(
    server: ServerThread, device: Device, monkeypatch: pytest.MonkeyPatch,
    allow_log: Callable[[str], None],
) -> None:  # fmt: skip
    allow_log("failed: database")

    def fault(*_: object) -> None:
        raise EnvironmentFault("The database cannot be read.", code="database")

    monkeypatch.setattr("kiosk.server.feed.serving.FeedServer.head", fault)
    answer = device.get(HEAD_PATH)
    assert (answer.status_code, answer.json()["code"]) == (503, "database")


@pytest.mark.parametrize(
    "body", [b"[" * 60_000, b'{"login":"\\ud800","password":"x"}', b"\xff\xfe", b""]
)
def test_bodies_that_make_no_sense(server: ServerThread, body: bytes) -> None:
    answer = requests.post(
        f"{server.url}/api/v1/console/session", data=body, timeout=5,
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    assert 400 <= answer.status_code < 500


def test_large_bodies_are_refused(server: ServerThread) -> None:
    answer = requests.post(
        f"{server.url}/api/v1/console/session", data=b"x" * 100_000, timeout=5,
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_takeaway_pages(server: ServerThread) -> None:
    page = requests.get(f"{server.url}/go/entry/{sample_id('entry', 'aid')}", timeout=5)
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    for words in ("示例法律援助中心", "中心路 2 号", "门口有一棵槐树", 'href="tel:05516000000"',
                  "position=117.280000,31.830000", "星期五 09:00 - 17:30", "示例"):  # fmt: skip
        assert words in page.text
    guide = requests.get(
        f"{server.url}/go/article/{sample_id('article', 'guides/wages')}", timeout=5
    )
    assert "<strong>先留证据。</strong>" in guide.text
    assert "<h2>怎么办</h2>" in guide.text
    assert "《中华人民共和国劳动合同法》第 30 条" in guide.text
    assert "<script" not in page.text + guide.text
    for lost in (new_id(), "no-id"):
        gone = requests.get(f"{server.url}/go/article/{lost}", timeout=5)
        assert gone.status_code == 404
        assert 'href="tel:12348"' in gone.text


def test_markdown_stays_in_its_subset(start_server: StartServer, tmp_path: Path) -> None:
    make_settings(tmp_path)
    evil = article().replace(
        "**先留证据。**", "<script>alert(1)</script> [x](javascript:1) ![y](http://e/z.png)"
    )
    (tmp_path / "content" / "guides" / "wages.md").write_text(evil, "utf-8")
    server = start_server()
    guide = requests.get(
        f"{server.url}/go/article/{sample_id('article', 'guides/wages')}", timeout=5
    )
    assert "&lt;script&gt;" in guide.text
    for tag in ("<script", '<a href="java', "<img"):
        assert tag not in guide.text
