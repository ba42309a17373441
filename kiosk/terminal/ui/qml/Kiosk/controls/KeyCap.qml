import QtQuick
import QtQuick.Templates as T
import Kiosk

// One key of the typing board, or one word to choose. It never takes the focus from the field.
T.AbstractButton {
    id: key

    property string symbol: ""
    property bool strong: false
    property int fontSize: Theme.h3

    signal tapped()

    focusPolicy: Qt.NoFocus
    onPressed: Notice.sound("touch")
    onClicked: tapped()

    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Rectangle {
        radius: 20
        color: key.pressed ? (Theme.contrast ? Theme.sunk : Theme.pineT) : Theme.card
        border.width: Theme.borderControl
        border.color: key.strong ? Theme.pine : Theme.edge
    }
    contentItem: Item {
        Icon {
            visible: key.symbol !== ""
            anchors.centerIn: parent
            name: key.symbol
            size: 48
        }
        KText {
            visible: key.symbol === ""
            anchors.centerIn: parent
            text: key.symbol === "" ? key.text : ""
            size: key.fontSize
            strong: key.strong
            leading: 1.2
            wrapMode: Text.NoWrap
        }
    }
}
