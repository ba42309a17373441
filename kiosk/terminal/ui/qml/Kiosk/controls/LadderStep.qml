import QtQuick
import Kiosk

// One tier of the duty office: asked in vain (pine tick), being asked now (lamp), or to come.
Item {
    id: step

    required property string number
    required property string title
    required property string line
    required property string rung
    property bool first: true

    implicitHeight: (first ? 0 : 46) + Math.max(84, words.height)

    Rectangle {
        visible: !step.first
        x: 39
        y: 6
        width: 6
        height: 34
        radius: 3
        color: Theme.edge
    }
    Rectangle {
        id: disc

        y: step.first ? 0 : 46
        width: 84
        height: 84
        radius: 42
        color: step.rung === "now" ? Theme.lamp
             : step.rung === "done" ? Theme.pine : "transparent"
        border.width: step.rung === "now" ? 6 : 0
        border.color: Theme.contrast ? Theme.line : Theme.lampI

        Dashes {
            anchors.fill: parent
            visible: step.rung === "next"
            radius: 42
            lineWidth: 5
        }
        Icon {
            anchors.centerIn: parent
            visible: step.rung !== "next"
            name: step.rung === "now" ? "phone" : "check"
            size: 40
            color: step.rung === "now" ? Theme.inkOnLamp : Theme.inkOnPine
        }
        KText {
            anchors.centerIn: parent
            visible: step.rung === "next"
            text: step.number
            strong: true
            color: Theme.ink2
        }
    }
    Column {
        id: words

        x: 116
        y: disc.y + Math.min(0, (84 - height) / 2)
        width: parent.width - x

        KText {
            width: parent.width
            text: step.title
            size: 48
            strong: step.rung === "now"
            leading: 1.25
        }
        KText {
            width: parent.width
            text: step.line
            color: Theme.ink2
            leading: 1.35
        }
    }
}
