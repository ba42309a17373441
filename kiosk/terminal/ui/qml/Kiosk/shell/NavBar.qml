import QtQuick
import Kiosk
import Kiosk.ViewModels

// 返回 首页 求助 结束并清除, below the page.
Rectangle {
    id: bar

    required property AppViewModel app
    readonly property real part: (width - 2 * Theme.margin - 350 - 3 * 16) / 3

    color: Theme.card

    Rectangle {
        width: parent.width
        height: Theme.contrast ? 4 : 3
        color: Theme.line
    }
    Row {
        x: Theme.margin
        y: 17
        height: parent.height - 33
        spacing: 16

        NavButton {
            objectName: "navBack"
            width: bar.part
            height: parent.height
            symbol: "back"
            text: qsTr("返回")
            available: bar.app.canGoBack
            reason: bar.app.backReason
            onTapped: bar.app.back()
        }
        NavButton {
            objectName: "navHome"
            width: bar.part
            height: parent.height
            symbol: "home"
            text: qsTr("首页")
            current: bar.app.page === "home"
            available: !bar.app.inCall
            reason: bar.app.backReason
            onTapped: bar.app.home()
        }
        NavButton {
            objectName: "navHelp"
            width: bar.part
            height: parent.height
            symbol: "help"
            text: qsTr("求助")
            current: bar.app.page === "help"
            onTapped: bar.app.open("help")
        }
        NavButton {
            objectName: "navEnd"
            width: 350
            height: parent.height
            symbol: "erase"
            text: qsTr("结束并清除")
            leaving: true
            available: bar.app.page !== "erased"
            reason: qsTr("已经清掉了")
            onTapped: bar.app.askEnd()
        }
    }
}
