"""Somebody who taps, swipes and types at random, while lawyers and the line come and go.

What it checks all the time: nothing warns, home is one tap away (or the way to it is), and every
page says something.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.domain.calls import CallState, EndReason, Tier
from kiosk.terminal.rehearsal import FRIDAY, ScriptedHelp, duty_now
from kiosk.terminal.services.events import AdviceWritten, ContentChanged, VideoEnded
from tests.fakes.screen import Rig

_TEXTS = ("lvshi", "gongzi", "13800138000", "'; drop", "😀", "0571-8888")
_ENDS = (EndReason.LAWYER_HUNG_UP, EndReason.NO_ANSWER, EndReason.DECLINED, EndReason.LAWYER_LOST,
         EndReason.SERVER_LOST, EndReason.MEDIA_FAILED, EndReason.NOBODY_ON_DUTY)  # fmt: skip


_BARS = ("nav", "rail", "tool", "strip", "wide", "look")


class Monkey:
    """``step`` does one thing; ``visited`` counts the pages that it was on."""

    def __init__(self, rig: Rig, seed: int) -> None:
        self.rig = rig
        self._random = random.Random(seed)
        self.visited: Counter[str] = Counter()
        self.log: list[str] = []  # the last things it did, for whoever has to repeat them

    def run(self, steps: int, home_every: int = 25) -> None:
        for n in range(steps):
            self.step()
            if n % home_every == home_every - 1:
                self.check_home()

    def step(self) -> None:
        do = self._random.choices(
            (self._tap_button, self._tap_anywhere, self._swipe, self._type, self._world),
            (70, 8, 4, 6, 12),
        )[0]
        page = self.rig.app.page
        self.visited[page] += 1
        try:
            self._note(f"{page}: {do.__name__[1:]}")
            do()
            self.rig.settle(8)
        except Exception as error:
            raise AssertionError("\n".join([*self.log, repr(error)])) from error

    def _note(self, what: str) -> None:
        self.log = [*self.log[-30:], what]

    # --- hands -----------------------------------------------------------------------------------

    def _buttons(self) -> list[QQuickItem]:
        height = self.rig.window.height()
        return [
            item
            for item in self.rig.items()
            if item.inherits("QQuickAbstractButton")
            and item.width() > 1
            and 0 <= self.rig.centre(item).y() < height
        ]

    def _tap_button(self) -> None:
        buttons = self._buttons()
        ours = [b for b in buttons if not b.objectName().startswith(_BARS)]
        if ours and self._random.random() < 0.85:  # the bars are always there, the page is not
            buttons = ours
        if buttons:
            item = self._random.choice(buttons)
            self._note(f"  {item.objectName() or item.property('text')}")
            self._click(self.rig.centre(item))

    def _tap_anywhere(self) -> None:
        self._click(self._point())

    def _swipe(self) -> None:
        start, end = self._point(), self._point()
        window, none = self.rig.window, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(window, Qt.MouseButton.LeftButton, none, start)
        QTest.mouseMove(window, (start + end) / 2)
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, none, end)

    def _type(self) -> None:
        for character in self._random.choice(_TEXTS):
            if character.isascii():
                QTest.keyClick(self.rig.window, character)

    def _click(self, at: QPoint) -> None:
        QTest.mouseClick(
            self.rig.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
        )

    def _point(self) -> QPoint:
        window = self.rig.window
        return QPoint(
            self._random.randrange(window.width()), self._random.randrange(window.height())
        )

    # --- the world -------------------------------------------------------------------------------

    def _world(self) -> None:
        rig = self.rig
        happenings: list[Callable[[], object]] = [
            lambda: rig.duty(duty_now(tier=Tier.COMMUNITY)),
            lambda: rig.duty(duty_now(state="busy", waiting=2, wait_minutes=8)),
            lambda: rig.duty(duty_now(state="nobody", next_shift=FRIDAY + timedelta(days=7))),
            lambda: rig.duty(None),
            lambda: rig.bus.publish(ContentChanged(9, frozenset())),
            lambda: rig.bus.publish(VideoEnded(self._random.random() < 0.5)),
            lambda: rig.clock.advance(timedelta(seconds=self._random.randrange(1, 90))),
            self._help,
            *self._call(),
        ]
        self._random.choice(happenings)()

    def _help(self) -> None:
        bell = self.rig.context.help
        assert isinstance(bell, ScriptedHelp)
        if bell.stage != "idle":
            bell.say(self._random.choice(("ringing", "coming", "late", "over")))

    def _call(self) -> list[Callable[[], object]]:
        calls = self.rig.calls
        current = calls.current
        if current is None:
            return []
        facts = {"participant_id": "p", "lawyer_name": "陈静", "lawyer_name_en": "Chen Jing",
                 "tier": Tier.COMMUNITY}  # fmt: skip
        steps: list[Callable[[], object]] = [lambda: calls.end(self._random.choice(_ENDS))]
        if current.state is CallState.QUEUED:
            steps += [lambda: calls.update(state=CallState.RINGING, **facts)] * 3
        elif current.state is CallState.RINGING:
            steps += [
                lambda: calls.update(state=CallState.ACTIVE, answered_at=self.rig.clock.now())
            ] * 3
        else:
            steps += [
                lambda: calls.flow(self._random.random() < 0.8),
                lambda: self.rig.bus.publish(
                    AdviceWritten(current.call_id, f"line-{self._random.randrange(9)}", "带身份证")
                ),
            ]
        return steps

    # --- what must hold --------------------------------------------------------------------------

    def check_home(self) -> None:
        """Home in one tap, from wherever it is; in a call, after it was hung up."""
        rig, app = self.rig, self.rig.app
        assert rig.texts(), self.log
        if app.endAsked:
            rig.tap("dialogSafe")
        if app.page == "hidden":
            app.unhide()
        if app.settling:
            rig.settle(700)
        if rig.calls.current is not None:
            rig.calls.end(EndReason.RESIDENT_HUNG_UP)
            rig.settle(20)
        if app.page == "attract":
            self._click(QPoint(rig.window.width() // 2, rig.window.height() // 3))
            rig.settle(20)
        elif app.page != "home":
            name = "railHome" if rig.has("railHome") else "navHome"
            assert rig.has(name), (app.page, self.log)
            rig.tap(name)
        state = (app.page, app.inCall, app.endAsked, app.settling, app.idleAsking)
        assert app.page == "home", (state, self.log)
