pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Before the call: what about, how to speak, what the lawyer sees and hears, and one step.
Page {
    id: page

    required property CallStartViewModel vm
    readonly property bool open: vm.availability === "available" || vm.availability === "busy"
    readonly property real leftWidth: Theme.landscape ? 640 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s32 : 0
    readonly property real rightWidth: contentWidth - rightX

    objectName: "callStartPage"

    Card {
        id: who

        width: page.leftWidth
        height: Math.max(Theme.landscape ? 300 : 238, whoWords.height + 36)

        Avatar {
            id: face

            x: 30
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.landscape ? 170 : 172
            height: 182
            visible: page.vm.dutyName !== ""
            path: page.vm.dutyPortrait
            alt: page.vm.dutyName
        }
        Rectangle {
            x: face.x
            y: face.y
            width: face.width
            height: face.height
            visible: !face.visible
            radius: Theme.radiusCard
            color: Theme.sunk
            border.width: Theme.contrast ? 4 : 0
            border.color: Theme.line

            Icon {
                anchors.centerIn: parent
                name: page.vm.availability === "offline" ? "cloudoff" : "clock"
                size: 96
                color: Theme.ink2
            }
        }
        Column {
            id: whoWords

            x: face.x + face.width + 28
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - x - 24
            spacing: Theme.s8

            DutyTag {
                objectName: "callDutyTag"
                status: page.vm.availability
                text: page.vm.dutyTag
            }
            Flow {
                width: parent.width
                visible: page.vm.dutyName !== ""

                KText {
                    objectName: "callLawyer"
                    text: page.vm.dutyName
                    size: Theme.h3
                    strong: true
                    leading: 1.3
                    width: Math.min(implicitWidth, parent.width)
                }
                KText {
                    topPadding: 8
                    text: page.vm.dutyMark
                    size: Theme.mark
                    color: Theme.ink2
                    wrapMode: Text.NoWrap
                }
            }
            KText {
                objectName: "callDutyLine"
                width: parent.width
                text: page.vm.dutyLine
                color: Theme.ink2
                leading: 1.3
            }
        }
    }
    Column {
        id: choices

        x: page.rightX
        y: Theme.landscape ? 0 : who.height + Theme.gap
        width: page.rightWidth
        spacing: Theme.s12

        Item {
            width: parent.width
            height: Theme.chipHeight

            KText {
                objectName: "pageTitle"
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - whose.width - Theme.s16
                text: qsTr("想问什么？")
                size: page.app.english ? Theme.h3 : Theme.h2
                strong: true
                leading: 1.25
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            Row {
                id: whose

                anchors.right: parent.right
                spacing: Theme.s12

                Chip {
                    objectName: "forMyself"
                    ticked: true
                    text: qsTr("给自己问")
                    selected: !page.vm.forOther
                    onTapped: page.vm.askForMyself()
                }
                Chip {
                    objectName: "forOther"
                    ticked: true
                    text: qsTr("替家人问")
                    selected: page.vm.forOther
                    onTapped: page.vm.askForOther()
                }
            }
        }
        Flow {
            id: topics

            readonly property real part: Math.floor((width - 2 * spacing) / 3)

            width: parent.width
            spacing: Theme.s12

            Repeater {
                model: page.vm.topics

                Chip {
                    required property string key
                    required property string label
                    required selected

                    objectName: "topic_" + (key === "" ? "none" : key)
                    width: key === "" ? 2 * topics.part + topics.spacing : topics.part
                    ticked: true
                    text: label
                    onTapped: page.vm.chooseTopic(key)
                }
            }
        }
        KText {
            topPadding: Theme.s8
            width: parent.width
            text: qsTr("怎么说？")
            size: Theme.h2
            strong: true
            leading: 1.25
        }
        Row {
            width: parent.width
            spacing: Theme.gap

            Choice {
                objectName: "mediaVideo"
                width: (parent.width - Theme.gap) / 2
                vertical: false
                symbol: "video"
                text: qsTr("看着说")
                selected: page.vm.media === "video"
                onTapped: page.vm.chooseMedia("video")
            }
            Choice {
                objectName: "mediaVoice"
                width: (parent.width - Theme.gap) / 2
                vertical: false
                symbol: "phone"
                text: qsTr("只用声音")
                selected: page.vm.media === "voice"
                onTapped: page.vm.chooseMedia("voice")
            }
        }
    }
    Card {
        id: consent

        y: Theme.landscape ? who.height + Theme.gap : choices.y + choices.height + Theme.s32
        width: page.leftWidth
        height: Theme.landscape ? page.contentHeight - y : start.y - Theme.gap - y
        color: Theme.contrast ? Theme.card : Theme.lampT
        border.color: Theme.lampD

        Column {
            anchors.verticalCenter: parent.verticalCenter
            x: 32
            width: parent.width - 64
            spacing: Theme.landscape ? 20 : Theme.s12

            Assurance {
                objectName: "consentSees"
                width: parent.width
                symbol: page.vm.media === "video" ? "video" : "mic"
                text: page.vm.media === "video" ? qsTr("律师会看到您、听到您说话")
                                                : qsTr("律师会听到您说话，看不到您")
            }
            Assurance {
                width: parent.width
                symbol: "lock"
                text: qsTr("本平台不录音不录像")
            }
            Assurance {
                width: parent.width
                symbol: "hangup"
                text: qsTr("随时可以挂断")
            }
        }
    }
    KButton {
        id: start

        objectName: "startCall"
        x: page.rightX + page.rightWidth - width
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth - (attempt.visible ? attempt.width + Theme.gap : 0)
        height: Theme.landscape ? 132 : Theme.primaryHeight
        kind: KButton.Primary
        symbol: !page.open || page.vm.media === "voice" ? "phone" : "video"
        symbolSize: 76
        fontSize: Theme.primary
        text: page.open ? qsTr("开始接通") : qsTr("看 12348 怎么打")
        busy: page.vm.availability === "connecting"
        onTapped: page.open ? page.vm.start() : page.app.open("hotline", "12348")
    }
    // Never on the way: whoever wants to may try the devices first.
    KButton {
        id: attempt

        objectName: "tryDevices"
        visible: page.open
        x: page.rightX
        y: start.y
        width: 330
        height: Theme.landscape ? 132 : Theme.primaryHeight
        symbol: "mic"
        text: qsTr("先试一试")
        onTapped: page.vm.check()
    }
}
