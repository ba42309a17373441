import QtQuick
import Kiosk

// One way to get help.
Card {
    id: card

    property string symbol: ""
    property string tint: "pine"
    property string title: ""
    property string text: ""
    property int titleSize: Theme.h2

    implicitHeight: Math.max(180, words.height + 56)
    height: implicitHeight

    Rectangle {
        id: bed

        x: 36
        anchors.verticalCenter: parent.verticalCenter
        width: 116
        height: 116
        radius: Theme.radiusBed
        color: Theme.tintFill(card.tint)
        border.width: Theme.contrast ? 4 : 0
        border.color: Theme.pine

        Icon {
            anchors.centerIn: parent
            name: card.symbol
            size: 76
            color: Theme.contrast ? Theme.pine : Theme.tintInk(card.tint)
        }
    }
    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: bed.x + bed.width + 28
        width: parent.width - x - 28

        KText {
            width: parent.width
            text: card.title
            size: card.titleSize
            strong: true
            leading: 1.3
        }
        KText {
            width: parent.width
            text: card.text
            color: Theme.ink2
        }
    }
}
