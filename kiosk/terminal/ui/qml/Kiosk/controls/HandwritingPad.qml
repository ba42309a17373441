pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Kiosk
import Kiosk.ViewModels

// A finger writes here; ten words to choose from stand above. Part of the TypingBoard.
Item {
    id: pad

    required property TypingViewModel typing
    required property KField field
    property string action: ""
    property string actionSymbol: ""
    property bool actionAvailable: true
    property string actionReason: ""
    readonly property real slot: (width - 4 * Theme.s8) / 5

    signal taken(string words)
    signal accepted()

    Grid {
        id: words

        columns: 5
        spacing: Theme.s8
        height: 2 * 92 + Theme.s8

        Repeater {
            model: pad.typing.choices

            KeyCap {
                required property int index
                required property string word

                objectName: "word_" + index
                width: pad.slot
                height: 92
                text: word
                fontSize: word.length > 2 ? Theme.body : Theme.h2
                strong: index === 0 && !pad.typing.following
                onTapped: pad.taken(pad.typing.take(index))
            }
        }
    }
    KText {
        objectName: "penHint"
        visible: pad.typing.offered === 0
        width: parent.width
        height: words.height
        verticalAlignment: Text.AlignVCenter
        text: pad.typing.broken ? qsTr("手写暂时用不了，不是您的问题。请用拼音。")
                                : qsTr("写好以后，这里会出现字，点一下就选上。")
        color: Theme.ink2
    }
    Rectangle {
        id: paper

        y: words.height + Theme.s12
        width: parent.width - buttons.width - Theme.s12
        height: parent.height - y
        radius: Theme.radiusChip
        color: Theme.card
        border.width: Theme.borderControl
        border.color: Theme.edge

        Shape {
            anchors.fill: parent
            preferredRendererType: Shape.CurveRenderer

            ShapePath {
                strokeColor: Theme.line
                strokeWidth: 3
                strokeStyle: ShapePath.DashLine
                dashPattern: [4, 4]
                fillColor: "transparent"
                startX: 24
                startY: paper.height / 2

                PathLine { x: paper.width - 24; y: paper.height / 2 }
                PathMove { x: paper.width / 2; y: pad.typing.hasInk ? 24 : 92 }
                PathLine { x: paper.width / 2; y: paper.height - 24 }
            }
        }
        KText {
            visible: !pad.typing.hasInk
            x: 32
            y: 20
            width: parent.width - 64
            text: qsTr("用手指在这里写，一次一个字")
            color: Theme.ink2
        }
        InkPad {
            objectName: "inkPad"
            anchors.fill: parent
            anchors.margins: 4
            typing: pad.typing
            color: Theme.ink
            thickness: 20
        }
    }
    Column {
        id: buttons

        readonly property int count: pad.action !== "" ? 3 : 2
        readonly property real part: (paper.height - Theme.ledgeHeight - (count - 1) * spacing)
                                     / count

        anchors.right: parent.right
        y: paper.y
        width: 212
        spacing: Theme.s12 + Theme.ledgeHeight

        KButton {
            objectName: "penUndo"
            width: parent.width
            height: buttons.part
            kind: KButton.Quiet
            fontSize: Theme.body
            text: pad.typing.hasInk ? qsTr("退一笔") : qsTr("删一字")
            available: pad.typing.hasInk || !pad.field.empty
            reason: qsTr("还没有写字")
            onTapped: pad.typing.hasInk ? pad.typing.undo() : pad.field.eraseOne()
        }
        KButton {
            objectName: "penClear"
            width: parent.width
            height: buttons.part
            kind: KButton.Quiet
            fontSize: Theme.body
            text: qsTr("重写")
            available: pad.typing.hasInk
            reason: qsTr("还没有写字")
            onTapped: pad.typing.clear()
        }
        KButton {
            objectName: "penAccept"
            visible: pad.action !== ""
            width: parent.width
            height: buttons.part
            kind: KButton.Primary
            fontSize: Theme.h3
            symbol: pad.actionSymbol
            symbolSize: 44
            text: pad.action
            available: pad.actionAvailable || pad.typing.hasInk
            reason: pad.actionReason
            onTapped: pad.accepted()
        }
    }
}
