import QtQuick
import Kiosk

// Whether somebody is there: colour, shape and word differ. `status`: available | busy | nobody |
// connecting | offline.
Rectangle {
    id: tag

    property string status: "offline"
    property string text: ""

    readonly property bool dashed: status === "nobody" || status === "offline"
    readonly property color foreground: status === "available" ? Theme.lampI
        : status === "busy" ? Theme.clay : Theme.ink

    implicitWidth: row.implicitWidth + 36
    implicitHeight: Math.round(Theme.body * 1.4) + 8
    width: implicitWidth
    height: implicitHeight
    radius: Theme.radiusTag
    color: status === "available" ? Theme.lampT : status === "busy" ? Theme.clayT
         : status === "connecting" ? Theme.sunk : "transparent"
    border.width: Theme.contrast && !dashed ? 3 : 0
    border.color: foreground

    Dashes {
        visible: tag.dashed
        anchors.fill: parent
        radius: Theme.radiusTag
        lineWidth: 3
    }
    Row {
        id: row

        anchors.centerIn: parent
        spacing: 12

        Rectangle {
            visible: tag.status === "available"
            anchors.verticalCenter: parent.verticalCenter
            width: 22
            height: 22
            radius: 11
            color: Theme.lamp
            border.width: 4
            border.color: Theme.lampI
        }
        Icon {
            visible: tag.status === "busy" || tag.status === "offline"
            anchors.verticalCenter: parent.verticalCenter
            name: tag.status === "busy" ? "clock" : "cloudoff"
            size: 40
            color: tag.foreground
        }
        KText {
            anchors.verticalCenter: parent.verticalCenter
            text: tag.text
            strong: true
            color: tag.foreground
            wrapMode: Text.NoWrap
        }
    }
}
