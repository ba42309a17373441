pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Where a place lies, seen from here: north up, from coordinates only. It draws no streets.
Item {
    id: sketch

    required property EntryViewModel vm
    readonly property real run: Math.hypot(vm.targetX - vm.hereX, vm.targetY - vm.hereY)
    readonly property bool northLeft: vm.targetX > vm.hereX

    clip: true

    Accessible.role: Accessible.Graphic
    Accessible.name: sketch.vm.direction + " " + sketch.vm.straight

    Binding { target: sketch.vm; property: "sketchWidth"; value: sketch.width }
    Binding { target: sketch.vm; property: "sketchHeight"; value: sketch.height }

    Rectangle {
        anchors.fill: parent
        color: Theme.contrast ? "#000000" : Theme.mapGround
    }
    Repeater {
        model: sketch.vm.rings

        Item {
            id: ring

            required property real radius
            required property string label
            required property real labelX
            required property real labelY

            x: sketch.vm.hereX
            y: sketch.vm.hereY

            Rectangle {
                x: -ring.radius
                y: -ring.radius
                width: 2 * ring.radius
                height: width
                radius: ring.radius
                color: "transparent"
                border.width: Theme.contrast ? 3 : 10
                border.color: Theme.contrast ? Theme.dis : Theme.card
            }
            Rectangle {
                x: ring.labelX - ring.x - width / 2
                y: ring.labelY - ring.y - height / 2
                width: distance.width + 20
                height: distance.height
                radius: 12
                color: Theme.contrast ? "#000000" : Theme.mapGround

                KText {
                    id: distance

                    x: 10
                    text: ring.label
                    size: Theme.mark
                    color: Theme.ink2
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    Repeater {
        model: sketch.vm.neighbours

        Rectangle {
            required property real dotX
            required property real dotY

            x: dotX - width / 2
            y: dotY - height / 2
            width: 30
            height: 30
            radius: 15
            color: Theme.clayT
            border.width: 5
            border.color: Theme.clay
        }
    }
    Repeater {
        model: Math.max(0, Math.floor((sketch.run - 44) / 26))

        Rectangle {
            required property int index
            readonly property real along: (38 + 26 * index) / sketch.run

            x: sketch.vm.hereX + (sketch.vm.targetX - sketch.vm.hereX) * along - 7
            y: sketch.vm.hereY + (sketch.vm.targetY - sketch.vm.hereY) * along - 7
            width: 14
            height: 14
            radius: 7
            color: Theme.pine
        }
    }
    Rectangle {
        objectName: "sketchHere"
        x: sketch.vm.hereX - width / 2
        y: sketch.vm.hereY - height / 2
        width: 52
        height: 52
        radius: 26
        color: Theme.lamp
        border.width: 7
        border.color: Theme.contrast ? "#000000" : Theme.lampI
    }
    Rectangle {
        id: plate

        x: Math.max(12, Math.min(sketch.width - width - 12, sketch.vm.hereX - width / 2))
        y: sketch.vm.hereY + 36
        width: hereText.width + 44
        height: 60
        radius: 16
        color: Theme.night
        border.width: Theme.contrast ? 3 : 0
        border.color: Theme.line

        KText {
            id: hereText

            anchors.centerIn: parent
            text: qsTr("您在这里")
            size: Theme.bar
            strong: true
            color: Theme.cream
            wrapMode: Text.NoWrap
        }
    }
    Icon {
        objectName: "sketchTarget"
        x: sketch.vm.targetX - width / 2
        y: sketch.vm.targetY - height + 10
        name: "pin"
        size: 116
        color: Theme.contrast ? Theme.pine : Theme.clay
    }
    // North.
    Item {
        x: sketch.northLeft ? 24 : sketch.width - width - 24
        y: 20
        width: 72
        height: 112

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "north"
            size: 60
            color: Theme.ink2
        }
        KText {
            y: 56
            width: parent.width
            text: qsTr("北")
            size: Theme.mark
            strong: true
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
        }
    }
}
