import QtQuick
import Kiosk
import Kiosk.ViewModels

// The duty state and the one step, before any menu: across the page, or standing left (landscape).
Card {
    id: card

    required property HomeViewModel vm
    readonly property bool someone: vm.canCall
    readonly property int inset: Theme.landscape ? 35 : 39

    emphasis: true
    readonly property real above: Math.max(portrait.height, words.height)
    implicitHeight: 35 + above + 28 + 148 + 39

    Avatar {
        id: portrait

        visible: card.someone
        x: card.inset
        y: 35
        width: 190
        height: Theme.landscape ? 214 : 206
        path: card.vm.portrait
        alt: card.vm.lawyer
    }
    Rectangle {
        id: closed

        visible: !card.someone
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

        y: portrait.y + Math.max(0, Math.round((portrait.height - height) / 2))
        x: portrait.x + portrait.width + (Theme.landscape ? 24 : 32)
        width: card.width - x - 24
        spacing: 10

        DutyTag {
            objectName: "dutyTag"
            status: card.vm.dutyState
            text: card.vm.dutyTag
        }
        Flow {
            width: parent.width
            spacing: 0

            KText {
                objectName: "dutyLawyer"
                text: Theme.landscape ? card.vm.lawyer : card.vm.lawyerTitle
                size: Theme.h2
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
        }
    }
    // Landscape has room to set wait and end large.
    Rectangle {
        id: facts

        visible: Theme.landscape && card.someone
        x: card.inset
        y: portrait.y + card.above + 24
        width: card.width - 2 * card.inset
        height: waitLabel.visible || card.vm.untilValue !== "" ? 150 : 96
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
        visible: Theme.landscape && y + height < step.y
        x: card.inset
        y: card.someone ? facts.y + facts.height + 16 : portrait.y + card.above + 20
        width: card.width - 2 * card.inset
        text: card.someone ? qsTr("免费 · 律师替您保密") : card.vm.dutyLine
        color: Theme.ink2
    }
    KButton {
        id: step

        readonly property real room: card.height - 35 - 24 - (card.someone ? facts.y + facts.height
                                                                          : portrait.y + card.above)

        objectName: "primary"
        x: card.inset
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.landscape ? 35 : 39
        width: card.width - 2 * card.inset
        height: !Theme.landscape ? 148 : Math.max(136, Math.min(226, room))
        kind: KButton.Primary
        symbol: card.someone ? "video" : "phone"
        symbolSize: 76
        fontSize: Theme.primary
        text: card.someone ? qsTr("视频咨询律师")
                           : qsTr("看 12348 怎么打")
        busy: card.vm.dutyState === "connecting"
        onTapped: card.vm.primary()
    }
}
