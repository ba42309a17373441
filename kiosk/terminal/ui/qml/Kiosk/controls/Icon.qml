import QtQuick
import Kiosk

// One of assets/icons, tinted and drawn at exactly its size.
Image {
    id: icon

    property string name: ""
    property color color: Theme.ink
    property int size: 48

    width: size
    height: size
    sourceSize: Qt.size(Math.round(size * Theme.pixelScale), Math.round(size * Theme.pixelScale))
    source: name ? "image://icon/" + name + "/" + String(color).substring(1) : ""
}
