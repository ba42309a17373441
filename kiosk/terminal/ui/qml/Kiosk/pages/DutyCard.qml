import QtQuick
import Kiosk
import Kiosk.ViewModels

// The duty state and the one step, before any menu: across the page, or standing left (landscape).
Card {
    id: card

    required property HomeViewModel vm
    required property AppViewModel app
    readonly property bool someone: vm.canCall || vm.inHall
    readonly property int inset: Theme.landscape ? 35 : 39

    emphasis: true
    readonly property real above: Math.max(portrait.height, words.height)
    // In low reach the panel speaks of duty, and here are the steps.
    implicitHeight: 30 + (Theme.low ? 0 : above + 24) + step.height + Theme.ledgeHeight + 30
                    + (Theme.landscape ? Theme.s16 + voice.height + Theme.ledgeHeight : 0)

    DutyTag {
        id: tag

        objectName: "dutyTag"
        visible: !Theme.low
        x: Theme.landscape ? card.inset : words.x
        y: Theme.landscape ? 30 : words.y
        status: card.vm.inHall ? "available" : card.vm.dutyState
        text: card.vm.dutyTag
    }
    Avatar {
        id: portrait

        visible: card.someone && !Theme.low
        x: card.inset
        y: Theme.landscape ? tag.y + tag.height + Theme.s16 : 30
        width: Theme.landscape ? 168 : 190
        height: Theme.landscape ? 160 : 190
        path: card.vm.portrait
        alt: card.vm.lawyer
    }
    Rectangle {
        id: closed

        visible: !card.someone && !Theme.low
        x: portrait.x
        y: portrait.y
        width: portrait.width
        height: portrait.height
        radius: Theme.radiusCard
        color: Theme.sunk
        border.width: Theme.contrast ? 4 : 0
        border.color: Theme.line

        Icon {
            anchors.centerIn: parent
            name: card.vm.dutyState === "offline" ? "cloudoff" : "clock"
            size: 96
            color: Theme.ink2
        }
    }
    Column {
        id: words

        visible: !Theme.low
        y: portrait.y + Math.max(0, Math.round((portrait.height - height) / 2))
        x: portrait.x + portrait.width + (Theme.landscape ? 20 : 32)
        width: card.width - x - (Theme.landscape ? 8 : 24)
        spacing: 10

        Item {
            visible: !Theme.landscape  // its place beside the portrait
            width: 1
            height: tag.height
        }
        Flow {
            width: parent.width
            spacing: 0

            KText {
                objectName: "dutyLawyer"
                text: Theme.landscape ? card.vm.lawyer : card.vm.lawyerTitle
                size: Theme.landscape && card.app.english ? Theme.h3 : Theme.h2
                strong: true
                leading: 1.3
                width: Math.min(implicitWidth, parent.width)
            }
            KText {
                visible: text !== ""
                text: card.vm.exampleMark
                size: Theme.mark
                color: Theme.ink2
                wrapMode: Text.NoWrap
                height: Theme.h2 * 1.3
                verticalAlignment: Text.AlignVCenter
            }
        }
        KText {
            objectName: "dutyLine"
            visible: text !== ""
            width: parent.width
            text: Theme.landscape ? card.vm.tier : card.vm.dutyLine
            color: Theme.ink2
            leading: 1.3
        }
        KText {
            objectName: "dutyInstead"
            visible: text !== "" && !Theme.landscape
            width: parent.width
            text: card.vm.insteadLine
            leading: 1.3
        }
    }
    // Landscape has room to set wait and end large.
    Rectangle {
        id: facts

        visible: Theme.landscape && card.someone && !Theme.low
        x: card.inset
        y: portrait.y + card.above + Theme.s16
        width: card.width - 2 * card.inset
        height: waitLabel.visible || card.vm.untilValue !== "" ? Math.min(150, step.y - y - 12) : 96
        radius: 22
        color: Theme.lampT
        border.width: Theme.borderThin
        border.color: Theme.lampD

        Column {
            x: 28
            anchors.verticalCenter: parent.verticalCenter

            KText {
                id: waitLabel

                visible: text !== ""
                text: card.vm.waitLabel
                leading: 1.3
                wrapMode: Text.NoWrap
                color: Theme.contrast ? Theme.lampI : Theme.ink
            }
            KText {
                text: card.vm.waitValue
                size: Theme.h2
                strong: true
                leading: 1.3
                wrapMode: Text.NoWrap
            }
        }
        Column {
            visible: card.vm.untilValue !== ""
            anchors.right: parent.right
            anchors.rightMargin: 28
            anchors.verticalCenter: parent.verticalCenter

            KText {
                anchors.right: parent.right
                text: qsTr("值班到")
                leading: 1.3
                wrapMode: Text.NoWrap
                color: Theme.contrast ? Theme.lampI : Theme.ink
            }
            KText {
                anchors.right: parent.right
                text: card.vm.untilValue
                size: Theme.h2
                strong: true
                leading: 1.3
                wrapMode: Text.NoWrap
            }
        }
    }
    KText {
        visible: Theme.landscape && !Theme.low && y + height < step.y
        x: card.inset
        y: card.someone ? facts.y + facts.height + 12 : portrait.y + card.above + 20
        width: card.width - 2 * card.inset
        text: card.vm.insteadLine !== "" ? card.vm.insteadLine
            : card.someone ? qsTr("免费 · 律师替您保密") : card.vm.dutyLine
        color: Theme.ink2
        leading: 1.3
    }
    KButton {
        id: step

        objectName: "primary"
        x: card.inset
        anchors.bottom: Theme.landscape ? voice.top : parent.bottom
        anchors.bottomMargin: Theme.landscape ? Theme.s16 + Theme.ledgeHeight
                                              : 30 + Theme.ledgeHeight
        width: Theme.landscape ? card.width - 2 * card.inset : voice.x - x - Theme.s16
        height: Theme.landscape ? 136 : 140
        kind: KButton.Primary
        symbol: card.vm.stepSymbol
        symbolSize: Theme.landscape ? 60 : 76
        fontSize: Theme.primary - 8
        text: card.vm.stepText
        busy: card.vm.dutyState === "connecting"
        onTapped: card.vm.primary()
    }
    KButton {
        id: voice

        objectName: "voice"
        anchors.right: parent.right
        anchors.rightMargin: card.inset
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 30 + Theme.ledgeHeight
        width: Theme.landscape ? card.width - 2 * card.inset : 300
        height: Theme.landscape ? Theme.buttonHeight : 140
        symbol: "mic"
        text: qsTr("只用声音")
        available: card.vm.canCall
        reason: card.vm.whyNot
        onTapped: card.app.open("call", "voice")
    }
}
