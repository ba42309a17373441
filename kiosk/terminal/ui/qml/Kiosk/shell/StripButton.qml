import QtQuick
import QtQuick.Templates as T
import Kiosk

// A button of the night strip.
T.AbstractButton {
    id: control

    property string symbol: ""
    property int symbolSize: 48
    property int fontSize: Theme.body
    property bool urgent: false  // 110
    property bool silent: false  // 快速隐藏

    readonly property color foreground: urgent ? Theme.inkOnCin : Theme.cream

    signal tapped()

    focusPolicy: Qt.TabFocus
    onPressed: if (!silent) Notice.sound("touch")
    onClicked: tapped()

    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Rectangle {
        radius: 20
        color: control.urgent ? (control.pressed ? Theme.cinP : Theme.cin)
             : control.pressed ? (Theme.contrast ? Theme.sunk : Theme.nightChosen) : Theme.night
        border.width: control.urgent ? 0 : Theme.borderControl
        border.color: Theme.nightEdge

        FocusRing {
            target: control
            visible: control.visualFocus
            radiusInside: 20
            border.color: Theme.lamp
        }
    }

    contentItem: Item {
        Row {
            anchors.centerIn: parent
            spacing: 12

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: control.symbol
                color: control.foreground
                size: control.symbolSize
            }
            KText {
                anchors.verticalCenter: parent.verticalCenter
                text: control.text
                size: control.fontSize
                strong: true
                color: control.foreground
                wrapMode: Text.NoWrap
            }
        }
    }
}
