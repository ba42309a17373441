import QtQuick
import QtQuick.Templates as T
import Kiosk

// One choice of several. Chosen: pine and bold, with a tick when `ticked`.
T.AbstractButton {
    id: chip

    property bool selected: false
    property bool ticked: false
    property string note: ""
    property bool available: true
    property string reason: ""
    property int fontSize: Theme.body
    readonly property real textWidth: row.implicitWidth

    readonly property color foreground: !available ? Theme.dis
        : selected ? Theme.inkOnPine : Theme.ink

    signal tapped()

    implicitWidth: row.implicitWidth + 48
    implicitHeight: Theme.chipHeight
    focusPolicy: Qt.TabFocus
    onPressed: Notice.sound("touch")
    onClicked: {
        if (available && !selected)
            Notice.sound("selected");
        available ? tapped() : Notice.say(reason !== "" ? reason : note);
    }

    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checked: selected

    background: Item {
        Rectangle {
            anchors.fill: parent
            radius: Theme.radiusChip
            color: !chip.available ? Theme.sunk : chip.selected ? Theme.pine
                 : chip.pressed ? (Theme.contrast ? Theme.sunk : Theme.pineT) : Theme.card
            border.width: chip.available ? Theme.borderControl : 0
            border.color: chip.selected ? Theme.pine : Theme.edge
        }
        Dashes {
            visible: !chip.available
            anchors.fill: parent
            radius: Theme.radiusChip
        }
        FocusRing {
            target: chip
            visible: chip.visualFocus
            radiusInside: Theme.radiusChip
        }
    }

    contentItem: Item {
        Column {
            anchors.centerIn: parent

            Row {
                id: row

                anchors.horizontalCenter: parent.horizontalCenter
                spacing: 12

                Icon {
                    visible: chip.ticked && chip.selected
                    anchors.verticalCenter: parent.verticalCenter
                    name: visible ? "check" : ""
                    color: chip.foreground
                    size: 48
                }
                KText {
                    anchors.verticalCenter: parent.verticalCenter
                    text: chip.text
                    size: chip.fontSize
                    strong: chip.selected
                    color: chip.foreground
                    leading: 1.2
                    wrapMode: Text.NoWrap
                }
            }
            KText {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: text !== ""
                text: chip.note
                color: chip.foreground
                leading: 1.2
                wrapMode: Text.NoWrap
            }
        }
    }
}
