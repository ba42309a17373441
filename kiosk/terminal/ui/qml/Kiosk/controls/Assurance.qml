import QtQuick
import Kiosk

// One plain promise: an icon and a sentence.
Item {
    id: line

    property string symbol: ""
    property string text: ""

    implicitHeight: Math.max(60, words.height)

    Icon {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        name: line.symbol
        size: 56
        color: Theme.lampI
    }
    KText {
        id: words

        x: sign.width + Theme.s24
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x
        text: line.text
        size: Theme.landscape ? Theme.body : Theme.h3
        leading: 1.3
    }
}
