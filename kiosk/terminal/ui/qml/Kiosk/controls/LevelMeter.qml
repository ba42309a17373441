pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// How loud the microphone hears: ten steps that rise.
Row {
    id: meter

    property int level: 0
    readonly property int steps: 10

    spacing: Math.round(height / 8)
    Accessible.ignored: true

    Repeater {
        model: meter.steps

        Rectangle {
            required property int index
            readonly property bool lit: index < meter.level

            anchors.bottom: parent.bottom
            width: (meter.width - (meter.steps - 1) * meter.spacing) / meter.steps
            height: Math.round(meter.height * (0.3 + 0.07 * (index + 1)))
            radius: Math.min(8, width / 3)
            color: lit ? Theme.pine : Theme.sunk
            border.width: lit ? 0 : Theme.borderThin
            border.color: Theme.edge
        }
    }
}
