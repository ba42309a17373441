import QtQuick
import Kiosk

// A question over the page: two equal buttons, the safe one left. It fills its parent.
Item {
    id: dialog

    property string symbol: "erase"
    property string title: ""
    property string text: ""
    property string safeText: ""
    property string doText: ""
    property bool doIsPrimary: true
    property alias extra: extraSlot.data

    signal safe()
    signal confirmed()

    anchors.fill: parent

    Rectangle {
        anchors.fill: parent
        color: Theme.contrast ? "#000000" : Theme.night
        opacity: Theme.contrast ? 0.8 : 0.55
    }
    MouseArea {
        anchors.fill: parent
    }
    Rectangle {
        objectName: "dialogBox"
        anchors.centerIn: parent
        anchors.verticalCenterOffset: Theme.low ? Theme.lowTop / 2 : 0
        width: Math.min(parent.width - 96, 984)
        height: content.height + 72
        radius: Theme.radiusCard
        color: Theme.card
        border.width: Theme.borderStrong
        border.color: Theme.pine

        Column {
            id: content

            x: 40
            y: 36
            width: parent.width - 80
            spacing: Theme.s32

            Row {
                width: parent.width
                spacing: Theme.gap

                Icon {
                    id: sign

                    name: dialog.symbol
                    visible: dialog.symbol !== ""
                    size: 96
                    color: Theme.contrast ? Theme.pine : Theme.clay
                }
                Item {
                    id: extraSlot

                    width: childrenRect.width
                    height: childrenRect.height
                    visible: children.length > 0
                }
                Column {
                    width: parent.width - (sign.visible ? sign.width + Theme.gap : 0)
                           - (extraSlot.visible ? extraSlot.width + Theme.gap : 0)
                    spacing: Theme.s8

                    KText {
                        objectName: "dialogTitle"
                        width: parent.width
                        text: dialog.title
                        size: Theme.h2
                        strong: true
                        leading: 1.25
                        Accessible.role: Accessible.Heading
                        Accessible.name: text
                    }
                    KText {
                        objectName: "dialogText"
                        width: parent.width
                        text: dialog.text
                    }
                }
            }
            Row {
                width: parent.width
                spacing: Theme.gap

                KButton {
                    objectName: "dialogSafe"
                    width: (parent.width - Theme.gap) / 2
                    height: Math.max(Theme.buttonHeight, implicitHeight)
                    kind: dialog.doIsPrimary ? KButton.Secondary : KButton.Primary
                    text: dialog.safeText
                    onTapped: dialog.safe()
                }
                KButton {
                    objectName: "dialogDo"
                    width: (parent.width - Theme.gap) / 2
                    height: Math.max(Theme.buttonHeight, implicitHeight)
                    kind: dialog.doIsPrimary ? KButton.Primary : KButton.Secondary
                    text: dialog.doText
                    onTapped: dialog.confirmed()
                }
            }
        }
    }
}
