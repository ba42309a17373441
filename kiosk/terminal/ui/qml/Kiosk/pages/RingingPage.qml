pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Waiting for a lawyer: the lit doorway, how long it takes, who has been asked.
Page {
    id: page

    required property CallViewModel vm
    readonly property bool queued: vm.positionText !== "" || vm.waitText !== ""
    readonly property real leftWidth: Theme.landscape ? 700 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s48 : 0
    readonly property real rightWidth: contentWidth - rightX

    objectName: "ringingPage"

    Column {
        id: hero

        readonly property real room: Theme.landscape ? page.contentHeight
            : cancel.y - Theme.gap - (steps.visible ? steps.height : 0)
        readonly property real below: page.queued && !Theme.landscape ? queue.height + 20 : 0
        readonly property real spare: room - 64 - words.height - below

        y: Math.max(0, (room - height - below) / 2)
        width: page.leftWidth
        spacing: page.queued ? Theme.s8 : Theme.s16

        Arch {
            objectName: "arch"
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.round(height * 1.04)
            height: Math.max(140, Math.min(Theme.landscape ? 410 : 520, hero.spare))
            path: page.vm.portrait
            symbol: "phone"
            ringing: true
        }
        Column {
            id: words

            width: parent.width
            topPadding: Theme.s12
            spacing: Theme.s8

            KText {
                objectName: "pageTitle"
                width: parent.width
                text: page.vm.waitingTitle
                size: 68
                strong: true
                leading: 1.25
                horizontalAlignment: Text.AlignHCenter
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            KText {
                objectName: "ringingMark"
                visible: text !== ""
                width: parent.width
                text: [page.vm.lawyerTier, page.vm.lawyerMark].join("")
                color: Theme.ink2
                horizontalAlignment: Text.AlignHCenter
            }
            KText {
                width: parent.width
                text: page.queued ? qsTr("请站在屏幕前等一等") : qsTr("请站在屏幕前等一等，不用按")
                size: 48
                horizontalAlignment: Text.AlignHCenter
            }
            KText {
                objectName: "waited"
                visible: text !== ""
                width: parent.width
                text: page.vm.waitedText
                color: Theme.ink2
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Rectangle {
        id: queue

        objectName: "queue"
        visible: page.queued
        x: page.rightX
        y: Theme.landscape ? Math.max(0, (cancel.y - height) / 2) : hero.y + hero.height + 20
        width: page.rightWidth
        height: 180
        radius: Theme.radiusCard
        color: Theme.lampT
        border.width: Theme.borderThin
        border.color: Theme.lampD

        Row {
            anchors.centerIn: parent

            Repeater {
                model: [
                    { "label": qsTr("前面还有"), "value": page.vm.positionText },
                    { "label": qsTr("大约再等"), "value": page.vm.waitText }
                ].filter(fact => fact.value !== "")

                Column {
                    id: fact

                    required property var modelData

                    width: queue.width / 2

                    KText {
                        width: parent.width
                        text: fact.modelData.label
                        horizontalAlignment: Text.AlignHCenter
                    }
                    KText {
                        width: parent.width
                        text: fact.modelData.value
                        size: 72
                        strong: true
                        leading: 1.2
                        horizontalAlignment: Text.AlignHCenter
                    }
                }
            }
        }
        Rectangle {
            anchors.centerIn: parent
            visible: page.vm.positionText !== "" && page.vm.waitText !== ""
            width: 3
            height: 110
            color: Theme.lampD
        }
    }
    Card {
        id: steps

        objectName: "steps"
        visible: !page.queued && rungs.count > 0
        x: page.rightX
        y: Theme.landscape ? Math.max(0, (cancel.y - height) / 2)
                           : cancel.y - Theme.gap - height
        width: page.rightWidth
        height: ladder.height + 56

        Column {
            id: ladder

            anchors.verticalCenter: parent.verticalCenter
            x: 36
            width: parent.width - 72

            Repeater {
                id: rungs

                model: page.vm.ladder

                LadderStep {
                    required property int index

                    objectName: "step_" + index
                    width: ladder.width
                    first: index === 0
                }
            }
        }
    }
    KButton {
        id: cancel

        objectName: "cancelCall"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: 136
        kind: KButton.Stop
        fontSize: Theme.primary
        text: qsTr("不等了")
        onTapped: page.vm.hangUp()
    }
}
