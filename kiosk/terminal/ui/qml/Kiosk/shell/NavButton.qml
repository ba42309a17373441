import QtQuick
import QtQuick.Templates as T
import Kiosk

// A button of the navigation: beside each other below (portrait), in the rail (landscape).
T.AbstractButton {
    id: control

    property string symbol: ""
    property bool current: false
    property bool leaving: false  // 结束并清除
    property bool vertical: false
    property bool available: true
    property string reason: ""

    readonly property color foreground: !available ? Theme.dis
        : current && Theme.contrast ? Theme.inkOnPine
        : leaving ? Theme.clay : Theme.pine

    signal tapped()

    focusPolicy: Qt.TabFocus
    onPressed: Notice.sound("touch")
    onClicked: available ? tapped() : Notice.say(reason)

    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Item {
        Rectangle {
            anchors.fill: parent
            radius: control.vertical ? 26 : 22
            color: control.current ? (Theme.contrast ? Theme.pine : Theme.pineT)
                 : control.pressed && control.available
                   ? (Theme.contrast ? Theme.sunk : control.leaving ? Theme.clayT : Theme.pineT)
                 : Theme.card
            border.width: control.available ? Theme.borderControl : 0
            border.color: control.leaving ? Theme.clay
                        : control.current ? Theme.pine : Theme.line
        }
        Dashes {
            visible: !control.available
            anchors.fill: parent
            radius: control.vertical ? 26 : 22
        }
        FocusRing {
            target: control
            visible: control.visualFocus
            radiusInside: 22
        }
    }

    contentItem: Item {
        Grid {
            anchors.centerIn: parent
            columns: control.vertical ? 1 : 2
            spacing: control.vertical && Theme.low ? 2 : 8
            horizontalItemAlignment: Grid.AlignHCenter
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                name: control.symbol
                color: control.foreground
                size: control.vertical && !Theme.low ? 60 : 44
            }
            KText {
                text: control.text
                size: control.vertical && control.leaving ? Math.min(37, Theme.body) : Theme.body
                strong: control.available
                color: control.foreground
                leading: 1.2
                wrapMode: control.vertical ? Text.Wrap : Text.NoWrap
                horizontalAlignment: Text.AlignHCenter
                width: control.vertical ? Math.min(implicitWidth, control.width - 16)
                                        : implicitWidth
            }
        }
    }
}
