pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Kiosk

// One line that a person types into, by a TypingBoard or real keys. Touched, it says `opened`.
// `preview` stands after the text, underlined: what the pen has probably written.
Rectangle {
    id: field

    property alias text: input.text
    property alias preedit: input.preeditText
    property alias maximumLength: input.maximumLength
    property string placeholder: ""
    property string symbol: ""
    property string preview: ""
    property bool clearable: true
    property bool brief: false  // narrow: 清空 is its sign alone
    property bool live: true  // somebody types: the caret is shown
    readonly property string before: input.text.substring(0, input.cursorPosition)
    readonly property bool empty: input.text === "" && input.preeditText === ""

    signal opened()
    signal accepted()

    function put(words: string) {
        input.insert(input.cursorPosition, words);
    }
    function eraseOne() {
        const low = input.text.charCodeAt(input.cursorPosition - 1);
        input.remove(input.cursorPosition - (low >= 0xDC00 && low <= 0xDFFF ? 2 : 1),
                     input.cursorPosition);
    }
    function take() {
        input.forceActiveFocus();
    }

    implicitHeight: 114
    radius: Theme.radiusCard
    color: Theme.card
    border.width: Theme.borderStrong
    border.color: Theme.pine

    Icon {
        id: sign

        visible: field.symbol !== ""
        x: 34
        anchors.verticalCenter: parent.verticalCenter
        name: field.symbol
        size: 52
    }
    Item {
        id: line

        x: sign.visible ? sign.x + sign.width + 22 : 34
        width: (wipe.visible ? wipe.x : parent.width - 24) - x - 8
        height: parent.height
        clip: true

        KText {
            objectName: "placeholder"
            x: 14
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - x
            visible: field.empty && field.preview === ""
            text: field.placeholder
            color: Theme.ink2
            leading: 1.2
        }
        TextInput {
            id: input

            objectName: "fieldInput"
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            focus: true
            activeFocusOnTab: true
            font.pixelSize: Theme.h2
            font.bold: true
            color: Theme.ink
            selectionColor: Theme.pine
            selectedTextColor: Theme.inkOnPine
            // The pinyin engine keeps no user dictionary of what is typed here.
            inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoAutoUppercase | Qt.ImhNoPredictiveText
            cursorDelegate: Rectangle {
                visible: input.activeFocus && field.live && field.preview === ""
                width: 4
                color: Theme.pine
            }
            Accessible.role: Accessible.EditableText
            Accessible.name: field.placeholder
            onAccepted: field.accepted()

            TapHandler {
                onTapped: field.opened()
            }
        }
        KText {
            objectName: "preview"
            visible: text !== ""
            x: Math.min(input.cursorRectangle.x + 2, parent.width - width)
            anchors.verticalCenter: parent.verticalCenter
            text: input.cursorPosition === input.length ? field.preview : ""
            size: Theme.h2
            strong: true
            color: Theme.pine
            leading: 1.2
            wrapMode: Text.NoWrap

            Rectangle {
                y: parent.height - 6
                width: parent.width
                height: 6
                color: Theme.pine
            }
        }
    }
    T.AbstractButton {
        id: wipe

        objectName: "fieldClear"
        visible: field.clearable && !field.empty
        anchors.right: parent.right
        width: (field.brief ? 0 : word.width + 12) + 52 + 48
        height: parent.height
        focusPolicy: Qt.TabFocus
        onClicked: input.clear()
        Accessible.role: Accessible.Button
        Accessible.name: qsTr("清空")

        contentItem: Item {
            Row {
                anchors.centerIn: parent
                spacing: 12

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "del"
                    size: 48
                    color: Theme.ink2
                }
                KText {
                    id: word

                    visible: !field.brief
                    anchors.verticalCenter: parent.verticalCenter
                    text: qsTr("清空")
                    color: Theme.ink2
                    leading: 1.2
                    wrapMode: Text.NoWrap
                }
            }
        }
        FocusRing {
            target: wipe
            visible: wipe.visualFocus
        }
    }
}
