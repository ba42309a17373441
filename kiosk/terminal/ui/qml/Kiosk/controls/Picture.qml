import QtQuick
import Kiosk

// A picture of the content in a rounded frame, cropped to fill it. `path`: a file of any name.
Item {
    id: picture

    property string path: ""
    property real radius: 24
    property string alt: ""

    Accessible.role: Accessible.Graphic
    Accessible.name: alt

    Rectangle {
        anchors.fill: parent
        visible: picture.path === ""
        radius: picture.radius
        color: Theme.sunk
    }
    Image {
        anchors.fill: parent
        sourceSize: Qt.size(Math.round(width * Theme.pixelScale),
                            Math.round(height * Theme.pixelScale))
        source: picture.path === "" || width < 1 ? ""
            : "image://picture/" + Math.round(picture.radius * Theme.pixelScale) + "/"
              + (Theme.contrast ? "dark" : "plain") + "/" + encodeURIComponent(picture.path)
    }
    Rectangle {
        anchors.fill: parent
        visible: Theme.contrast
        radius: picture.radius
        color: "transparent"
        border.width: 4
        border.color: Theme.line
    }
}
