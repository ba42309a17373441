import QtQuick
import QtQuick.Templates as T
import Kiosk

// A notice in one line; a touch opens it.
T.AbstractButton {
    id: line

    property bool urgent: false

    signal tapped()

    implicitHeight: Math.max(92, words.height + 2 * Theme.s12)
    focusPolicy: Qt.TabFocus
    onPressed: Notice.sound("touch")
    onClicked: tapped()

    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Rectangle {
        radius: Theme.radiusButton
        color: line.pressed ? Theme.pineT : line.urgent ? Theme.cinT : Theme.card
        border.width: Theme.borderControl
        border.color: line.urgent ? Theme.cin : Theme.edge

        FocusRing {
            target: line
            visible: line.visualFocus
            radiusInside: Theme.radiusButton
        }
    }
    contentItem: Item {
        Icon {
            id: sign

            x: 26
            anchors.verticalCenter: parent.verticalCenter
            name: line.urgent ? "alarm" : "news"
            size: 48
            color: line.urgent ? Theme.cin : Theme.pine
        }
        KText {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            x: sign.x + sign.width + 20
            width: more.x - x - Theme.s16
            text: line.text
            strong: line.urgent
            leading: 1.3
        }
        Icon {
            id: more

            x: parent.width - width - 22
            anchors.verticalCenter: parent.verticalCenter
            name: "next"
            size: 48
            color: line.urgent ? Theme.cin : Theme.pine
        }
    }
}
