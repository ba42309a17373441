pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Kiosk

// 字小 字中 字大 in one frame.
Rectangle {
    id: choice

    property string size: "middle"

    signal chosen(string size)

    implicitHeight: Theme.buttonHeight
    radius: Theme.radiusButton
    color: Theme.card

    Row {
        x: 3
        y: 3

        Repeater {
            model: ["small", "middle", "large"]

            T.AbstractButton {
                id: part

                required property string modelData
                required property int index
                readonly property bool selected: choice.size === modelData

                objectName: "size_" + modelData
                width: (choice.width - 6) / 3
                height: choice.height - 6
                focusPolicy: Qt.TabFocus
                text: index === 0 ? qsTr("字小") : index === 1 ? qsTr("字中") : qsTr("字大")
                onPressed: Notice.sound("touch")
                onClicked: choice.chosen(modelData)

                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.checked: selected

                background: Rectangle {
                    topLeftRadius: part.index === 0 ? 23 : 0
                    bottomLeftRadius: topLeftRadius
                    topRightRadius: part.index === 2 ? 23 : 0
                    bottomRightRadius: topRightRadius
                    color: part.selected ? Theme.pine
                         : part.pressed ? (Theme.contrast ? Theme.sunk : Theme.pineT) : Theme.card
                }
                contentItem: Item {
                    KText {
                        anchors.centerIn: parent
                        text: part.text
                        size: part.index === 0 ? Theme.bar : part.index === 1 ? Theme.bar + 6
                                                                              : Theme.bar + 14
                        strong: part.selected
                        color: part.selected ? Theme.inkOnPine : Theme.ink
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusButton
        color: "transparent"
        border.width: Theme.borderControl
        border.color: Theme.edge
    }
}
