import QtQuick
import Kiosk

// A QR code on its white plate, with the quiet zone.
Rectangle {
    id: code

    property string text: ""

    implicitWidth: 188
    implicitHeight: 188
    color: "#FFFFFF"
    radius: 16

    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("二维码")

    Image {
        anchors.fill: parent
        smooth: false
        sourceSize: Qt.size(Math.round(width * Theme.pixelScale),
                            Math.round(height * Theme.pixelScale))
        source: code.text === "" || width < 1 ? "" : "image://qr/" + encodeURIComponent(code.text)
    }
}
