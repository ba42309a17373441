import QtQuick
import Kiosk

// 4 px ring outside a 4 px gap, for keyboard and switch users.
Rectangle {
    property Item target: parent as Item
    property real radiusInside: Theme.radiusButton

    anchors.fill: parent
    anchors.margins: -8
    visible: target !== null && target.activeFocus
    color: "transparent"
    radius: radiusInside + 8
    border.width: 4
    border.color: Theme.focus
}
