import QtQuick
import Kiosk
import Kiosk.ViewModels

// The number of a place, large, and where the resident stands now. The terminal cannot dial.
Page {
    id: page

    required property EntryViewModel vm
    readonly property real half: Theme.landscape ? (contentWidth - Theme.gap) / 2 : contentWidth

    status: vm.status
    emptyText: qsTr("这个地方不在名单里了。")
    objectName: "numberPage"

    PageTitle {
        id: heading

        width: parent.width
        text: qsTr("打这个电话")
    }
    Card {
        id: numberCard

        y: heading.height + Theme.gap
        width: page.half
        height: Theme.landscape ? page.contentHeight - y : Math.max(480, facts.height + 64)
        emphasis: true
        border.width: Theme.borderStrong

        Column {
            id: facts

            anchors.centerIn: parent
            width: parent.width - 64
            spacing: Theme.gap

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: "phone"
                size: 96
                color: Theme.pine
            }
            KText {
                objectName: "number"
                width: parent.width
                text: page.vm.phone
                size: Theme.landscape ? 88 : 112
                strong: true
                leading: 1.2
                color: Theme.pine
                horizontalAlignment: Text.AlignHCenter
            }
            KText {
                objectName: "numberName"
                width: parent.width
                text: page.vm.name + page.vm.mark
                size: Theme.h3
                horizontalAlignment: Text.AlignHCenter
            }
            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.s16

                OpenTag {
                    openState: page.vm.openState
                    text: page.vm.openTag
                }
                KText {
                    topPadding: 6
                    text: page.vm.openDetail
                    color: Theme.ink2
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    Column {
        x: Theme.landscape ? page.half + Theme.gap : 0
        y: Theme.landscape ? numberCard.y : numberCard.y + numberCard.height + Theme.gap
        width: page.half
        spacing: Theme.gap

        TelCard {
            width: parent.width
            phone: page.vm.phone
        }
        Card {
            visible: page.vm.hereAddress !== ""
            width: parent.width
            height: addressWords.height + 64

            Column {
                id: addressWords

                anchors.verticalCenter: parent.verticalCenter
                x: 36
                width: parent.width - 72
                spacing: Theme.s12

                Row {
                    spacing: Theme.s16

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        name: "place"
                        size: 60
                        color: Theme.clay
                    }
                    KText {
                        anchors.verticalCenter: parent.verticalCenter
                        text: qsTr("对方问起，就说您在")
                        color: Theme.ink2
                        wrapMode: Text.NoWrap
                    }
                }
                KText {
                    objectName: "terminalAddress"
                    width: parent.width
                    text: page.vm.hereAddress
                    size: Theme.h2
                    strong: true
                    leading: 1.35
                }
            }
        }
    }
    KButton {
        objectName: "numberDone"
        x: Theme.landscape ? page.half + Theme.gap : 0
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.half
        height: 136
        kind: KButton.Primary
        fontSize: Theme.primary
        text: qsTr("记下了")
        onTapped: page.app.back()
    }
}
