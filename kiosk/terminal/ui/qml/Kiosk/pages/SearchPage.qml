pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Type, and what fits best stands beside the board at once; 查找 gives the page to the results.
Page {
    id: page

    required property SearchViewModel vm
    readonly property bool split: vm.typing && Theme.landscape  // the board stands at the right
    readonly property real column: split ? aside : contentWidth
    readonly property real aside: Theme.landscape ? contentWidth - 928 - Theme.gap : contentWidth
    // In wide characters; a line of rows wraps before its last one.
    readonly property var room: ({
        "few": 3,
        "many": Theme.landscape ? 3 : 4,
        "chips": aside / Theme.body,
        "title": (Theme.landscape ? 2 : 1) * (aside - 228) / Theme.h3 - (Theme.landscape ? 1 : 0),
        "line": (aside - 228) / Theme.body,
        "long_title": (contentWidth - 240) / Theme.h3 * (Theme.landscape ? 1 : 2) - 1,
        "long_line": (contentWidth - 240) / Theme.body * (Theme.landscape ? 1 : 2) - 1
    })

    objectName: "searchPage"

    function tellRoom() {
        page.vm.setRoom(room);
    }

    Component.onCompleted: {
        page.tellRoom();
        field.text = page.vm.query;
    }
    onRoomChanged: Qt.callLater(page.tellRoom)

    KField {
        id: field

        objectName: "searchField"
        width: page.column
        height: Theme.landscape ? 104 : 114
        symbol: "search"
        placeholder: qsTr("您想找什么？")
        live: page.vm.typing
        maximumLength: 160
        onTextChanged: tell()
        onPreeditChanged: tell()
        onOpened: page.vm.type()
        onAccepted: if (!page.vm.typing) page.vm.submit()

        // While pinyin is being spelled, its letters are searched for, too.
        function tell() {
            page.vm.setQuery(field.text + field.preedit.replace(/ /g, ""));
        }
    }
    Connections {
        target: page.vm

        function onQueryChanged() {
            if (page.vm.query !== field.text + field.preedit.replace(/ /g, ""))
                field.text = page.vm.query;
        }
    }
    ChipRow {
        id: chips

        visible: page.vm.typing
        y: field.height + Theme.s12
        width: page.column
        prefix: "suggestion_"
        model: page.vm.chips
        onChosen: key => page.vm.choose(key)
    }
    Item {
        id: facts

        visible: !page.vm.typing || chips.count === 0
        y: field.height + Theme.s12
        width: page.column
        height: 92

        KText {
            objectName: "found"
            anchors.verticalCenter: parent.verticalCenter
            text: page.vm.countText
            wrapMode: Text.NoWrap
        }
        KButton {
            objectName: "askLawyer"
            anchors.right: parent.right
            height: 86
            visible: page.vm.status === PageState.READY && !page.vm.typing
            fontSize: Theme.body
            symbol: "video"
            text: qsTr("直接问律师")
            onTapped: page.vm.askLawyer()
        }
    }
    Column {
        id: hits

        readonly property int count: page.vm.typing ? page.room.few : page.room.many
        readonly property real room: (page.vm.typing ? (page.split ? page.contentHeight
                                                                   : board.y - Theme.s16)
                                                     : pager.y - Theme.s16) - y - Theme.ledgeHeight

        y: facts.y + facts.height + Theme.s12
        width: page.column
        spacing: page.vm.typing && !page.split ? Theme.s12 : Theme.s16

        Repeater {
            model: page.vm.rows

            HitRow {
                required property int index
                required property string goal
                required property string itemId

                objectName: "hit_" + index
                width: hits.width
                height: Math.min(page.split ? 200 : 260,
                                 Math.floor((hits.room - (hits.count - 1) * hits.spacing)
                                            / hits.count))
                tight: page.vm.typing
                onTapped: page.vm.openItem(goal, itemId)
            }
        }
    }
    KText {
        objectName: "searchHint"
        visible: page.vm.typing && page.vm.query === "" && page.vm.status === PageState.READY
        y: hits.y + Theme.s16
        width: page.column
        text: qsTr("写几个字就行：遇到的事、机构、律师的名字，都能找。")
        color: Theme.ink2
    }
    StateView {
        objectName: "searchState"
        visible: page.vm.status !== PageState.READY && !(page.vm.typing && page.vm.query === "")
        y: hits.y - (page.vm.typing ? 0 : 96)
        width: page.column
        height: page.vm.typing ? hits.room : page.contentHeight - y
        status: visible ? page.vm.status : PageState.READY
        emptyText: page.vm.emptyText
        emptyAction: qsTr("问律师")
        onActionTapped: page.vm.status === PageState.EMPTY ? page.vm.askLawyer() : page.app.home()
    }
    Pager {
        id: pager

        visible: !page.vm.typing && pages > 1
        y: page.contentHeight - height
        width: parent.width
        page: page.vm.page
        pages: page.vm.pages
        onNext: page.vm.turn(1)
        onPrevious: page.vm.turn(-1)
    }
    Item {
        id: board

        y: page.split ? 0 : page.contentHeight - height
        x: page.split ? page.contentWidth - width : 0
        width: page.split ? 928 : page.contentWidth
        height: page.split ? page.contentHeight : 780

        Loader {
            anchors.fill: parent
            active: page.vm.typing
            sourceComponent: TypingBoard {
                app: page.app
                field: field
                action: qsTr("查找")
                actionSymbol: "search"
                onAccepted: page.vm.submit()
            }
        }
    }
}
