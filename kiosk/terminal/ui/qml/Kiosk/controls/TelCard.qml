import QtQuick
import Kiosk

// A number as a code for the resident's own phone: the terminal cannot dial.
Card {
    id: card

    property string phone: ""

    height: code.height + 48

    QrCode {
        id: code

        objectName: "telCode"
        x: 28
        anchors.verticalCenter: parent.verticalCenter
        width: 216
        height: 216
        text: card.phone === "" ? "" : "tel:" + card.phone
    }
    Column {
        anchors.left: code.right
        anchors.leftMargin: Theme.s32
        anchors.right: parent.right
        anchors.rightMargin: Theme.s24
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s8

        KText {
            width: parent.width
            text: qsTr("扫一扫，用手机打")
            size: Theme.h3
            strong: true
            leading: 1.25
        }
        KText {
            objectName: "cannotDial"
            width: parent.width
            text: qsTr("这台机器不能替您拨号。")
            color: Theme.ink2
        }
    }
}
