import QtQuick
import Kiosk
import Kiosk.ViewModels

// 110 报警, 12348 法律热线, 快速隐藏.
Rectangle {
    id: strip

    required property AppViewModel app

    color: Theme.night

    Rectangle {
        visible: Theme.contrast
        width: parent.width
        height: 4
        color: Theme.line
    }
    Row {
        x: Theme.margin
        y: 14
        height: parent.height - 28
        spacing: 16

        StripButton {
            objectName: "strip110"
            width: 272
            height: parent.height
            urgent: true
            symbol: "alarm"
            text: qsTr("110 报警")
            onTapped: strip.app.open("hotline", "110")
        }
        StripButton {
            objectName: "strip12348"
            width: strip.width - 2 * Theme.margin - 2 * 16 - 272 - 302
            height: parent.height
            symbol: "phone"
            symbolSize: 40
            text: qsTr("12348 法律热线")
            onTapped: strip.app.open("hotline", "12348")
        }
        StripButton {
            objectName: "stripHide"
            silent: true
            width: 302
            height: parent.height
            symbol: "hide"
            text: qsTr("快速隐藏")
            onTapped: strip.app.hide()
        }
    }
}
