import QtQuick
import Kiosk
import Kiosk.ViewModels

// 大字 高对比 English, evenly spaced.
Row {
    id: tools

    required property AppViewModel app
    property bool onNight: false
    readonly property real part: (width - 2 * spacing) / 3

    ToolButton {
        objectName: "toolElderly"
        width: tools.part
        height: tools.height
        onNight: tools.onNight
        symbol: "textsize"
        text: qsTr("大字")
        chosen: tools.app.elderly
        onTapped: tools.app.toggleElderly()
    }
    ToolButton {
        objectName: "toolContrast"
        width: tools.part
        height: tools.height
        onNight: tools.onNight
        symbol: "contrast"
        text: qsTr("高对比")
        chosen: tools.app.contrast
        onTapped: tools.app.toggleContrast()
    }
    ToolButton {
        objectName: "toolLanguage"
        width: tools.part
        height: tools.height
        onNight: tools.onNight
        symbol: "globe"
        text: tools.app.english ? "中文" : "English"
        onTapped: tools.app.toggleLanguage()
    }
}
