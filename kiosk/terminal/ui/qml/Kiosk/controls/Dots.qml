pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Three dots of a busy button; they fill one after the other, a step a second.
Row {
    id: dots

    property color color: Theme.ink
    property int step: 0

    spacing: 10

    Timer {
        interval: 1000
        running: dots.visible
        repeat: true
        onTriggered: dots.step = (dots.step + 1) % 3
    }
    Repeater {
        model: 3

        Rectangle {
            required property int index

            width: 16
            height: 16
            radius: 8
            color: index <= dots.step ? dots.color : "transparent"
            border.width: 3
            border.color: dots.color
        }
    }
}
