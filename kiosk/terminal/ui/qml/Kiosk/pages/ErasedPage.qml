pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// The receipt: only what the erasing really did. Goes home by itself.
Page {
    id: page

    required property ErasedViewModel vm
    readonly property real half: Theme.landscape ? (contentWidth - Theme.gap) / 2 : contentWidth

    Column {
        id: top

        y: Theme.landscape ? (reminder.y - height) / 2 : 28
        width: page.half
        spacing: Theme.s12

        ArchTick {
            anchors.horizontalCenter: parent.horizontalCenter
        }
        KText {
            objectName: "pageTitle"
            width: parent.width
            text: qsTr("都清掉了")
            size: Theme.display
            strong: true
            leading: 1.3
            horizontalAlignment: Text.AlignHCenter
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        KText {
            width: parent.width
            text: qsTr("下一个人看不到您的任何内容")
            size: Theme.h3
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Card {
        id: receipt

        objectName: "receipt"
        x: Theme.landscape ? page.half + Theme.gap : 0
        y: Theme.landscape ? 0 : top.y + top.height + 28
        width: page.half
        height: lines.height + 64

        Column {
            id: lines

            anchors.verticalCenter: parent.verticalCenter
            x: 40
            width: parent.width - 80
            spacing: Theme.s16

            Repeater {
                model: page.vm.rows

                Row {
                    id: line

                    required property string title
                    required property string note

                    width: lines.width
                    spacing: Theme.gap

                    Rectangle {
                        anchors.verticalCenter: parent.verticalCenter
                        width: 80
                        height: 80
                        radius: 40
                        color: Theme.pine

                        Icon {
                            anchors.centerIn: parent
                            name: "check"
                            size: 48
                            color: Theme.inkOnPine
                        }
                    }
                    Column {
                        width: parent.width - 104

                        KText {
                            width: parent.width
                            text: line.title
                            size: Theme.h3
                            strong: true
                        }
                        KText {
                            width: parent.width
                            text: line.note
                            color: Theme.ink2
                        }
                    }
                }
            }
        }
    }
    Card {
        id: reminder

        y: Theme.landscape ? page.contentHeight - height : receipt.y + receipt.height + Theme.gap
        width: page.half
        height: reminderWords.height + 56
        color: Theme.lampT
        border.color: Theme.lampD

        Icon {
            id: sign

            x: 40
            anchors.verticalCenter: parent.verticalCenter
            name: "note"
            size: 76
            color: Theme.lampI
        }
        Column {
            id: reminderWords

            anchors.verticalCenter: parent.verticalCenter
            x: sign.x + sign.width + 24
            width: parent.width - x - 32

            KText {
                width: parent.width
                text: qsTr("别忘了拿身份证和随身东西")
                size: Theme.h3
                strong: true
            }
            KText {
                width: parent.width
                text: qsTr("打过的电话，时间和评价留作服务记录，上面没有您的名字。")
            }
        }
    }
    KButton {
        id: bye

        objectName: "bye"
        x: receipt.x
        y: page.contentHeight - height - 84
        width: page.half
        height: 136
        kind: KButton.Primary
        fontSize: Theme.primary
        text: qsTr("好，再见")
        onTapped: page.app.home()
    }
    KText {
        objectName: "erasedFooter"
        x: receipt.x
        y: page.contentHeight - height
        width: page.half
        text: page.vm.footer
        color: Theme.ink2
        horizontalAlignment: Text.AlignHCenter
    }
}
