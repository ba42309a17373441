import QtQuick
import Kiosk

// 示例 on a picture of what is made up.
Rectangle {
    implicitWidth: word.width + 24
    implicitHeight: 50
    radius: Theme.radiusTag
    color: Theme.night
    border.width: Theme.contrast ? 2 : 0
    border.color: Theme.line

    KText {
        id: word

        anchors.centerIn: parent
        text: qsTr("示例")
        size: Theme.mark
        color: Theme.cream
        wrapMode: Text.NoWrap
    }
}
