import QtQuick
import Kiosk
import Kiosk.ViewModels

// 返回 首页 求助 结束并清除, right of the page.
Item {
    id: rail

    required property AppViewModel app
    readonly property real part: (height - 24 - 3 * column.spacing) / 4

    Column {
        id: column

        x: 8
        y: 4
        spacing: Theme.low ? 8 : 16

        NavButton {
            objectName: "railBack"
            width: rail.width - 40
            height: rail.part
            vertical: true
            symbol: "back"
            text: qsTr("返回")
            available: rail.app.canGoBack
            reason: rail.app.backReason
            onTapped: rail.app.back()
        }
        NavButton {
            objectName: "railHome"
            width: rail.width - 40
            height: rail.part
            vertical: true
            symbol: "home"
            text: qsTr("首页")
            current: rail.app.page === "home"
            available: !rail.app.inCall
            reason: rail.app.backReason
            onTapped: rail.app.home()
        }
        NavButton {
            objectName: "railHelp"
            width: rail.width - 40
            height: rail.part
            vertical: true
            symbol: "help"
            text: qsTr("求助")
            current: rail.app.page === "help"
            onTapped: rail.app.open("help")
        }
        NavButton {
            objectName: "railEnd"
            width: rail.width - 40
            height: rail.part
            vertical: true
            symbol: "erase"
            text: qsTr("结束并清除")
            leaving: true
            available: rail.app.page !== "erased"
            reason: qsTr("已经清掉了")
            onTapped: rail.app.askEnd()
        }
    }
}
