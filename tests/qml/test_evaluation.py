"""What somebody who lives here thinks of the community's lawyer."""

from __future__ import annotations

from kiosk.server.content_folder.values import lawyer_id
from tests.fakes.screen import Rig

CHEN = lawyer_id("chen-jing")


def test_chosen_kept_for_the_server_and_asked_once(rig: Rig) -> None:
    rig.app.open("lawyer", CHEN)
    rig.tap("evaluateLawyer")
    assert rig.text("evaluatedLawyer") == "陈静律师（示例）"
    rig.tap("finishEvaluation")
    assert rig.text("notice") == "先选一个：挺好、一般、不太好"
    rig.tap("evaluation_2")
    rig.tap("evaluation_3")
    rig.tap("finishEvaluation")
    assert rig.text("evaluationThanks") == "谢谢，记下了"
    kept = rig.resident.next()
    assert kept is not None
    assert (kept.name, kept.payload["lawyer_id"], kept.payload["score"]) == (
        "evaluate_lawyer", CHEN, 3,
    )  # fmt: skip
    rig.tap("navBack")
    rig.tap("evaluateLawyer")
    assert rig.has("evaluationThanks")  # not a second time by the same person

    rig.tap("navEnd")
    rig.tap("dialogDo")
    rig.app.home()
    rig.app.open("evaluation", CHEN)
    rig.settle()
    assert rig.has("finishEvaluation")  # the next person


def test_only_those_of_this_community(rig: Rig) -> None:
    rig.app.open("lawyer", lawyer_id("wu-pei"))
    rig.settle()
    assert not rig.has("evaluateLawyer")
