import QtQuick
import Kiosk
import Kiosk.ViewModels

// 大字 高对比 English 低位, evenly spaced.
Row {
    id: tools

    required property AppViewModel app
    property bool onNight: false
    readonly property real part: (width - 3 * spacing) / 4

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
    ToolButton {
        objectName: "toolLow"
        width: tools.part
        height: tools.height
        onNight: tools.onNight
        symbol: "lowreach"
        text: qsTr("低位")
        chosen: tools.app.lowReach
        onTapped: tools.app.toggleLowReach()
    }
}
