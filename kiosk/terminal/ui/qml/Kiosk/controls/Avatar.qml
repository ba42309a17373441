import QtQuick
import Kiosk

// A person in a rounded frame on lamp ground; without a portrait, a figure.
Item {
    id: avatar

    property string path: ""
    property string alt: ""

    implicitWidth: 190
    implicitHeight: 206

    Rectangle {
        anchors.fill: parent
        visible: avatar.path === ""
        radius: Theme.radiusCard
        color: Theme.portraitGround
        border.width: Theme.contrast ? 4 : 0
        border.color: Theme.line

        Icon {
            anchors.centerIn: parent
            name: "people"
            size: 96
            color: Theme.lampI
        }
    }
    Picture {
        anchors.fill: parent
        visible: avatar.path !== ""
        path: avatar.path
        radius: Theme.radiusCard
        alt: avatar.alt
    }
}
