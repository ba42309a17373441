import QtQuick
import Kiosk
import Kiosk.ViewModels

// 找一找: from lists to the search page.
KButton {
    id: button

    required property AppViewModel app
    property bool signed: true

    objectName: "toSearch"
    implicitHeight: 86
    fontSize: Theme.body
    symbol: signed ? "search" : ""
    text: qsTr("找一找")
    onTapped: button.app.open("search")
}
