pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// What a person takes along: a torn sheet with steps to follow, a QR, and a number to type.
// It is as high as what is on it; `wide` sets QR and number beside the steps.
Item {
    id: sheet

    required property SlipBlock slip
    property bool wide: Theme.landscape
    readonly property bool hasFoot: slip.qr !== "" || slip.code !== "" || slip.note !== ""
    readonly property int inset: 40
    readonly property int tooth: 28
    readonly property real footWidth: wide ? 330 : width - 2 * inset

    implicitWidth: 872
    implicitHeight: body.height + tooth / 2

    Accessible.role: Accessible.Grouping
    Accessible.name: slip.title

    // The torn edge: squares on their corner, their upper half under the sheet.
    Item {
        y: body.height - Theme.borderThin
        width: sheet.width
        height: sheet.tooth
        clip: true

        Repeater {
            model: Math.max(0, Math.floor(sheet.width / sheet.tooth))

            Rectangle {
                required property int index

                x: (index + 0.5) * sheet.width / Math.floor(sheet.width / sheet.tooth) - width / 2
                y: -height / 2
                width: sheet.tooth * 0.7
                height: width
                rotation: 45
                color: Theme.card
                border.width: Theme.borderThin
                border.color: Theme.line
            }
        }
    }
    Rectangle {
        id: body

        width: parent.width
        height: Math.max(steps.y + steps.height, sheet.hasFoot ? foot.y + foot.height : 0) + 32
        topLeftRadius: 16
        topRightRadius: 16
        color: Theme.card
        border.width: Theme.borderThin
        border.color: Theme.line
    }
    // No border where it is torn off.
    Rectangle {
        x: Theme.borderThin
        y: body.height - height
        width: sheet.width - 2 * Theme.borderThin
        height: Theme.borderThin
        color: Theme.card
    }
    Icon {
        id: emblem

        x: sheet.inset
        y: 28
        name: "emblem"
        size: 60
    }
    KText {
        id: title

        objectName: "slipTitle"
        anchors.left: emblem.right
        anchors.leftMargin: Theme.s16
        anchors.verticalCenter: emblem.verticalCenter
        width: sheet.width - emblem.width - day.width - 2 * sheet.inset - 2 * Theme.s16
        text: sheet.slip.title
        size: Theme.h3
        strong: true
        leading: 1.25
    }
    KText {
        id: day

        x: sheet.width - sheet.inset - width
        anchors.verticalCenter: emblem.verticalCenter
        text: sheet.slip.day
        color: Theme.ink2
        wrapMode: Text.NoWrap
    }
    Perforation {
        id: first

        x: sheet.inset
        y: Math.max(emblem.y + emblem.height, title.y + title.height) + Theme.s12
        width: sheet.width - 2 * sheet.inset
    }
    Column {
        id: steps

        x: sheet.inset
        y: first.y + first.height + Theme.s16
        width: sheet.width - 2 * sheet.inset
               - (sheet.wide && sheet.hasFoot ? sheet.footWidth + Theme.s32 : 0)
        spacing: Theme.s8

        Repeater {
            model: sheet.slip.steps

            Item {
                id: step

                required property string number
                required property string line
                required property string note

                width: steps.width
                height: words.height

                KText {
                    text: step.number
                    size: sheet.wide ? Theme.body : Theme.h3
                    strong: true
                    leading: 1.35
                    wrapMode: Text.NoWrap
                }
                Column {
                    id: words

                    x: sheet.wide ? 52 : 64
                    width: parent.width - x

                    KText {
                        objectName: "slipStep" + step.number
                        width: parent.width
                        text: step.line
                        size: sheet.wide ? Theme.body : Theme.h3
                        strong: sheet.wide
                        leading: 1.35
                    }
                    KText {
                        width: parent.width
                        visible: text !== ""
                        text: step.note
                        color: Theme.ink2
                        leading: 1.35
                    }
                }
            }
        }
    }
    Perforation {
        id: second

        visible: sheet.hasFoot && !sheet.wide
        x: sheet.inset
        y: steps.y + steps.height + Theme.s16
        width: sheet.width - 2 * sheet.inset
    }
    Grid {
        id: foot

        visible: sheet.hasFoot
        x: sheet.width - sheet.inset - sheet.footWidth
        y: sheet.wide ? steps.y : second.y + second.height + Theme.s16
        width: sheet.footWidth
        columns: sheet.wide ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.s8

        QrCode {
            id: qr

            objectName: "slipQr"
            visible: sheet.slip.qr !== ""
            width: sheet.wide ? 200 : 260
            height: width
            text: sheet.slip.qr
        }
        Column {
            width: foot.width - (qr.visible && !sheet.wide ? qr.width + foot.columnSpacing : 0)

            KText {
                visible: sheet.slip.code !== ""
                width: parent.width
                text: qsTr("取件号")
                leading: 1.25
            }
            KText {
                objectName: "slipCode"
                visible: text !== ""
                width: parent.width
                text: sheet.slip.code
                size: Theme.number
                strong: true
                leading: 1.25
            }
            KText {
                objectName: "slipNote"
                visible: text !== ""
                width: parent.width
                text: sheet.slip.note
                color: Theme.ink2
                leading: 1.35
            }
        }
    }
}
