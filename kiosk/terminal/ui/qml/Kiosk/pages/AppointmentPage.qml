pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Step 1: with whom, on which day, at what time.
Page {
    id: page

    required property AppointmentViewModel vm
    readonly property real leftWidth: Theme.landscape ? 560 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s32 : 0
    readonly property real rightWidth: contentWidth - rightX

    status: vm.status
    emptyText: qsTr("律师名单还没有到。急的话，打 12348 法律热线。")
    objectName: "appointmentPage"
    Component.onCompleted: page.vm.setSlotRows(Theme.landscape ? 2 : 3)

    PageTitle {
        id: title

        width: page.leftWidth
        text: page.vm.title
        aside: Theme.landscape ? "" : page.vm.step
    }
    Card {
        id: who

        y: title.height + Theme.s12
        width: page.leftWidth
        height: !Theme.landscape ? Math.max(206, words.height + 36)
            : (page.vm.changing ? page.contentHeight : slip.y - Theme.gap) - y

        Avatar {
            id: face

            x: 24
            y: Theme.landscape ? 24 : (parent.height - height) / 2
            width: Theme.landscape ? 170 : 150
            height: Theme.landscape ? 184 : 164
            path: page.vm.portrait
            alt: page.vm.lawyer
        }
        Column {
            id: words

            x: Theme.landscape ? 24 : face.x + face.width + Theme.gap
            y: Theme.landscape ? face.y + face.height + Theme.s12 : (parent.height - height) / 2
            width: parent.width - x - 24 - (Theme.landscape || page.vm.changing ? 0 : swap.width + 16)
            spacing: 4

            KText {
                objectName: "appointmentLawyer"
                width: parent.width
                text: page.vm.lawyer
                size: Theme.h3
                strong: true
                leading: 1.3
            }
            KText {
                width: parent.width
                text: page.vm.lawyerNote
                color: Theme.ink2
                leading: 1.3
            }
        }
        KButton {
            id: swap

            objectName: "otherLawyer"
            visible: !page.vm.changing
            x: Theme.landscape ? 24 : parent.width - width - 24
            y: Theme.landscape ? parent.height - height - 24 : (parent.height - height) / 2
            width: Theme.landscape ? parent.width - 48 : Math.max(236, implicitWidth - 24)
            height: 100
            text: qsTr("换一位")
            onTapped: page.vm.otherLawyer()
        }
    }
    KButton {
        id: slip

        objectName: "findSlip"
        visible: !page.vm.changing && (Theme.landscape || page.vm.trouble === "")
        y: Theme.landscape ? page.contentHeight - height - Theme.ledgeHeight
                           : step.y - height - Theme.gap
        width: page.leftWidth
        height: Theme.landscape ? 112 : 100
        symbol: "slip"
        text: qsTr("有凭条？点这里")
        onTapped: page.app.open("slip")
    }
    Column {
        id: choices

        x: page.rightX
        y: Theme.landscape ? 0 : who.y + who.height + Theme.s24
        width: page.rightWidth
        spacing: Theme.s12

        Item {
            width: parent.width
            height: 92
            visible: page.vm.hasSlots

            KText {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("哪一天？")
                size: Theme.h2
                strong: true
                leading: 1.25
                wrapMode: Text.NoWrap
            }
            TurnButtons {
                objectName: "days"
                anchors.right: parent.right
                page: page.vm.dayPage
                pages: page.vm.dayPages
                backText: qsTr("早几天")
                onText: qsTr("晚几天")
                onTurned: by => page.vm.turnDays(by)
            }
        }
        Row {
            id: days

            readonly property real part: (width - 2 * spacing) / 3

            width: parent.width
            spacing: Theme.s16

            Repeater {
                model: page.vm.days

                Chip {
                    required property string key
                    required property string label
                    required note
                    required property bool chosen

                    objectName: "day_" + key
                    width: days.part
                    height: Theme.landscape ? 124 : 132
                    ticked: true
                    text: label
                    selected: chosen
                    onTapped: page.vm.chooseDay(key)
                }
            }
        }
        Item {
            width: parent.width
            height: 92
            visible: page.vm.hasSlots

            KText {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("几点？")
                size: Theme.h2
                strong: true
                leading: 1.25
                wrapMode: Text.NoWrap
            }
            TurnButtons {
                objectName: "slots"
                anchors.right: parent.right
                page: page.vm.slotPage
                pages: page.vm.slotPages
                backText: qsTr("早一点")
                onText: qsTr("晚一点")
                onTurned: by => page.vm.turnSlots(by)
            }
        }
        Grid {
            id: slots

            readonly property real part: (width - 2 * columnSpacing) / 3

            width: parent.width
            columns: 3
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            Repeater {
                model: page.vm.slots

                Chip {
                    required property string key
                    required property string label
                    required property bool open
                    required property bool chosen

                    objectName: "slot_" + label
                    width: slots.part
                    height: Theme.landscape ? 104 : 112
                    fontSize: Theme.h3
                    ticked: true
                    text: label
                    note: open ? "" : qsTr("约满了")
                    available: open
                    selected: chosen
                    onTapped: page.vm.chooseSlot(key)
                }
            }
        }
        KText {
            objectName: "noSlots"
            width: parent.width
            visible: !page.vm.hasSlots
            text: qsTr("这位律师这四周没有能约的时间。请换一位，或打 12348。")
            size: Theme.h3
        }
    }
    ErrorCard {
        objectName: "appointmentTrouble"
        visible: page.vm.trouble !== ""
        x: page.rightX
        y: step.y - height - Theme.s16
        width: page.rightWidth
        symbol: "clock"
        title: page.vm.trouble
        text: qsTr("请另选一个时间。")
    }
    KText {
        objectName: "lineNote"
        visible: text !== "" && page.vm.trouble === ""
        x: page.rightX
        y: (Theme.landscape || !slip.visible ? step.y : slip.y) - height - Theme.s12
        width: page.rightWidth
        text: page.vm.lineNote
        color: Theme.ink2
        leading: 1.3
    }
    KButton {
        id: step

        objectName: "primary"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: Theme.landscape ? 128 : Theme.primaryHeight
        kind: KButton.Primary
        fontSize: Theme.primary
        text: page.vm.nextText
        available: page.vm.chosen
        reason: qsTr("先选哪一天、几点")
        onTapped: page.vm.goOn()
    }
}
