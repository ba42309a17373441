import QtQuick
import Kiosk
import Kiosk.ViewModels

// Before a call: see oneself, be heard, hear two notes. Nobody is called.
Page {
    id: page

    required property CallCheckViewModel vm
    readonly property bool wide: Theme.landscape
    readonly property real half: wide ? (contentWidth - Theme.s32) / 2 : contentWidth
    readonly property real rightX: wide ? half + Theme.s32 : 0

    objectName: "callCheckPage"
    status: page.vm.status

    PageTitle {
        id: title

        width: parent.width
        text: qsTr("先试一试")
    }
    Rectangle {
        id: picture

        y: title.height + Theme.gap
        width: page.half
        height: page.wide ? page.contentHeight - y : ear.y - Theme.gap - y
        radius: Theme.radiusCard
        color: mirror.hasFrame ? Theme.night : Theme.sunk
        border.width: Theme.contrast ? Theme.borderThin : 0
        border.color: Theme.line

        VideoView {
            id: mirror

            objectName: "checkVideo"
            anchors.fill: parent
            visible: !page.vm.byVoice
            mirror: true
            radius: Theme.radiusCard
            frames: visible ? page.vm.frames : ""
        }
        Column {
            anchors.centerIn: parent
            visible: page.vm.pictureLine !== ""
            spacing: Theme.s24

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: !page.vm.byVoice ? "video" : page.vm.video ? "cameraoff" : "phone"
                size: 120
                color: Theme.ink2
            }
            KText {
                objectName: "checkPictureLine"
                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, picture.width - 96)
                text: page.vm.pictureLine
                size: Theme.h3
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
        }
        // The mark that the devices are open.
        Rectangle {
            x: 24
            y: parent.height - height - 24
            visible: page.vm.openLine !== ""
            width: Math.min(mark.implicitWidth + 96, parent.width - 48)
            height: mark.height + 24
            radius: 20
            color: Theme.night
            border.width: Theme.contrast ? 3 : 0
            border.color: Theme.line

            Rectangle {
                x: 24
                anchors.verticalCenter: parent.verticalCenter
                width: 22
                height: 22
                radius: 11
                color: Theme.lamp
                border.width: 4
                border.color: Theme.lampD
            }
            KText {
                id: mark

                objectName: "devicesOpen"
                x: 66
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, picture.width - 48 - 90)
                text: page.vm.openLine
                size: Theme.bar
                leading: 1.3
                color: Theme.cream
            }
        }
    }
    Card {
        id: ear

        readonly property bool fault: page.vm.hearing === "unheard" || page.vm.hearing === "missing"

        x: page.rightX
        y: page.wide ? picture.y : speaker.y - Theme.gap - height
        width: page.half
        height: page.wide ? 300 : 290
        color: fault ? Theme.lampT : Theme.card
        border.color: fault ? Theme.lampD : Theme.line

        Icon {
            id: sign

            x: 36
            y: hearing.y + (hearing.height - height) / 2
            name: ear.fault ? "micoff" : page.vm.hearing === "heard" ? "check" : "mic"
            size: 72
            color: ear.fault ? Theme.lampI : Theme.pine
        }
        KText {
            id: hearing

            objectName: "hearing"
            x: sign.x + sign.width + Theme.s24
            y: meter.visible ? 28 : (parent.height - height) / 2
            width: parent.width - x - 32
            text: page.vm.hearingLine
            size: Theme.h3
            strong: true
            leading: 1.3
        }
        LevelMeter {
            id: meter

            objectName: "levelMeter"
            visible: page.vm.hearing !== "missing"
            x: 36
            y: parent.height - height - 32
            width: parent.width - 72
            height: Math.min(130, parent.height - 64 - hearing.height - 12)
            level: page.vm.level
        }
    }
    Card {
        id: speaker

        x: page.rightX
        y: page.wide ? ear.y + ear.height + Theme.gap : start.y - Theme.gap - height
        width: page.half
        height: 176
        color: page.vm.speakerMissing ? Theme.lampT : Theme.card
        border.color: page.vm.speakerMissing ? Theme.lampD : Theme.line

        KText {
            objectName: "speakerLine"
            x: 36
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - x - 32 - (chime.visible ? chime.width + Theme.s24 : 0)
            text: page.vm.speakerLine
            size: Theme.h3
            leading: 1.3
        }
        KButton {
            id: chime

            objectName: "chime"
            visible: !page.vm.speakerMissing
            x: parent.width - width - 32
            anchors.verticalCenter: parent.verticalCenter
            width: page.wide ? 290 : 340
            symbol: "read"
            text: qsTr("听一听")
            available: page.vm.open
            reason: page.vm.pictureLine
            onTapped: page.vm.chime()
        }
    }
    KButton {
        id: start

        objectName: "startCall"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.half
        height: Theme.primaryHeight
        kind: KButton.Primary
        symbol: page.vm.byVoice ? "phone" : "video"
        symbolSize: 76
        fontSize: Theme.primary
        text: page.vm.video && page.vm.byVoice ? qsTr("用声音接通") : qsTr("开始接通")
        onTapped: page.vm.start()
    }
}
