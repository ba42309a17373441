import QtQuick
import QtQuick.Templates as T
import Kiosk

// A tool: on a light bar (portrait) or on the night strip (landscape). Chosen: bed, bold, foot.
T.AbstractButton {
    id: control

    property string symbol: ""
    property bool chosen: false
    property bool onNight: false
    property bool available: true
    property string reason: ""

    readonly property color foreground: !available ? (onNight && !Theme.contrast ? Theme.cream : Theme.dis)
        : Theme.contrast && chosen ? Theme.inkOnPine
        : onNight ? Theme.cream : chosen ? Theme.ink : Theme.ink2

    signal tapped()

    focusPolicy: Qt.TabFocus
    onPressed: Notice.sound("touch")
    onClicked: available ? tapped() : Notice.say(reason)

    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checked: chosen

    background: Item {
        Rectangle {
            visible: control.chosen && control.available && !Theme.contrast
            y: parent.height - height
            width: parent.width
            height: 46
            radius: 20
            color: control.onNight ? Theme.lamp : Theme.pine
        }
        Rectangle {
            visible: control.available && (control.chosen || control.pressed)
            width: parent.width
            height: parent.height - (control.chosen && !Theme.contrast ? 6 : 0)
            radius: 20
            color: Theme.contrast ? (control.chosen ? Theme.pine : Theme.sunk)
                 : control.onNight ? Theme.nightChosen : Theme.sunk
        }
        Dashes {
            visible: !control.available
            anchors.fill: parent
            radius: 20
        }
        FocusRing {
            target: control
            visible: control.visualFocus
            radiusInside: 20
        }
    }

    contentItem: Item {
        Row {
            anchors.centerIn: parent
            spacing: control.onNight ? 12 : 8

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: control.symbol
                color: control.foreground
                size: 40
            }
            KText {
                anchors.verticalCenter: parent.verticalCenter
                text: control.text
                size: Theme.bar
                strong: control.chosen
                color: control.foreground
                wrapMode: Text.NoWrap
            }
        }
    }
}
