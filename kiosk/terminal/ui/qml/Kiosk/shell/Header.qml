import QtQuick
import Kiosk
import Kiosk.ViewModels

// Emblem, place, clock, offline badge. Never a target.
Item {
    id: header

    required property AppViewModel app
    property bool onNight: false  // low reach

    Rectangle {
        visible: Theme.contrast
        x: emblem.x - 4
        y: emblem.y - 4
        width: 76
        height: 76
        radius: 21
        color: "transparent"
        border.width: 4
        border.color: Theme.line
    }
    Icon {
        id: emblem

        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        name: "emblem"
        size: 68
    }
    KText {
        id: place

        objectName: "placeName"
        anchors.left: emblem.right
        anchors.leftMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, clock.x - 24 - x - (badge.visible ? badge.width + 24 : 0)
                                       - (mark.visible ? mark.width + 24 : 0))
        text: header.app.placeName
        color: header.onNight ? Theme.cream : Theme.ink
        size: Theme.bar
        strong: true
        leading: 1.2
    }
    Rectangle {
        id: badge

        objectName: "offlineBadge"
        visible: !header.app.online
        anchors.right: clock.left
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        width: badgeRow.width + 32
        height: 64
        radius: Theme.radiusTag
        color: Theme.sunk
        border.width: Theme.contrast ? 3 : 0
        border.color: Theme.line

        Row {
            id: badgeRow

            anchors.centerIn: parent
            spacing: 10

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "cloudoff"
                size: 40
            }
            KText {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("没连上网")
                size: Theme.mark
                strong: true
                wrapMode: Text.NoWrap
            }
        }
    }
    // An emergency that was put away goes on.
    Rectangle {
        id: mark

        objectName: "noticeMark"
        visible: header.app.notices.marked
        anchors.right: badge.visible ? badge.left : clock.left
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        width: markRow.width + 32
        height: 64
        radius: Theme.radiusTag
        color: Theme.cinT
        border.width: Theme.contrast ? 3 : 0
        border.color: Theme.line

        Row {
            id: markRow

            anchors.centerIn: parent
            spacing: 10

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "alarm"
                size: 40
                color: Theme.cin
            }
            KText {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("紧急")
                size: Theme.mark
                strong: true
                color: Theme.cin
                wrapMode: Text.NoWrap
            }
        }
    }
    KText {
        id: clock

        objectName: "clock"
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        text: header.app.clockText
        size: Theme.bar
        color: header.onNight ? Theme.cream : Theme.ink2
        wrapMode: Text.NoWrap
    }
}
