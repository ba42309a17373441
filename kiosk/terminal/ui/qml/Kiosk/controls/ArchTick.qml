import QtQuick
import Kiosk

// The doorway with a tick: done.
Item {
    implicitWidth: 208
    implicitHeight: 180

    Rectangle {
        x: 22
        width: 164
        height: 172
        topLeftRadius: 82
        topRightRadius: 82
        color: Theme.pineT
        border.width: Theme.contrast ? 4 : 0
        border.color: Theme.pine
    }
    Rectangle {
        x: 42
        y: 24
        width: 124
        height: 148
        topLeftRadius: 62
        topRightRadius: 62
        color: Theme.pine
    }
    Rectangle {
        y: 171
        width: 208
        height: 9
        radius: 4.5
        color: Theme.arch
    }
    Icon {
        x: 54
        y: 50
        name: "check"
        size: 100
        color: Theme.inkOnPine
    }
}
