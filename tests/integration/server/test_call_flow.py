"""The life of a call over real sockets: good ends and bad ones."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from kiosk.domain.calls import CallState, EndReason, Tier
from kiosk.protocol import socket as wire
from tests.integration.server.conftest import QUICK, StartServer
from tests.support.signalling import (
    SDP,
    Console,
    Device,
    ServerThread,
    Terminal,
    make_device,
    sign_in,
)
from tests.support.small_content import lawyer


@pytest.fixture
def device(server: ServerThread) -> Device:
    return make_device(server.settings, server.url)


@pytest.fixture
def cookie(server: ServerThread) -> str:
    return sign_in(server.settings, server.url, "li")


def test_a_good_call(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            welcome = await terminal.expect(wire.Welcome)
            assert welcome.profile.organisation_name == "榆树社区"
            assert welcome.profile.latitude == 31.82
            hello = await console.expect(wire.ConsoleWelcome)
            assert (hello.lawyer_id, hello.name, hello.on_duty) == (lawyer("li"), "李榆", False)
            await terminal.expect(wire.Duty, lambda d: d.state == "nobody")
            await console.on_duty()
            duty = await terminal.expect(wire.Duty, lambda d: d.state == "available")
            assert (duty.lawyer_name, duty.tier) == ("李榆", Tier.COMMUNITY)

            call_id = await terminal.call(topic=wire.Topic.LABOUR)
            ringing = await terminal.state(CallState.RINGING)
            ring = await console.ring()
            assert ring.call_id == ringing.call_id == call_id
            assert ring.participant_id == ringing.participant_id
            assert (ring.topic, ring.terminal_name) == (wire.Topic.LABOUR, "测试终端")
            names = {"call_id": call_id, "participant_id": ring.participant_id}

            await terminal.send(wire.Offer(**names, epoch=1, sdp=SDP + "offer"))
            assert (await console.expect(wire.Offer)).sdp == SDP + "offer"
            await console.send(wire.Accept(call_id=call_id))
            active = await terminal.state(CallState.ACTIVE)
            assert active.answered_at is not None
            assert active.epoch == 1
            await console.state(CallState.ACTIVE)
            await console.send(wire.Answer(**names, epoch=1, sdp=SDP + "answer"))
            await console.send(wire.IceCandidate(**names, epoch=1, candidate="candidate:1"))
            assert (await terminal.expect(wire.Answer)).sdp == SDP + "answer"
            assert (await terminal.expect(wire.IceCandidate)).candidate == "candidate:1"

            # A second offer of the same epoch is nothing new; the next epoch is.
            await terminal.send(wire.Offer(**names, epoch=1, sdp=SDP + "stale"))
            await terminal.send(wire.Offer(**names, epoch=2, sdp=SDP + "again"))
            assert (await console.expect(wire.Offer)).sdp == SDP + "again"
            await console.send(wire.Answer(**names, epoch=1, sdp=SDP + "late"))
            await console.send(wire.Answer(**names, epoch=2, sdp=SDP + "fresh"))
            assert (await terminal.expect(wire.Answer)).sdp == SDP + "fresh"

            await terminal.hang_up()
            for peer in (terminal, console):
                ended = await peer.state(CallState.ENDED)
                assert ended.end_reason is EndReason.RESIDENT_HUNG_UP

    asyncio.run(run())
    calls = requests.get(
        f"{server.url}/api/v1/console/calls", cookies={"kiosk_session": cookie}, timeout=5
    ).json()["calls"]
    assert len(calls) == 1
    assert calls[0]["topic"] == "labour"
    assert calls[0]["end_reason"] == "resident_hung_up"
    assert calls[0]["answered_at"] < calls[0]["ended_at"]
    assert "rating" not in calls[0]


def test_lawyer_hangs_up(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            ring = await console.accept()
            await console.send(wire.HangUp(call_id=ring.call_id))
            ended = await terminal.state(CallState.ENDED)
            assert ended.end_reason is EndReason.LAWYER_HUNG_UP

    asyncio.run(run())


def test_media_failed(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            await terminal.hang_up(EndReason.MEDIA_FAILED)
            ended = await console.state(CallState.ENDED)
            assert ended.end_reason is EndReason.MEDIA_FAILED

    asyncio.run(run())


def test_cancelled_while_ringing(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.ring()
            await terminal.hang_up()
            assert (await terminal.state(CallState.ENDED)).end_reason is (
                EndReason.RESIDENT_CANCELLED
            )
            assert (await console.state(CallState.ENDED)).end_reason is EndReason.RESIDENT_CANCELLED
            # The lawyer is free again, and an answer comes too late.
            await console.send(wire.Accept(call_id=terminal.call_id))
            assert (await console.expect(wire.ServerError)).code == "call_state"

    asyncio.run(run())


def test_nobody_on_duty(server: ServerThread, device: Device) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal:
            await terminal.call()
            ended = await terminal.state(CallState.ENDED)
            assert ended.end_reason is EndReason.NOBODY_ON_DUTY

    asyncio.run(run())


def test_declined_by_the_only_one(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            ring = await console.ring()
            await console.send(wire.Decline(call_id=ring.call_id))
            ended = await terminal.state(CallState.ENDED)
            assert ended.end_reason is EndReason.DECLINED
            assert ended.asked == (Tier.COMMUNITY,)
            assert (await console.state(CallState.ENDED)).end_reason is EndReason.DECLINED

    asyncio.run(run())


def test_no_answer_then_the_next_tier(server: ServerThread, device: Device, cookie: str) -> None:
    street = sign_in(server.settings, server.url, "sun")

    async def run() -> None:
        async with (
            Terminal(device) as terminal,
            Console(server.url, cookie) as first,
            Console(server.url, street) as second,
        ):
            await first.on_duty()
            await second.on_duty()
            await terminal.call()
            one = await terminal.state(CallState.RINGING)
            assert (one.lawyer_name, one.tier) == ("李榆", Tier.COMMUNITY)
            two = await terminal.expect(
                wire.CallStatus,
                lambda m: m.state is CallState.RINGING and m.participant_id != one.participant_id,
            )
            assert (two.lawyer_name, two.tier, two.asked) == (
                "孙街",
                Tier.STREET,
                (Tier.COMMUNITY,),
            )
            assert (await first.state(CallState.ENDED)).end_reason is EndReason.NO_ANSWER
            ended = await terminal.state(CallState.ENDED)
            assert ended.end_reason is EndReason.NO_ANSWER

    asyncio.run(run())


def test_closed_browser(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            await console.vanish()
            ended = await terminal.state(CallState.ENDED)
            assert ended.end_reason is EndReason.LAWYER_LOST

    asyncio.run(run())


def test_silent_browser(server: ServerThread, device: Device, cookie: str) -> None:
    """Its socket is open, but no heartbeat comes: a cut cable."""

    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            console.beating = False
            ended = await terminal.state(CallState.ENDED)
            assert ended.end_reason is EndReason.LAWYER_LOST
            assert await console.closed() == 1001

    asyncio.run(run())


def test_lost_terminal(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            await terminal.vanish()
            ended = await console.state(CallState.ENDED)
            assert ended.end_reason is EndReason.TERMINAL_LOST

    asyncio.run(run())


def test_a_blip_of_both_lines_costs_nothing(
    server: ServerThread, device: Device, cookie: str
) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            ring = await console.accept()
            names = {"call_id": ring.call_id, "participant_id": ring.participant_id}
            await terminal.send(wire.Offer(**names, epoch=1, sdp=SDP))
            await console.expect(wire.Offer)
            await console.vanish()
            await terminal.vanish()
            async with Terminal(device) as back, Console(server.url, cookie) as again:
                back.call_id = ring.call_id
                assert (await back.state(CallState.ACTIVE)).epoch == 1
                assert (await again.state(CallState.ACTIVE)).call_id == ring.call_id
                # The offer that was never answered comes again, and can be answered now.
                await again.expect(wire.Offer)
                await again.send(wire.Answer(**names, epoch=1, sdp=SDP + "late"))
                await back.expect(wire.Answer)
                await asyncio.sleep(2)  # beyond the grace of the old sockets
                await back.hang_up()
                ended = await again.state(CallState.ENDED)
                assert ended.end_reason is EndReason.RESIDENT_HUNG_UP

    asyncio.run(run())


def test_a_restart_in_a_call_keeps_it_for_those_who_come_back(start_server: StartServer) -> None:
    patient = replace(QUICK, lease=timedelta(seconds=40), grace=timedelta(seconds=30))
    first = start_server(patient)
    device = make_device(first.settings, first.url)
    cookie = sign_in(first.settings, first.url, "li")

    async def begin() -> str:
        async with Terminal(device) as terminal, Console(first.url, cookie) as console:
            await console.on_duty()
            call_id = await terminal.call()
            await console.accept()
            await asyncio.to_thread(first.stop)
            return call_id

    call_id = asyncio.run(begin())
    second = start_server(patient)
    device.url = second.url

    async def go_on() -> None:
        async with Terminal(device) as terminal, Console(second.url, cookie) as console:
            terminal.call_id = call_id
            await terminal.state(CallState.ACTIVE)
            await console.state(CallState.ACTIVE)
            await terminal.hang_up()
            ended = await console.state(CallState.ENDED)
            assert ended.end_reason is EndReason.RESIDENT_HUNG_UP

    asyncio.run(go_on())


def test_the_end_that_was_missed_is_told(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            ring = await console.accept()
            await terminal.vanish()
            await console.send(wire.HangUp(call_id=ring.call_id))
            await console.state(CallState.ENDED)
            async with Terminal(device) as back:
                ended = await back.state(CallState.ENDED)
                assert (ended.call_id, ended.end_reason) == (
                    ring.call_id,
                    EndReason.LAWYER_HUNG_UP,
                )

    asyncio.run(run())


def test_ring_moves_on_when_the_browser_is_closed(
    server: ServerThread, device: Device, cookie: str
) -> None:
    street = sign_in(server.settings, server.url, "sun")

    async def run() -> None:
        async with (
            Terminal(device) as terminal,
            Console(server.url, cookie) as first,
            Console(server.url, street) as second,
        ):
            await first.on_duty()
            await second.on_duty()
            await terminal.call()
            await first.ring()
            await first.vanish()
            ring = await second.ring()
            await second.send(wire.Decline(call_id=ring.call_id))
            ended = await terminal.state(CallState.ENDED)
            assert ended.end_reason is EndReason.DECLINED

    asyncio.run(run())


def test_two_callers_queue_for_one_lawyer(
    server: ServerThread, device: Device, cookie: str
) -> None:
    others = [make_device(server.settings, server.url, "elm") for _ in range(2)]

    async def run() -> None:
        async with (
            Terminal(device) as one,
            Terminal(others[0]) as two,
            Terminal(others[1]) as three,
            Console(server.url, cookie) as console,
        ):
            await console.on_duty()
            await one.call()
            ring = await console.accept()
            duty = await two.expect(wire.Duty, lambda d: d.state == "busy")
            assert duty.wait_minutes > 0
            await two.call()
            queued = await two.state(CallState.QUEUED)
            assert (queued.position, queued.wait_minutes) == (0, 8)
            await three.call()
            behind = await three.state(CallState.QUEUED)
            assert (behind.position, behind.wait_minutes) == (1, 16)
            waiting = await console.expect(wire.ConsoleState, lambda s: s.waiting == 2)
            assert waiting.longest_wait_s >= 0

            await console.send(wire.HangUp(call_id=ring.call_id))
            second = await console.ring()
            assert second.call_id == two.call_id
            await two.state(CallState.RINGING)
            moved = await three.expect(wire.CallStatus, lambda m: m.position == 0)
            assert moved.state is CallState.QUEUED
            # The one in front gives up: the next one rings.
            await two.hang_up()
            assert (await console.ring()).call_id == three.call_id

    asyncio.run(run())


def test_the_last_lawyer_leaves_a_queue(server: ServerThread, device: Device, cookie: str) -> None:
    other = make_device(server.settings, server.url, "elm")

    async def run() -> None:
        async with (
            Terminal(device) as one,
            Terminal(other) as two,
            Console(server.url, cookie) as console,
        ):
            await console.on_duty()
            await one.call()
            await console.accept()
            await two.call()
            await two.state(CallState.QUEUED)
            await console.vanish()
            assert (await two.state(CallState.ENDED)).end_reason is EndReason.NOBODY_ON_DUTY

    asyncio.run(run())


def test_two_browsers_of_one_lawyer(server: ServerThread, device: Device, cookie: str) -> None:
    """Both ring; the one that answers has the call, the other hears that it is taken."""

    async def run() -> None:
        answer = await asyncio.to_thread(
            requests.post, f"{server.url}/api/v1/console/session",
            json={"login": "li", "password": "a-long-password"}, timeout=5,
        )  # fmt: skip
        phone_cookie = answer.cookies["kiosk_session"]
        async with (
            Terminal(device) as terminal,
            Console(server.url, cookie) as desk,
            Console(server.url, phone_cookie) as phone,
        ):
            await desk.on_duty()
            await terminal.call()
            ring = await desk.ring()
            await phone.ring()
            await phone.send(wire.Accept(call_id=ring.call_id))
            await phone.state(CallState.ACTIVE)
            await desk.state(CallState.ACTIVE)
            names = {"call_id": ring.call_id, "participant_id": ring.participant_id}
            await terminal.send(wire.Offer(**names, epoch=1, sdp=SDP))
            await phone.expect(wire.Offer)
            await desk.send(wire.Answer(**names, epoch=1, sdp=SDP))
            assert (await desk.expect(wire.ServerError)).code == "call_state"
            assert not any(isinstance(m, wire.Offer) for m in desk.drain())
            # The phone dies: the desk is no help, the call ends.
            await phone.vanish()
            assert (await terminal.state(CallState.ENDED)).end_reason is EndReason.LAWYER_LOST

    asyncio.run(run())


def test_a_newer_socket_takes_over(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await terminal.expect(wire.Welcome)
            await console.expect(wire.ConsoleWelcome)
            async with Terminal(device) as newer, Console(server.url, cookie) as window:
                assert await terminal.closed() == wire.CLOSE_TAKEN_OVER
                assert await console.closed() == wire.CLOSE_TAKEN_OVER
                await newer.expect(wire.Welcome)
                await window.on_duty()
                await newer.call()
                await window.ring()

    asyncio.run(run())


def test_signing_out_in_a_call(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            await asyncio.to_thread(
                requests.delete, f"{server.url}/api/v1/console/session",
                cookies={"kiosk_session": cookie}, timeout=5,
            )  # fmt: skip
            assert await console.closed() == wire.CLOSE_SIGNED_OUT
            assert (await terminal.state(CallState.ENDED)).end_reason is EndReason.LAWYER_LOST

    asyncio.run(run())


def test_switch_off_while_it_rings(server: ServerThread, device: Device, cookie: str) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.ring()
            await console.send(wire.SetDuty(on=False))
            assert (await terminal.state(CallState.ENDED)).end_reason is EndReason.DECLINED
            await terminal.expect(wire.Duty, lambda d: d.state == "nobody")

    asyncio.run(run())


def test_a_new_request_ends_a_forgotten_call(
    server: ServerThread, device: Device, cookie: str
) -> None:
    async def run() -> None:
        async with Terminal(device) as terminal, Console(server.url, cookie) as console:
            await console.on_duty()
            first = await terminal.call()
            await console.ring()
            await terminal.send(wire.CallRequest(call_id=first, media=wire.Media.VIDEO))
            again = await terminal.state(CallState.RINGING)
            assert again.call_id == first
            second = await terminal.call()
            ended = await terminal.state(CallState.ENDED)
            assert (ended.call_id, ended.end_reason) == (first, EndReason.TERMINAL_LOST)
            assert (await console.expect(wire.Ring, lambda r: r.call_id == second)).call_id

    asyncio.run(run())
