import QtQuick
import Kiosk
import Kiosk.ViewModels

// 大字 朗读 高对比 English 低位; the long words take more of the width.
Row {
    id: tools

    required property AppViewModel app
    property bool onNight: false
    readonly property real room: width - 4 * spacing
    readonly property real contrastPart: room * (app.english ? 0.25 : 0.22)
    readonly property real languagePart: room * (app.english ? 0.18 : 0.24)
    readonly property real part: (room - contrastPart - languagePart) / 3

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
        objectName: "toolRead"
        width: tools.part
        height: tools.height
        onNight: tools.onNight
        symbol: "read"
        text: qsTr("朗读")
        chosen: tools.app.readAloud.on
        available: tools.app.readAloud.available
        reason: qsTr("正在通话，先不读")
        onTapped: tools.app.readAloud.toggle()
    }
    ToolButton {
        objectName: "toolContrast"
        width: tools.contrastPart
        height: tools.height
        onNight: tools.onNight
        symbol: "contrast"
        text: qsTr("高对比")
        chosen: tools.app.contrast
        onTapped: tools.app.toggleContrast()
    }
    ToolButton {
        objectName: "toolLanguage"
        width: tools.languagePart
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
