import QtQuick
import Kiosk

// One fact: an icon, what it is, and the words. Hidden when there are none.
Item {
    id: fact

    property string symbol: ""
    property string title: ""
    property string text: ""

    visible: text !== ""
    implicitHeight: words.height

    Icon {
        id: sign

        y: 6
        name: fact.symbol
        size: 60
        color: Theme.pine
    }
    Column {
        id: words

        x: sign.width + Theme.gap
        width: parent.width - x

        KText {
            width: parent.width
            text: fact.title
            color: Theme.ink2
        }
        KText {
            width: parent.width
            text: fact.text
            size: Theme.h3
            leading: 1.35
        }
    }
}
