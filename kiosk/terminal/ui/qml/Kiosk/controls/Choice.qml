import QtQuick
import QtQuick.Templates as T
import Kiosk

// One of a few large choices: an icon above or beside a word. Chosen: pine fill and a tick.
T.AbstractButton {
    id: choice

    property string symbol: ""
    property bool selected: false
    property bool vertical: true
    property int symbolSize: vertical ? 96 : 76
    property int fontSize: 50

    readonly property color foreground: selected ? Theme.inkOnPine : Theme.pine
    readonly property real shift: pressed ? Theme.ledgeHeight : 0

    signal tapped()

    implicitHeight: vertical ? 216 : 136
    focusPolicy: Qt.TabFocus
    onPressed: Notice.sound("touch")
    onClicked: {
        if (!selected)
            Notice.sound("selected");
        tapped();
    }

    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checked: selected

    background: Item {
        Rectangle {
            visible: !choice.pressed && Theme.ledgeHeight > 0
            width: parent.width
            height: parent.height
            y: Theme.ledgeHeight
            radius: Theme.radiusButton
            color: choice.selected ? Theme.pineP : Theme.ledge
        }
        Rectangle {
            y: choice.shift
            width: parent.width
            height: parent.height
            radius: Theme.radiusButton
            color: choice.selected ? Theme.pine : choice.pressed ? Theme.pineT : Theme.card
            border.width: Theme.borderControl
            border.color: Theme.pine
        }
        FocusRing {
            target: choice
            visible: choice.visualFocus
        }
    }

    contentItem: Item {
        Grid {
            x: Math.round((parent.width - width) / 2)
            y: Math.round((parent.height - height) / 2) + choice.shift
            columns: choice.vertical ? 1 : 2
            columnSpacing: 20
            rowSpacing: 8
            horizontalItemAlignment: Grid.AlignHCenter
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                name: choice.symbol
                size: choice.symbolSize
                color: choice.foreground
            }
            Row {
                spacing: 12

                Icon {
                    visible: choice.selected
                    anchors.verticalCenter: parent.verticalCenter
                    name: "check"
                    size: 48
                    color: choice.foreground
                }
                KText {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, choice.width - 40 - (choice.selected ? 60 : 0)
                                    - (choice.vertical ? 0 : choice.symbolSize + 20))
                    text: choice.text
                    size: choice.fontSize
                    strong: true
                    leading: 1.25
                    color: choice.foreground
                    horizontalAlignment: Text.AlignHCenter
                }
            }
        }
    }
}
