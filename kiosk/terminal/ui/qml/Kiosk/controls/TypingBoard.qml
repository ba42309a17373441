pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// What a person types with: 手写, 拼音 or English, three ways into one KField. A page puts it under
// the field, at least 750 high and 928 wide, or 570 high and 1112 wide (then the ways stand at the
// left), and shows it while somebody types. `accepted`: the
// step in `action` was tapped; an empty `action` leaves that button out.
Rectangle {
    id: board

    required property AppViewModel app
    required property KField field
    property string action: ""
    property string actionSymbol: ""
    property bool actionAvailable: !field.empty
    property string actionReason: qsTr("先写几个字")
    readonly property TypingViewModel typing: app.typing
    property bool waits: false
    readonly property bool flat: height < 700
    readonly property bool writing: typing.way === "pen"

    signal accepted()

    // The most likely word of what is written, or the letters of what is spelled, go into the field.
    function accept() {
        board.waits = board.typing.hasInk && board.typing.preview === "" && !board.typing.broken;
        if (board.waits)
            return;  // until it has been read
        if (board.typing.preview !== "")
            board.field.put(board.typing.take(0));
        (body.item as Keyboard)?.finish();
        board.accepted();
    }

    implicitHeight: 780
    radius: Theme.radiusCard
    color: Theme.sunk
    border.width: Theme.borderThin
    border.color: Theme.edge

    Component.onCompleted: board.field.take()

    Binding {
        target: board.field
        property: "preview"
        value: board.typing.preview
    }
    Connections {
        target: board.field

        function onBeforeChanged() {
            board.typing.setBefore(board.field.before);
        }
        function onAccepted() {
            board.accept();
        }
    }
    Connections {
        target: board.typing

        function onChoicesChanged() {
            if (board.waits)
                board.accept();
        }
    }
    Grid {
        id: ways

        readonly property var words: ({ "pen": qsTr("手写"), "pinyin": qsTr("拼音"),
                                        "english": "English" })

        x: Theme.s24
        y: Theme.s24
        width: board.flat ? 176 : parent.width - 2 * Theme.s24
        columns: board.flat ? 1 : 3
        spacing: Theme.s12

        Repeater {
            model: ["pen", "pinyin", "english"]

            Chip {
                required property string modelData

                objectName: "way_" + modelData
                width: board.flat ? ways.width : (ways.width - 2 * ways.spacing) / 3
                height: 92
                text: ways.words[modelData]
                ticked: !board.flat
                selected: board.typing.way === modelData
                onTapped: board.typing.choose(modelData)
            }
        }
    }
    Loader {
        id: body

        x: board.flat ? ways.x + ways.width + Theme.s12 : Theme.s24
        y: board.flat ? Theme.s24 : ways.y + 92 + Theme.s12
        width: parent.width - x - Theme.s24
        height: parent.height - y - Theme.s24
        sourceComponent: board.writing ? pad : keys
    }
    Component {
        id: pad

        HandwritingPad {
            typing: board.typing
            field: board.field
            action: board.action
            actionSymbol: board.actionSymbol
            actionAvailable: board.actionAvailable
            actionReason: board.actionReason
            onTaken: words => board.field.put(words)
            onAccepted: board.accept()
        }
    }
    Component {
        id: keys

        Keyboard {
            typing: board.typing
            field: board.field
            action: board.action
            actionSymbol: board.actionSymbol
            actionAvailable: board.actionAvailable
            actionReason: board.actionReason
            onAccepted: board.accept()
        }
    }
}
