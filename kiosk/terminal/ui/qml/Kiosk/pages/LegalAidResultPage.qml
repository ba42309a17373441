pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// What the check comes to: likely, or worth asking, and why. Never a plain no.
Page {
    id: page

    required property LegalAidViewModel vm
    readonly property real leftWidth: Theme.landscape ? 660 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s32 : 0
    readonly property real rightWidth: contentWidth - rightX

    status: vm.status
    emptyText: qsTr("自测要从头做一次。")
    emptyAction: qsTr("开始自测")
    onEmptyActionTapped: page.vm.again()
    objectName: "legalAidResultPage"

    Card {
        id: verdict

        width: page.leftWidth
        height: said.height + 2 * Theme.s32
        color: Theme.contrast ? Theme.card : page.vm.likely ? Theme.pineT : Theme.lampT
        border.color: page.vm.likely ? Theme.pine : Theme.lampD

        Icon {
            id: sign

            x: Theme.s32
            anchors.verticalCenter: parent.verticalCenter
            name: page.vm.likely ? "check" : "talk"
            size: 96
            color: page.vm.likely ? Theme.pine : Theme.lampI
        }
        Column {
            id: said

            anchors.verticalCenter: parent.verticalCenter
            x: sign.x + sign.width + Theme.s24
            width: parent.width - x - Theme.s24
            spacing: Theme.s8

            KText {
                objectName: "matter"
                width: parent.width
                text: page.vm.matter
                leading: 1.3
            }
            KText {
                objectName: "pageTitle"
                width: parent.width
                text: page.vm.verdict
                size: Theme.h1
                strong: true
                leading: 1.25
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            KText {
                objectName: "whoDecides"
                width: parent.width
                text: qsTr("批不批，由法律援助机构决定。")
                leading: 1.3
            }
        }
    }
    Column {
        id: why

        x: page.rightX
        y: Theme.landscape ? 0 : verdict.height + Theme.s32
        width: page.rightWidth
        spacing: Theme.s24

        Row {
            width: parent.width
            spacing: Theme.s24

            KText {
                text: qsTr("为什么这样说")
                size: Theme.h2
                strong: true
                leading: 1.25
                wrapMode: Text.NoWrap
            }
            Tag {
                objectName: "badge"
                visible: text !== ""
                text: page.vm.badge
                tint: page.vm.badgeTint
            }
        }
        Repeater {
            model: page.vm.reasons

            Column {
                id: reason

                required property int index
                required property string words
                required property string law

                width: why.width
                spacing: 2

                KText {
                    objectName: "reason_" + reason.index
                    width: parent.width
                    text: reason.words
                    size: Theme.landscape || page.app.english ? Theme.body : Theme.h3
                }
                KText {
                    objectName: "law_" + reason.index
                    width: parent.width
                    text: reason.law
                    color: Theme.ink2
                }
            }
        }
    }
    Card {
        id: alsoCard

        visible: page.vm.also !== ""
        x: Theme.landscape ? 0 : page.rightX
        y: (Theme.landscape ? verdict.height : why.y + why.height) + Theme.s24
        width: Theme.landscape ? page.leftWidth : page.rightWidth
        height: also.height + 2 * Theme.s24
        color: Theme.contrast ? Theme.card : Theme.clayT
        border.color: Theme.clay

        KText {
            id: also

            objectName: "also"
            x: Theme.s32
            y: Theme.s24
            width: parent.width - 2 * x
            text: page.vm.also
            strong: true
            leading: 1.3
        }
    }
    Row {
        id: more

        readonly property real part: (width - spacing) / 2

        width: page.leftWidth
        y: (Theme.landscape ? page.contentHeight - Theme.ledgeHeight : onward.y - Theme.gap) - height
        spacing: Theme.s16

        KButton {
            objectName: "askLawyer"
            width: more.part
            height: Theme.buttonHeight
            symbol: Theme.landscape ? "" : "video"
            fontSize: 44
            text: qsTr("先问律师")
            onTapped: page.app.open("call")
        }
        KButton {
            objectName: "book"
            width: more.part
            height: Theme.buttonHeight
            symbol: Theme.landscape ? "" : "calendar"
            fontSize: 44
            text: qsTr("预约律师")
            onTapped: page.app.open("appointment")
        }
    }
    KButton {
        id: onward

        objectName: "openPapers"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: Theme.primaryHeight
        kind: KButton.Primary
        fontSize: page.app.english ? 50 : Theme.primary
        text: qsTr("看去哪里、带什么")
        onTapped: page.vm.openPapers()
    }
}
