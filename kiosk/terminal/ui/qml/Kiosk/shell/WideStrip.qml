import QtQuick
import Kiosk
import Kiosk.ViewModels

// Landscape: tools and emergency on one night strip.
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
    KText {
        visible: strip.app.page === "attract"
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        text: strip.app.placeName
        size: Theme.bar
        color: Theme.cream
        wrapMode: Text.NoWrap
    }
    Tools {
        visible: strip.app.page !== "attract"
        app: strip.app
        onNight: true
        x: Theme.margin
        y: 16
        width: emergency.x - x - 24
        height: parent.height - 32
        spacing: 10
    }
    Row {
        id: emergency

        anchors.right: parent.right
        anchors.rightMargin: 32
        y: 16
        height: parent.height - 32
        spacing: 10

        StripButton {
            objectName: "wide110"
            width: 250
            height: parent.height
            urgent: true
            symbol: "alarm"
            text: qsTr("110 报警")
            onTapped: strip.app.open("hotline", "110")
        }
        StripButton {
            objectName: "wide12348"
            width: 284
            height: parent.height
            symbol: "phone"
            symbolSize: 40
            fontSize: Theme.bar
            text: qsTr("12348 热线")
            onTapped: strip.app.open("hotline", "12348")
        }
        StripButton {
            objectName: "wideHide"
            silent: true
            width: 284
            height: parent.height
            symbol: "hide"
            fontSize: Theme.bar
            text: qsTr("快速隐藏")
            onTapped: strip.app.hide()
        }
    }
}
