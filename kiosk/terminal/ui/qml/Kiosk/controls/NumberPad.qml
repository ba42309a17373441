pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Large keys for digits, 退一位, and one more key where the page has a use for it.
Grid {
    id: pad

    property string more: ""  // words of the last key
    property bool full: false
    property bool empty: false
    property real keyHeight: 144
    readonly property real part: (width - 2 * columnSpacing) / 3

    signal digit(string key)
    signal back()
    signal moreTapped()

    columns: 3
    columnSpacing: Theme.s16
    rowSpacing: Theme.s16

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

        KButton {
            required property string modelData

            objectName: "key" + modelData
            width: pad.part
            height: pad.keyHeight
            kind: KButton.Quiet
            fontSize: 64
            text: modelData
            onTapped: pad.full ? Notice.say(qsTr("号码齐了")) : pad.digit(modelData)
        }
    }
    KButton {
        objectName: "keyBack"
        width: pad.part
        height: pad.keyHeight
        kind: KButton.Quiet
        symbol: "del"
        fontSize: Theme.button - 4
        text: qsTr("退一位")
        available: !pad.empty
        reason: qsTr("还没有按数字")
        onTapped: pad.back()
    }
    KButton {
        objectName: "key0"
        width: pad.part
        height: pad.keyHeight
        kind: KButton.Quiet
        fontSize: 64
        text: "0"
        onTapped: pad.full ? Notice.say(qsTr("号码齐了")) : pad.digit("0")
    }
    KButton {
        objectName: "keyMore"
        visible: pad.more !== ""
        width: pad.part
        height: pad.keyHeight
        kind: KButton.Quiet
        fontSize: Theme.button - 4
        text: pad.more
        onTapped: pad.moreTapped()
    }
}
