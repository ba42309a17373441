import QtQuick
import Kiosk
import Kiosk.ViewModels

// One number, very large, and this terminal's address to read out.
Page {
    id: page

    required property HotlineViewModel vm
    readonly property bool nearer: vm.urgent && vm.atOnce !== ""
    readonly property real half: Theme.landscape ? (contentWidth - Theme.gap) / 2 : contentWidth

    PageTitle {
        id: heading

        width: parent.width
        text: page.vm.title
    }
    Card {
        id: numberCard

        y: heading.height + Theme.gap
        width: page.half
        height: (others.visible ? others.y : Theme.landscape ? page.contentHeight + Theme.gap
                                                             : rest.y) - y - Theme.gap
        emphasis: !page.vm.urgent
        border.color: page.vm.urgent ? Theme.cin : Theme.pine
        border.width: Theme.borderStrong

        Column {
            anchors.centerIn: parent
            width: parent.width - 80
            spacing: Theme.gap

            Icon {
                visible: numberCard.height > 640
                anchors.horizontalCenter: parent.horizontalCenter
                name: page.vm.urgent ? "alarm" : "phone"
                size: 96
                color: page.vm.urgent ? Theme.cin : Theme.pine
            }
            KText {
                objectName: "hotlineNumber"
                width: parent.width
                text: page.vm.number
                size: Theme.landscape ? 220 : 260
                strong: true
                leading: 1.1
                color: page.vm.urgent ? Theme.cin : Theme.pine
                horizontalAlignment: Text.AlignHCenter
            }
            KText {
                objectName: "hotlineAbout"
                width: parent.width
                text: page.vm.about
                size: Theme.h3
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    KButton {
        id: others

        objectName: "otherHotlines"
        visible: !page.vm.urgent && !page.app.inCall
        y: Theme.landscape ? page.contentHeight - height - Theme.ledgeHeight
                           : rest.y - height - Theme.gap
        width: page.half
        symbol: "phone"
        text: qsTr("其他热线")
        onTapped: page.app.open("hotlines")
    }
    Column {
        id: rest

        x: Theme.landscape ? page.half + Theme.gap : 0
        y: Theme.landscape ? numberCard.y : page.contentHeight - height - Theme.ledgeHeight
        width: page.half
        spacing: Theme.gap

        Card {
            objectName: "policeCard"
            visible: page.nearer
            width: parent.width
            height: policeWords.height + 64
            color: Theme.lampT
            border.color: Theme.lampD

            KText {
                id: policeWords

                anchors.verticalCenter: parent.verticalCenter
                x: 36
                width: parent.width - 72
                text: page.vm.atOnce
                size: Theme.h2
                strong: true
            }
        }
        Card {
            visible: page.vm.address !== ""
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
                        text: page.vm.urgent ? qsTr("照着念：我在") : qsTr("您现在在")
                        color: Theme.ink2
                        wrapMode: Text.NoWrap
                    }
                }
                KText {
                    objectName: "terminalAddress"
                    width: parent.width
                    text: page.vm.address
                    size: Theme.h2
                    strong: true
                    leading: 1.35
                }
            }
        }
        TelCard {
            visible: !page.nearer
            width: parent.width
            phone: page.vm.number
        }
        KButton {
            objectName: "hotlineLawyer"
            visible: page.app.inCall || (page.vm.canCall && !page.vm.urgent)
            width: parent.width
            symbol: page.app.inCall ? "talk" : "video"
            kind: KButton.Primary
            text: page.app.inCall ? qsTr("回到通话") : qsTr("在这里视频问律师")
            onTapped: page.app.open("call", "video")
        }
    }
}
