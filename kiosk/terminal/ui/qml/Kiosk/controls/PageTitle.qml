import QtQuick
import Kiosk

// The title of a page, with one fact at the right.
Item {
    id: title

    property string text: ""
    property string aside: ""

    implicitHeight: Math.max(84, heading.height)

    KText {
        id: heading

        objectName: "pageTitle"
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - (note.visible ? note.width + 24 : 0)
        text: title.text
        size: Theme.h1
        strong: true
        leading: 1.25
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    KText {
        id: note

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: text !== ""
        text: title.aside
        color: Theme.ink2
        wrapMode: Text.NoWrap
    }
}
