import QtQuick
import QtQuick.Shapes
import Kiosk

// The lit doorway: three arches around a person. `ringing`: the brightest fill walks outward.
Item {
    id: arch

    property string path: ""
    property string symbol: "people"
    property bool ringing: false
    property bool lit: true
    property int step: 0

    readonly property real rim: width * 0.075
    // Outer, middle and inner fill of each step; the first is the one at rest.
    readonly property list<int> order: [0, 1, 2, 0, 2, 1, 2, 1, 0]

    function fill(ring: int): color {
        const shade = arch.order[arch.step * 3 + ring];
        if (!arch.lit)
            return ring === 1 ? Theme.line : Theme.sunk;
        return shade === 2 ? Theme.lamp : shade === 1 ? Theme.lampM : Theme.lampT;
    }

    implicitWidth: 376
    implicitHeight: 340
    onRingingChanged: step = 0

    Timer {
        interval: Math.round(Theme.ringingMs / 3)
        running: arch.ringing && arch.visible
        repeat: true
        onTriggered: arch.step = (arch.step + 1) % 3
    }
    Repeater {
        model: 3

        Rectangle {
            required property int index

            objectName: "archRing" + index
            x: arch.rim * index
            y: arch.rim * index
            width: arch.width - 2 * x
            height: arch.height - y
            topLeftRadius: width / 2
            topRightRadius: width / 2
            color: arch.fill(index)
            border.width: Theme.contrast ? 4 : 0
            border.color: Theme.line
        }
    }
    Item {
        id: door

        x: arch.rim * 2.6
        y: arch.rim * 2.6
        width: arch.width - 2 * x
        height: arch.height - y
        visible: arch.path !== ""

        Picture {
            anchors.fill: parent
            path: arch.path
            radius: 0
        }
        // The corners outside the door, in the colour of the arch behind it.
        Shape {
            anchors.fill: parent
            preferredRendererType: Shape.CurveRenderer

            ShapePath {
                strokeWidth: -1
                fillColor: arch.fill(2)
                startX: -1
                startY: -1

                PathLine { x: door.width / 2; y: -1 }
                PathArc {
                    x: -1
                    y: door.width / 2
                    radiusX: door.width / 2 + 1
                    radiusY: door.width / 2 + 1
                    direction: PathArc.Counterclockwise
                }
                PathLine { x: -1; y: -1 }
            }
            ShapePath {
                strokeWidth: -1
                fillColor: arch.fill(2)
                startX: door.width + 1
                startY: -1

                PathLine { x: door.width / 2; y: -1 }
                PathArc {
                    x: door.width + 1
                    y: door.width / 2
                    radiusX: door.width / 2 + 1
                    radiusY: door.width / 2 + 1
                }
                PathLine { x: door.width + 1; y: -1 }
            }
        }
    }
    Icon {
        visible: arch.path === ""
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height * 0.46
        name: arch.symbol
        size: Math.round(parent.width * 0.3)
        color: !arch.lit ? Theme.ink2 : Theme.inkOnLamp
    }
}
