import QtQuick
import Kiosk

// What happened, that it is not your fault, and one thing to do. The cinnabar bar marks a fault.
Item {
    id: card

    property string symbol: "cloudoff"
    property string title: ""
    property string text: ""

    implicitHeight: words.height + 48

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusCard
        color: Theme.cin
    }
    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: 14
        radius: Theme.radiusCard - 8
        color: Theme.card
        border.width: Theme.borderThin
        border.color: Theme.line
    }
    Icon {
        id: sign

        x: 46
        anchors.verticalCenter: parent.verticalCenter
        name: card.symbol
        size: 76
        color: Theme.cin
    }
    Column {
        id: words

        anchors.left: sign.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: 30
        anchors.verticalCenter: parent.verticalCenter

        KText {
            width: parent.width
            text: card.title
            size: Theme.h3
            strong: true
        }
        KText {
            width: parent.width
            visible: text !== ""
            text: card.text
            leading: 1.35
        }
    }
}
