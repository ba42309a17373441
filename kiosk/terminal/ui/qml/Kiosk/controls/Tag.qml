import QtQuick
import Kiosk

// A word on its subject's tint.
Rectangle {
    id: tag

    property string text: ""
    property string tint: ""
    property string symbol: ""
    property bool dashed: false

    implicitWidth: row.implicitWidth + 36
    implicitHeight: Math.round(Theme.body * 1.4) + 8
    width: implicitWidth
    height: implicitHeight
    radius: Theme.radiusTag
    color: dashed ? "transparent" : Theme.tintFill(tint)
    border.width: Theme.contrast && !dashed ? 3 : 0
    border.color: Theme.tintInk(tint)

    Dashes {
        visible: tag.dashed
        anchors.fill: parent
        radius: Theme.radiusTag
        lineWidth: 3
    }
    Row {
        id: row

        anchors.centerIn: parent
        spacing: 10

        Icon {
            visible: tag.symbol !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: tag.symbol
            size: 40
            color: Theme.tintInk(tag.tint)
        }
        KText {
            anchors.verticalCenter: parent.verticalCenter
            text: tag.text
            strong: true
            color: Theme.tintInk(tag.tint)
            wrapMode: Text.NoWrap
        }
    }
}
