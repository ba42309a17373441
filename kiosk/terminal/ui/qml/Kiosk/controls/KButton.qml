import QtQuick
import QtQuick.Templates as T
import Kiosk

// The button. `tapped` comes only when it may be used; otherwise a touch says `reason`.
T.AbstractButton {
    id: control

    enum Kind { Secondary, Primary, Danger, Quiet, Lamp, Stop }

    property int kind: KButton.Secondary
    property string symbol: ""
    property bool symbolAtEnd: false
    property bool vertical: false
    property int symbolSize: vertical ? 60 : 48
    property int fontSize: Theme.button
    property bool available: true
    property string reason: ""
    property bool busy: false
    property string busyText: qsTr("请稍等")

    readonly property bool down_: pressed && available && !busy
    readonly property color fill: !available ? Theme.sunk
        : kind === KButton.Primary ? (down_ ? Theme.pineP : Theme.pine)
        : kind === KButton.Danger ? (down_ ? Theme.cinP : Theme.cin)
        : kind === KButton.Lamp ? (down_ ? Theme.lampD : Theme.lamp)
        : down_ ? (kind === KButton.Stop ? Theme.cinT : Theme.pineT) : Theme.card
    readonly property color foreground: !available ? Theme.dis
        : kind === KButton.Primary ? Theme.inkOnPine
        : kind === KButton.Danger ? Theme.inkOnCin
        : kind === KButton.Lamp ? Theme.inkOnLamp
        : kind === KButton.Stop ? Theme.cin
        : kind === KButton.Quiet ? Theme.ink : Theme.pine
    readonly property color rim: kind === KButton.Primary || kind === KButton.Danger
        || kind === KButton.Lamp ? fill : kind === KButton.Quiet ? Theme.edge
        : kind === KButton.Stop ? Theme.cin : Theme.pine
    readonly property color foot: kind === KButton.Primary ? Theme.pineP
        : kind === KButton.Danger ? Theme.cinP
        : kind === KButton.Lamp ? Theme.lampD : Theme.ledge

    signal tapped()

    implicitWidth: Math.ceil(label.implicitContent) + 72
    implicitHeight: Theme.buttonHeight
    focusPolicy: Qt.TabFocus
    onPressed: Notice.sound("touch")
    onClicked: !available ? Notice.say(reason) : busy ? undefined : tapped()

    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Item {
        Rectangle {
            visible: control.available && !control.down_ && Theme.ledgeHeight > 0
            width: parent.width
            height: parent.height
            y: Theme.ledgeHeight
            radius: Theme.radiusButton
            color: control.foot
        }
        Rectangle {
            y: control.down_ ? Theme.ledgeHeight : 0
            width: parent.width
            height: parent.height
            radius: Theme.radiusButton
            color: control.fill
            border.width: control.available ? Theme.borderControl : 0
            border.color: control.rim
        }
        Dashes {
            visible: !control.available
            anchors.fill: parent
        }
        FocusRing {
            target: control
            visible: control.visualFocus
        }
    }

    contentItem: Item {
        id: label

        readonly property real implicitContent: Math.max(row.implicitWidth, column.implicitWidth)

        Row {
            id: row

            visible: !control.vertical
            x: Math.round((parent.width - width) / 2)
            y: Math.round((parent.height - height) / 2) + (control.down_ ? Theme.ledgeHeight : 0)
            spacing: 16
            layoutDirection: control.symbolAtEnd ? Qt.RightToLeft : Qt.LeftToRight

            Icon {
                visible: control.symbol !== "" && !control.vertical
                anchors.verticalCenter: parent.verticalCenter
                name: control.vertical ? "" : control.symbol
                color: control.foreground
                size: control.symbolSize
            }
            KText {
                anchors.verticalCenter: parent.verticalCenter
                text: control.vertical ? "" : control.busy ? control.busyText : control.text
                size: control.fontSize
                strong: true
                color: control.foreground
                leading: 1.2
                horizontalAlignment: Text.AlignHCenter
                width: Math.min(implicitWidth, control.width - 32
                                - (control.symbol !== "" ? control.symbolSize + 16 : 0)
                                - (control.busy ? 84 : 0))
            }
            Dots {
                visible: control.busy && !control.vertical
                anchors.verticalCenter: parent.verticalCenter
                color: control.foreground
            }
        }
        Column {
            id: column

            visible: control.vertical
            x: Math.round((parent.width - width) / 2)
            y: Math.round((parent.height - height) / 2) + (control.down_ ? Theme.ledgeHeight : 0)
            spacing: 6

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: control.symbol !== ""
                name: control.vertical ? control.symbol : ""
                color: control.foreground
                size: control.symbolSize
            }
            KText {
                anchors.horizontalCenter: parent.horizontalCenter
                text: !control.vertical ? "" : control.busy ? control.busyText : control.text
                size: control.fontSize
                strong: true
                color: control.foreground
                leading: 1.2
                horizontalAlignment: Text.AlignHCenter
                width: Math.min(implicitWidth, control.width - 24)
            }
        }
    }
}
