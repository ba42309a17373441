pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Keys of at least 20 mm: pinyin with its words above, or English with the digits above. Part of
// the TypingBoard.
Item {
    id: keyboard

    required property TypingViewModel typing
    required property KField field
    property string action: ""
    property string actionSymbol: ""
    property bool actionAvailable: true
    property string actionReason: ""

    property bool signs: false  // digits and punctuation
    property bool capitals: false
    readonly property bool chinese: typing.way === "pinyin" && !typing.pinyinBroken
    readonly property bool composing: keyboard.pinyin?.composing ?? false
    readonly property var pinyin: engine.item  // a Pinyin: naming the type would load Qt's at once
    readonly property int gap: Theme.landscape ? 6 : Theme.s8
    readonly property real unit: (width - 9 * gap) / 10
    readonly property real row: (height - 4 * Theme.s12) / 5
    readonly property var letters: ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
    readonly property var marks: chinese ? ["1234567890", "、：；（）“”《》", "？！-/.@%"]
                                         : ["1234567890", "-/:;()'\"&", "?!@%+=#"]

    signal accepted()

    function type(sign: string) {
        keyboard.typing.note();
        keyboard.field.take();
        if (keyboard.chinese && /[a-z]/.test(sign))
            keyboard.pinyin.press(sign);
        else
            keyboard.put(sign);
    }
    function put(sign: string) {
        keyboard.finish();
        keyboard.field.put(keyboard.capitals ? sign.toUpperCase() : sign);
    }
    function eraseOne() {
        keyboard.field.take();
        keyboard.composing ? keyboard.pinyin.eraseOne() : keyboard.field.eraseOne();
    }
    function finish() {
        if (keyboard.composing)
            keyboard.pinyin.keepLetters();
    }

    Loader {
        id: engine

        Component.onCompleted: keyboard.wakeEngine()
    }
    function wakeEngine() {
        if (!keyboard.chinese)
            engine.source = "";
        else if (engine.source.toString() === "")
            engine.setSource("Pinyin.qml", { "typing": keyboard.typing });
    }
    onChineseChanged: keyboard.wakeEngine()

    // Words to choose from: those that fit, and the next ones.
    ListView {
        id: words

        readonly property int last: indexAt(contentX + width - 1, 1)
        readonly property bool more: contentX + width < contentWidth - 1

        visible: keyboard.chinese
        width: parent.width - more_.width - keyboard.gap
        height: keyboard.row
        orientation: ListView.Horizontal
        interactive: false
        spacing: keyboard.gap
        model: keyboard.pinyin?.words ?? null
        onCountChanged: positionViewAtBeginning()

        delegate: Item {
            id: slot

            required property int index
            required property string display

            width: Math.max(94, cap.implicitContent + 36)
            height: words.height

            KeyCap {
                id: cap

                readonly property real implicitContent: measure.width

                objectName: "word_" + slot.index
                visible: slot.x + slot.width <= words.contentX + words.width + 1
                         && slot.x >= words.contentX - 1
                width: slot.width
                height: slot.height
                text: slot.display
                fontSize: Theme.h3
                strong: slot.index === 0 && keyboard.composing
                onTapped: keyboard.pinyin.choose(slot.index)
            }
            TextMetrics {
                id: measure

                font.pixelSize: Theme.h3
                font.bold: true
                text: slot.display
            }
        }
    }
    KeyCap {
        id: more_

        objectName: "moreWords"
        visible: words.visible && words.count > 0
        anchors.right: parent.right
        width: 94
        height: keyboard.row
        symbol: words.more ? "next" : "back"
        text: qsTr("更多的字")
        onTapped: words.more ? words.positionViewAtIndex(
                                   words.indexAt(words.contentX + words.width - 1, 1),
                                   ListView.Beginning)
                             : words.positionViewAtBeginning()
    }
    KText {
        visible: keyboard.chinese && words.count === 0
        width: parent.width
        height: keyboard.row
        verticalAlignment: Text.AlignVCenter
        text: qsTr("打拼音，选字。")
        color: Theme.ink2
    }
    KText {
        visible: keyboard.typing.pinyinBroken && keyboard.typing.way === "pinyin"
        width: parent.width
        height: keyboard.row
        verticalAlignment: Text.AlignVCenter
        text: qsTr("拼音暂时用不了，不是您的问题。请用手写。")
        color: Theme.ink2
    }
    Row {
        visible: !words.visible && !keyboard.typing.pinyinBroken
        spacing: keyboard.gap

        Repeater {
            model: keyboard.marks[0].split("")

            KeyCap {
                required property string modelData

                objectName: "digit_" + modelData
                width: keyboard.unit
                height: keyboard.row
                text: modelData
                onTapped: keyboard.type(modelData)
            }
        }
    }
    Column {
        y: keyboard.row + Theme.s12
        width: parent.width
        spacing: Theme.s12

        Repeater {
            model: keyboard.signs ? keyboard.marks : keyboard.letters

            Row {
                id: line

                required property int index
                required property string modelData

                x: index === 2 ? 0 : (keyboard.width - width) / 2
                spacing: keyboard.gap

                KeyCap {
                    objectName: "key_shift"
                    visible: line.index === 2 && !keyboard.chinese && !keyboard.signs
                    width: keyboard.unit * 1.5
                    height: keyboard.row
                    fontSize: Theme.body
                    strong: keyboard.capitals
                    text: keyboard.capitals ? "ABC" : "abc"
                    Accessible.name: qsTr("大写")
                    onTapped: keyboard.capitals = !keyboard.capitals
                }
                Item {
                    visible: line.index === 2 && (keyboard.chinese || keyboard.signs)
                    width: keyboard.unit * 1.5
                    height: 1
                }
                Repeater {
                    model: line.modelData.split("")

                    KeyCap {
                        required property string modelData

                        objectName: "key_" + modelData
                        width: keyboard.unit
                        height: keyboard.row
                        text: keyboard.capitals ? modelData.toUpperCase() : modelData
                        onTapped: keyboard.type(modelData)
                    }
                }
                KeyCap {
                    objectName: "key_back"
                    visible: line.index === 2
                    width: keyboard.width - x
                    height: keyboard.row
                    symbol: "del"
                    text: qsTr("删一字")
                    onTapped: keyboard.eraseOne()
                }
            }
        }
        Row {
            spacing: keyboard.gap

            KeyCap {
                objectName: "key_signs"
                width: keyboard.unit * 1.5
                height: keyboard.row
                fontSize: Theme.body
                text: keyboard.signs ? "ABC" : "123"
                Accessible.name: keyboard.signs ? qsTr("字母") : qsTr("数字和标点")
                onTapped: keyboard.signs = !keyboard.signs
            }
            KeyCap {
                objectName: "key_comma"
                width: keyboard.unit
                height: keyboard.row
                text: keyboard.chinese ? "，" : ","
                onTapped: keyboard.type(text)
            }
            KeyCap {
                objectName: "key_space"
                width: (keyboard.action !== "" ? keyboard.unit * 3.5 : keyboard.unit * 6.5)
                       + keyboard.gap * 2
                height: keyboard.row
                fontSize: Theme.body
                text: qsTr("空格")
                onTapped: keyboard.composing ? keyboard.pinyin.choose(0) : keyboard.type(" ")
            }
            KeyCap {
                objectName: "key_stop"
                width: keyboard.unit
                height: keyboard.row
                text: keyboard.chinese ? "。" : "."
                onTapped: keyboard.type(text)
            }
            KButton {
                objectName: "keysAccept"
                visible: keyboard.action !== ""
                width: keyboard.width - x
                height: keyboard.row - Theme.ledgeHeight
                kind: KButton.Primary
                fontSize: Theme.h3
                symbol: keyboard.actionSymbol
                symbolSize: 44
                text: keyboard.action
                available: keyboard.actionAvailable
                reason: keyboard.actionReason
                onTapped: keyboard.accepted()
            }
        }
    }
}
