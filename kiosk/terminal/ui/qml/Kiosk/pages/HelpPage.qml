pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// 求助: somebody near, somebody at the phone, somebody on this screen.
Page {
    id: page

    required property HelpViewModel vm
    readonly property bool toLawyer: app.inCall || vm.canCall
    readonly property real half: Theme.landscape ? (contentWidth - Theme.gap) / 2 : contentWidth

    PageTitle {
        id: heading

        width: parent.width
        text: qsTr("需要帮忙吗？")
    }
    Column {
        id: left

        y: heading.height + Theme.gap
        width: page.half
        spacing: Theme.gap

        HelpCard {
            width: parent.width
            objectName: "helpStaff"
            symbol: page.vm.stage === "coming" ? "walk" : "people"
            tint: page.vm.stage === "coming" ? "pine" : "lamp"
            title: page.vm.title
            text: page.vm.line
        }
        HelpCard {
            visible: page.vm.deskPhone !== ""
            width: parent.width
            symbol: "phone"
            tint: "clay"
            title: page.vm.deskPhone
            titleSize: Theme.number
            text: qsTr("服务台的电话")
        }
    }
    Card {
        id: howTo

        x: Theme.landscape ? page.half + Theme.gap : 0
        y: Theme.landscape ? left.y : left.y + left.height + Theme.gap
        width: page.half
        height: Theme.landscape ? steps.height + 64
                                : page.contentHeight - y - Theme.primaryHeight - Theme.buttonHeight - 2 * Theme.gap - 6

        Column {
            id: steps

            anchors.verticalCenter: parent.verticalCenter
            x: 36
            width: parent.width - 72
            spacing: Theme.landscape ? Theme.s12 : Theme.s32

            KText {
                width: parent.width
                text: qsTr("怎么用这台机器")
                size: Theme.h3
                strong: true
            }
            Repeater {
                model: [qsTr("点一下就行，不用滑，不用按住。"),
                        qsTr("字看不清，点“大字”或“高对比”。"),
                        qsTr("用完点“结束并清除”，别人看不到。")]

                Row {
                    id: step

                    required property string modelData
                    required property int index

                    width: steps.width
                    spacing: Theme.s16

                    Rectangle {
                        width: 60
                        height: 60
                        radius: 30
                        color: Theme.contrast ? "transparent" : Theme.pineT
                        border.width: Theme.contrast ? 3 : 0
                        border.color: Theme.pine

                        KText {
                            anchors.centerIn: parent
                            text: step.index + 1
                            strong: true
                            color: Theme.pine
                        }
                    }
                    KText {
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - 76
                        text: step.modelData
                        size: Theme.landscape ? Theme.body : Theme.h3
                    }
                }
            }
        }
    }
    KButton {
        objectName: "helpLawyer"
        y: Theme.landscape ? page.contentHeight - height - Theme.ledgeHeight
            : page.contentHeight - Theme.primaryHeight - Theme.gap - height - 2 * Theme.ledgeHeight
        width: page.half
        height: Theme.landscape ? Theme.primaryHeight : Theme.buttonHeight
        kind: page.app.inCall ? KButton.Primary : KButton.Secondary
        symbol: page.app.inCall ? "talk" : page.vm.canCall ? "video" : "phone"
        text: page.app.inCall ? qsTr("回到通话")
            : page.vm.canCall ? qsTr("视频咨询律师") : qsTr("看 12348 怎么打")
        onTapped: page.toLawyer ? page.app.open("call", "video")
                                : page.app.open("hotline", "12348")
    }
    KButton {
        objectName: page.vm.underWay ? "helpGiveUp" : "helpRing"
        x: Theme.landscape ? page.half + Theme.gap : 0
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.half
        height: Theme.primaryHeight
        kind: page.vm.underWay || page.app.inCall ? KButton.Secondary : KButton.Primary
        symbol: page.vm.underWay ? "" : "people"
        symbolSize: Theme.landscape ? 60 : 76
        fontSize: Theme.landscape ? Theme.button : Theme.primary
        text: page.vm.underWay ? qsTr("不用来了") : page.vm.ringWords
        onTapped: page.vm.underWay ? page.vm.giveUp() : page.vm.ring()
    }
}
