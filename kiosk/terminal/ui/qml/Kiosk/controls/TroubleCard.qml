pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Something does not work: what happened, what works all the same, and one next step.
Card {
    id: card

    property string symbol: ""
    property color symbolColor: Theme.ink2
    property string sentence: ""
    property var works: []
    property string stepText: ""  // empty: none
    property string stepSymbol: ""

    signal stepTapped()

    implicitHeight: column.height + 96
    height: implicitHeight

    Column {
        id: column

        x: 48
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 96
        spacing: Theme.landscape ? Theme.gap : Theme.s32

        Icon {
            visible: card.symbol !== ""
            name: card.symbol
            size: 96
            color: card.symbolColor
        }
        KText {
            objectName: "stateText"
            width: parent.width
            text: card.sentence
            size: Theme.h3
            strong: true
        }
        Column {
            visible: card.works.length > 0
            width: parent.width
            spacing: Theme.s12

            KText {
                width: parent.width
                text: qsTr("这些照样能用：")
                color: Theme.ink2
            }
            Repeater {
                model: card.works

                Item {
                    id: line

                    required property string modelData

                    width: column.width
                    height: Math.max(48, words.height)

                    Icon {
                        id: tick

                        y: 6
                        name: "check"
                        size: 44
                        color: Theme.pine
                    }
                    KText {
                        id: words

                        objectName: "stillWorks"
                        x: tick.width + Theme.s16
                        width: parent.width - x
                        text: line.modelData
                        leading: 1.3
                    }
                }
            }
        }
        KButton {
            objectName: "stateAction"
            visible: card.stepText !== ""
            width: parent.width
            height: Theme.landscape ? Theme.buttonHeight : 136
            kind: KButton.Primary
            symbol: card.stepSymbol
            text: card.stepText
            onTapped: card.stepTapped()
        }
    }
}
