pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// How does the community's lawyer do? One choice, one step.
Page {
    id: page

    required property EvaluationViewModel vm
    readonly property bool thanked: vm.phase === "thanked"

    objectName: "evaluationPage"
    status: vm.status
    emptyText: qsTr("这位律师不在名单里了。")
    panelTitle: qsTr("这位律师做得怎么样？")
    panelNote: vm.who
    panelPicture: vm.portrait

    Column {
        id: head

        visible: !page.thanked
        width: parent.width
        spacing: Theme.s16

        PageTitle {
            visible: !Theme.low
            width: parent.width
            text: qsTr("这位律师做得怎么样？")
        }
        Row {
            visible: !Theme.low
            spacing: Theme.s32

            Avatar {
                width: Theme.landscape ? 120 : 200
                height: width
                path: page.vm.portrait
                alt: page.vm.who
            }
            KText {
                objectName: "evaluatedLawyer"
                anchors.verticalCenter: parent.verticalCenter
                width: head.width - x
                text: page.vm.who
                size: Theme.h2
                strong: true
            }
        }
        Row {
            id: choices

            readonly property real part: (width - 2 * Theme.gap) / 3

            width: parent.width
            spacing: Theme.gap

            Repeater {
                model: [
                    { "score": 3, "symbol": "good", "label": qsTr("挺好") },
                    { "score": 2, "symbol": "fair", "label": qsTr("一般") },
                    { "score": 1, "symbol": "bad", "label": qsTr("不太好") }
                ]

                Choice {
                    required property var modelData

                    objectName: "evaluation_" + modelData.score
                    width: choices.part
                    height: Theme.landscape ? 280 : 380
                    symbol: modelData.symbol
                    symbolSize: 144
                    text: modelData.label
                    selected: page.vm.score === modelData.score
                    onTapped: page.vm.choose(modelData.score)
                }
            }
        }
        KText {
            width: parent.width
            visible: page.vm.phase !== "failed"
            text: qsTr("不用留名字。一次只评一回。")
            color: Theme.ink2
        }
        ErrorCard {
            objectName: "evaluationFailed"
            width: parent.width
            visible: page.vm.phase === "failed"
            symbol: "help"
            title: qsTr("没有记上，不是您的问题")
            text: qsTr("再点一次好了，也可以不评。")
        }
    }
    Column {
        visible: page.thanked
        anchors.centerIn: parent
        width: parent.width
        spacing: Theme.gap

        ArchTick {
            anchors.horizontalCenter: parent.horizontalCenter
        }
        KText {
            objectName: "evaluationThanks"
            width: parent.width
            text: qsTr("谢谢，记下了")
            size: Theme.display
            strong: true
            leading: 1.3
            horizontalAlignment: Text.AlignHCenter
        }
    }
    KButton {
        objectName: page.thanked ? "evaluationHome" : "finishEvaluation"
        y: page.contentHeight - height - Theme.ledgeHeight
        width: parent.width
        height: 136
        kind: KButton.Primary
        symbol: page.thanked ? "home" : ""
        fontSize: Theme.primary
        text: page.thanked ? qsTr("回首页") : page.vm.score > 0 ? qsTr("好了") : qsTr("先选一个")
        available: page.thanked || page.vm.score > 0
        reason: qsTr("先选一个：挺好、一般、不太好")
        onTapped: page.thanked ? page.app.home() : page.vm.finish()
    }
}
