import QtQuick
import Kiosk
import Kiosk.ViewModels

// The rule-of-law day of this week: what, when, where, and its broadcast or video in the hall.
Page {
    id: page

    required property LawDayViewModel vm
    readonly property bool moving: vm.playing === "on" || vm.playing === "opening"
    readonly property real leftWidth: Theme.landscape ? 960 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s32 : 0
    readonly property real rightWidth: contentWidth - rightX

    objectName: "eventsPage"
    status: vm.status
    emptyText: qsTr("这周没有法治日活动。想问事，直接问律师。")
    emptyAction: qsTr("咨询律师")
    panelTitle: qsTr("法治日活动")
    panelNote: [vm.title, vm.when, vm.place].filter(s => s !== "").join("\n")
    onEmptyActionTapped: app.open("call", "video")

    PageTitle {
        id: heading

        visible: !Theme.low
        width: parent.width
        text: qsTr("法治日活动")
        aside: page.vm.placeInWeek
    }
    Item {
        id: stage

        y: heading.visible ? heading.height + Theme.s16 : 0
        width: page.leftWidth
        height: Theme.landscape ? Math.min(page.contentHeight - y - 4, width * 9 / 16 + 60)
                                : Math.round(width * 9 / 16)

        Picture {
            anchors.fill: parent
            visible: !view.visible
            path: page.vm.poster
            alt: page.vm.title
        }
        Rectangle {
            anchors.fill: parent
            visible: view.visible
            radius: Theme.radiusCard
            color: Theme.night
        }
        VideoView {
            id: view

            objectName: "eventVideo"
            anchors.fill: parent
            visible: page.vm.frames !== ""
            frames: page.vm.frames
            fillMode: VideoView.Fit
            radius: 20
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.s24
            visible: page.vm.playLine !== "" && !view.hasFrame
            width: Math.min(line.implicitWidth, parent.width - 96) + 48
            height: line.height + 28
            radius: 20
            color: Theme.night

            KText {
                id: line

                objectName: "playLine"
                anchors.centerIn: parent
                width: parent.width - 48
                text: page.vm.playLine
                color: Theme.cream
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Column {
        id: words

        x: page.rightX
        y: Theme.landscape ? stage.y : stage.y + stage.height + Theme.gap
        width: page.rightWidth
        spacing: Theme.s16

        KText {
            objectName: "eventTitle"
            width: parent.width
            text: page.vm.title
            size: Theme.h2
            strong: true
            leading: 1.25
        }
        Fact {
            width: parent.width
            symbol: "clock"
            title: qsTr("时间")
            text: page.vm.when
        }
        Fact {
            width: parent.width
            visible: page.vm.place !== ""
            symbol: "place"
            title: qsTr("地点")
            text: page.vm.place
        }
        KText {
            width: parent.width
            visible: !Theme.landscape || !turns.visible
            text: page.vm.text
            leading: 1.4
        }
    }
    Row {
        id: turns

        visible: page.vm.hasPrevious || page.vm.hasNext
        x: page.rightX
        y: watch.y - height - Theme.gap
        spacing: Theme.gap

        KButton {
            objectName: "previousEvent"
            width: (page.rightWidth - Theme.gap) / 2
            height: Theme.chipHeight
            symbol: "back"
            text: qsTr("上一场")
            available: page.vm.hasPrevious
            reason: qsTr("这是本周第一场")
            onTapped: page.vm.turn(-1)
        }
        KButton {
            objectName: "nextEvent"
            width: (page.rightWidth - Theme.gap) / 2
            height: Theme.chipHeight
            symbol: "next"
            symbolAtEnd: true
            text: qsTr("下一场")
            available: page.vm.hasNext
            reason: qsTr("这是本周最后一场")
            onTapped: page.vm.turn(1)
        }
    }
    KButton {
        id: watch

        objectName: page.moving ? "stopVideo" : page.vm.watchWords !== "" ? "playVideo" : "askLawyer"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: Theme.primaryHeight
        kind: page.moving ? KButton.Secondary : KButton.Primary
        symbol: page.moving ? "" : page.vm.watchWords !== "" ? "video" : "talk"
        symbolSize: Theme.landscape ? 60 : 76
        fontSize: Theme.landscape ? Theme.button : Theme.primary
        text: page.moving ? qsTr("不看了") : page.vm.watchWords !== "" ? page.vm.watchWords
                                                                     : qsTr("咨询律师")
        onTapped: page.moving ? page.vm.stop()
            : page.vm.watchWords !== "" ? page.vm.play() : page.app.open("call", "video")
    }
}
