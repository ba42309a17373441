pragma ComponentBehavior: Bound

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

    readonly property real rim: width * 0.066
    // Outer, middle and inner fill of each step; the first is the one at rest.
    readonly property list<int> order: [0, 1, 2, 0, 2, 1, 2, 1, 0]

    function fill(ring: int): color {
        const shade = arch.order[arch.step * 3 + ring];
        if (!arch.lit)
            return ring === 1 ? Theme.line : Theme.sunk;
        return shade === 2 ? Theme.lamp : shade === 1 ? Theme.lampM : Theme.lampT;
    }

    function outline(inset: real): string {
        const r = arch.width / 2 - inset;
        return "M" + inset + " " + arch.height + "V" + (inset + r) + "a" + r + " " + r
            + " 0 0 1 " + 2 * r + " 0V" + arch.height + "Z";
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
    Picture {
        x: arch.rim * 3
        y: arch.rim * 3
        width: arch.width - 2 * x
        height: arch.height - y
        visible: arch.path !== ""
        path: arch.path
        radius: 0
    }
    Rectangle {
        x: arch.rim * 3
        y: arch.rim * 3
        width: arch.width - 2 * x
        height: arch.height - y
        visible: arch.path === ""
        topLeftRadius: width / 2
        topRightRadius: width / 2
        color: Theme.contrast ? Theme.card : arch.lit ? Theme.portraitGround : Theme.sunk
    }
    // Rings around the door; they also cut the picture's corners off.
    Repeater {
        model: 3

        Shape {
            id: ring

            required property int index

            objectName: "archRing" + index
            anchors.fill: parent
            preferredRendererType: Shape.CurveRenderer

            ShapePath {
                strokeColor: Theme.contrast ? Theme.line : "transparent"
                strokeWidth: Theme.contrast ? 4 : -1
                fillColor: arch.fill(ring.index)
                fillRule: ShapePath.OddEvenFill

                PathSvg {
                    path: arch.outline(arch.rim * ring.index)
                          + arch.outline(arch.rim * (ring.index + 1))
                }
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
