pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Kiosk

// The lit doorway with a picture in it; without one, two people at a table under a lamp that
// breathes in four seconds: fills change places, nothing moves.
Item {
    id: door

    property string path: ""
    property bool bright: true
    readonly property real rim: Math.round(width * 0.05)

    function arch(inset: real): string {
        const r = door.width / 2 - inset;
        return "M" + inset + " " + door.height + "V" + (inset + r) + "a" + r + " " + r
            + " 0 0 1 " + 2 * r + " 0V" + door.height + "Z";
    }

    Timer {
        interval: 2000
        running: door.visible && door.path === "" && !Theme.reducedMotion
        repeat: true
        onTriggered: door.bright = !door.bright
    }
    Item {
        id: room

        x: door.rim
        y: door.rim
        width: door.width - 2 * x
        height: door.height - y
        clip: true

        Rectangle {
            anchors.fill: parent
            gradient: Gradient {
                GradientStop { position: 0; color: Theme.portraitGround }
                GradientStop { position: 1; color: Theme.lampT }
            }
        }
        Item {
            id: people

            readonly property real fit: width / 648

            visible: door.path === ""
            anchors.bottom: parent.bottom
            width: parent.width
            height: Math.round(746 * fit)

            Shape {
                objectName: "lampLight"
                anchors.fill: parent
                preferredRendererType: Shape.CurveRenderer

                ShapePath {
                    strokeWidth: -1
                    fillColor: door.bright ? Theme.cream : Theme.lampM

                    PathSvg {
                        path: "M" + 324 * people.fit + " " + 172 * people.fit
                            + "L" + 110 * people.fit + " " + 700 * people.fit
                            + "H" + 538 * people.fit + "Z"
                    }
                }
            }
            Rectangle {
                x: 300 * people.fit
                y: 160 * people.fit
                width: 48 * people.fit
                height: width
                radius: width / 2
                color: door.bright ? Theme.card : Theme.lamp
            }
            Rectangle {
                x: 321 * people.fit
                y: -height
                width: 6 * people.fit
                height: room.height - people.height
                color: Theme.lampI
            }
            Image {
                anchors.fill: parent
                sourceSize: Qt.size(Math.round(width * Theme.pixelScale),
                                    Math.round(height * Theme.pixelScale))
                source: "image://icon/lamplit"
            }
        }
        Picture {
            visible: door.path !== ""
            anchors.fill: parent
            path: door.path
            radius: 0
        }
    }
    // What is outside the arch, and its rim.
    Shape {
        anchors.fill: parent
        preferredRendererType: Shape.CurveRenderer

        ShapePath {
            strokeWidth: -1
            fillColor: Theme.night
            fillRule: ShapePath.OddEvenFill

            PathSvg {
                path: "M0 0H" + door.width + "V" + door.height + "H0Z" + door.arch(0)
            }
        }
        ShapePath {
            strokeWidth: -1
            fillColor: Theme.nightRim
            fillRule: ShapePath.OddEvenFill

            PathSvg {
                path: door.arch(0) + door.arch(door.rim)
            }
        }
    }
}
