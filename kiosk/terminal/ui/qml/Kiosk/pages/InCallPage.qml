import QtQuick
import Kiosk
import Kiosk.ViewModels

// In a call: the lawyer large, oneself small, and the three things one can do.
Page {
    id: page

    required property CallViewModel vm
    readonly property bool video: vm.media === "video"
    readonly property bool wide: Theme.landscape
    readonly property real buttonsWidth: wide ? 340 : contentWidth
    readonly property bool written: vm.advice.any
    readonly property bool meterShown: !wide && vm.connected && vm.microphoneOn && vm.notice === ""
    readonly property bool noteShown: !written || vm.notice !== "" || vm.weak || !vm.connected

    objectName: "inCallPage"
    reach: Page.Stays

    // The night bar lies over the header: place and clock give way to the call.
    Rectangle {
        id: bar

        x: -Theme.margin
        y: -(wideTop + Theme.headerHeight)
        width: page.width + (page.wide ? Theme.railWidth : 0)
        height: Theme.headerHeight
        color: Theme.night

        readonly property real wideTop: page.wide ? 4 : 8

        Rectangle {
            id: lampDot

            x: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            width: 22
            height: 22
            radius: 11
            color: page.vm.connected ? Theme.lamp : "transparent"
            border.width: 4
            border.color: page.vm.connected ? Theme.lampD : Theme.cream
        }
        KText {
            id: barTitle

            objectName: "callBar"
            anchors.left: lampDot.right
            anchors.leftMargin: 20
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("正在通话")
            size: 42
            strong: true
            color: Theme.cream
            wrapMode: Text.NoWrap
        }
        KText {
            objectName: "duration"
            anchors.left: barTitle.right
            anchors.leftMargin: 20
            anchors.verticalCenter: parent.verticalCenter
            text: page.vm.duration
            size: 42
            color: Theme.cream
            wrapMode: Text.NoWrap
        }
        KText {
            id: promise

            objectName: "noRecording"
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("本平台不录音不录像")
            size: Theme.bar
            color: Theme.cream
            wrapMode: Text.NoWrap
        }
        Icon {
            anchors.right: promise.left
            anchors.rightMargin: Theme.s12
            anchors.verticalCenter: parent.verticalCenter
            name: "lock"
            size: 44
            color: Theme.cream
        }
    }
    Rectangle {
        id: stage

        objectName: "stage_"
        x: page.wide ? 0 : -Theme.margin
        y: page.wide ? Theme.s16 : -8
        width: page.wide ? page.contentWidth - page.buttonsWidth - Theme.s32
                           - (page.written ? notes.width + Theme.gap : 0) : page.width
        height: (page.wide ? page.contentHeight
                : (page.written ? notes.y : state.y) - Theme.gap) - y
        radius: page.wide ? Theme.radiusCard : 0
        color: page.vm.remoteVideo && page.video ? Theme.night : Theme.sunk

        VideoView {
            objectName: "remoteVideo"
            anchors.fill: parent
            visible: page.vm.remoteVideo && page.video
            frames: visible ? page.vm.remoteFrames : ""
            radius: page.wide ? Theme.radiusCard : 0
        }
        Column {
            anchors.centerIn: parent
            anchors.verticalCenterOffset: page.written ? (page.wide ? -90 : -130) : page.wide ? -36 : -110
            visible: !(page.vm.remoteVideo && page.video)
            spacing: Theme.s24

            Arch {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: page.wide || stage.height > 640
                width: page.written ? (page.wide ? 260 : 320) : page.wide ? 360 : 500
                height: page.written ? (page.wide ? 260 : 330) : page.wide ? 360 : 520
                path: page.vm.portrait
                symbol: "phone"
                lit: !page.vm.weak
            }
            KText {
                objectName: "pictureLine"
                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, stage.width - 96
                                - (!page.wide && page.written && page.video ? 2 * self.width : 0))
                text: page.vm.pictureLine
                size: Theme.h2
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
        }
        Rectangle {
            anchors.left: parent.left
            anchors.leftMargin: page.wide ? 24 : Theme.margin
            anchors.bottom: parent.bottom
            anchors.bottomMargin: page.wide ? 24 : Theme.s32
            visible: page.vm.lawyerName !== ""
            width: plate.width + 56
            height: plate.height + 20
            radius: 20
            color: Theme.night
            border.width: Theme.contrast ? 3 : 0
            border.color: Theme.line

            Column {
                id: plate

                readonly property real room: page.video ? self.x - parent.x - 80 : stage.width - 160

                anchors.centerIn: parent

                KText {
                    objectName: "lawyerName"
                    width: Math.min(implicitWidth, plate.room)
                    text: page.vm.lawyerName
                    size: Theme.h3
                    strong: true
                    leading: 1.3
                    color: Theme.cream
                }
                KText {
                    width: Math.min(implicitWidth, plate.room)
                    text: page.vm.lawyerTier + page.vm.lawyerMark
                    size: Theme.bar
                    leading: 1.3
                    color: Theme.cream
                }
            }
        }
        Rectangle {
            id: self

            visible: page.video
            anchors.right: parent.right
            anchors.rightMargin: page.wide ? 24 : Theme.margin
            anchors.bottom: parent.bottom
            anchors.bottomMargin: page.wide ? 24 : Theme.s32
            width: page.written ? (page.wide ? 170 : 200) : page.wide ? 268 : 262
            height: page.written ? (page.wide ? 180 : 230) : page.wide ? 262 : 300
            radius: 36
            color: Theme.cream

            Rectangle {
                anchors.fill: parent
                anchors.margins: 6
                radius: 30
                color: Theme.night

                VideoView {
                    id: mirror

                    objectName: "selfVideo"
                    width: parent.width
                    height: parent.height - 52
                    mirror: true
                    radius: 26
                    frames: page.vm.cameraOn && !page.vm.quiet ? page.vm.selfFrames : ""
                }
                Icon {
                    anchors.centerIn: mirror
                    visible: !mirror.hasFrame
                    name: !page.vm.cameraOn ? "cameraoff" : page.vm.quiet ? "whisper" : "people"
                    size: 96
                    color: Theme.cream
                }
                KText {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: 52
                    text: qsTr("我")
                    size: Theme.mark
                    color: Theme.cream
                    leading: 1.4
                    horizontalAlignment: Text.AlignHCenter
                }
            }
        }
    }
    AdviceNotes {
        id: notes

        objectName: "adviceNotes"
        visible: page.written
        advice: page.vm.advice
        masked: page.vm.quiet
        x: page.wide ? stage.width + Theme.gap : 0
        y: page.wide ? stage.y : (page.noteShown ? state.y : buttons.y) - Theme.gap - height
        width: page.wide ? 560 : page.contentWidth
        height: page.wide ? stage.height : 480
    }
    // What the lawyer gets from here, in words.
    Rectangle {
        id: state

        visible: page.noteShown || page.wide
        x: page.wide ? page.contentWidth - width : 0
        y: page.wide ? stage.y : buttons.y - Theme.gap - height
        width: page.buttonsWidth
        height: page.wide ? stage.height - buttons.height - Theme.gap : 116
        radius: Theme.radiusCard
        color: page.vm.notice !== "" ? Theme.lampT : Theme.card
        border.width: Theme.borderThin
        border.color: page.vm.notice !== "" ? Theme.lampD : Theme.line

        Grid {
            anchors.centerIn: parent
            columns: page.wide ? 1 : 3
            spacing: page.wide ? 12 : 20
            horizontalItemAlignment: Grid.AlignHCenter
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                id: stateIcon

                name: !page.vm.microphoneOn ? "micoff"
                    : page.vm.quiet ? "whisper" : page.video && !page.vm.cameraOn ? "cameraoff"
                    : page.vm.connected ? "mic" : "clock"
                size: 60
                color: page.vm.notice !== "" ? Theme.lampI : Theme.pine
            }
            KText {
                objectName: "callNotice"
                width: Math.min(implicitWidth, state.width - (page.wide ? 40 : 64 + 80 + (page.meterShown ? meter.width + 20 : 0)))
                text: page.vm.notice !== "" ? page.vm.notice
                    : page.vm.weak ? qsTr("请等一等，不用按")
                    : page.vm.connected ? qsTr("直接说话，律师听得到您")
                    : qsTr("请等一等，马上就好")
                size: page.wide ? Theme.body : Theme.h3
                strong: page.vm.notice !== ""
                leading: 1.3
                horizontalAlignment: page.wide ? Text.AlignHCenter : Text.AlignLeft
            }
            LevelMeter {
                id: meter

                objectName: "levelMeter"
                visible: page.meterShown
                width: 150
                height: 56
                level: page.vm.level
            }
        }
    }
    Grid {
        id: buttons

        readonly property real part: page.wide ? page.buttonsWidth
            : Math.floor((page.contentWidth - 3 * Theme.gap) / 4)
        readonly property int tall: page.wide ? 128 : 176

        x: page.wide ? page.contentWidth - width : 0
        y: page.contentHeight - height - Theme.ledgeHeight
        columns: page.wide ? 1 : 4
        columnSpacing: Theme.gap
        rowSpacing: 16

        KButton {
            objectName: "toggleQuiet"
            width: buttons.part
            height: buttons.tall
            vertical: !page.wide
            symbolSize: 52
            fontSize: 44
            kind: page.vm.quiet ? KButton.Primary : KButton.Secondary
            symbol: "whisper"
            text: page.vm.quiet ? qsTr("大声说") : qsTr("小声说")
            onTapped: page.vm.toggleQuiet()
        }
        KButton {
            objectName: "toggleMicrophone"
            width: buttons.part
            height: buttons.tall
            vertical: !page.wide
            symbolSize: 52
            fontSize: 44
            kind: page.vm.microphoneOn ? KButton.Secondary : KButton.Primary
            symbol: page.vm.microphoneOn ? "mic" : "micoff"
            text: page.vm.microphoneOn ? qsTr("静音") : qsTr("打开话筒")
            available: !page.vm.microphoneMissing
            reason: page.vm.notice
            onTapped: page.vm.toggleMicrophone()
        }
        KButton {
            objectName: "toggleCamera"
            width: buttons.part
            height: buttons.tall
            vertical: !page.wide
            symbolSize: 52
            fontSize: 44
            kind: page.vm.cameraOn || !page.video ? KButton.Secondary : KButton.Primary
            symbol: page.vm.cameraOn ? "video" : "cameraoff"
            text: page.vm.cameraOn || !page.video ? qsTr("关画面") : qsTr("打开画面")
            available: page.video && !page.vm.cameraMissing
            reason: page.video ? page.vm.notice : qsTr("语音通话没有画面")
            onTapped: page.vm.toggleCamera()
        }
        KButton {
            objectName: "hangUp"
            width: buttons.part
            height: buttons.tall
            vertical: !page.wide
            symbolSize: 52
            fontSize: 44
            kind: KButton.Danger
            symbol: "hangup"
            text: qsTr("挂断")
            onTapped: page.vm.hangUp()
        }
    }
}
