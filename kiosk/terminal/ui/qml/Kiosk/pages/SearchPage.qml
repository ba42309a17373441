pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Type, and what fits best stands beside the board at once; 查找 gives the page to the results.
Page {
    id: page

    required property SearchViewModel vm
    // Lowered and wide there is little height: nothing but the field beside the board, and the
    // way to a lawyer beside the field.
    readonly property bool flat: Theme.low && Theme.landscape
    readonly property bool live: !Theme.low  // results while typing
    readonly property bool split: vm.typing && Theme.landscape  // the board stands at the right
    readonly property real boardWidth: Theme.landscape ? (flat ? 1112 : 928) : contentWidth
    readonly property real aside: Theme.landscape ? contentWidth - boardWidth - Theme.gap
                                                  : contentWidth
    readonly property real column: split ? aside : contentWidth
    readonly property int lines: Theme.landscape ? 1 : 2
    // In wide characters; a line of rows wraps before its last one.
    readonly property var room: ({
        "few": live ? 3 : 0,
        "many": Theme.itemsFit,
        "chips": live ? aside / Theme.body : 0,
        "title": (Theme.landscape ? 2 : 1) * (aside - 228) / Theme.h3 - (Theme.landscape ? 1 : 0),
        "line": (aside - 228) / Theme.body,
        "long_title": (contentWidth - 240) / Theme.h3 * lines - 1,
        "long_line": (contentWidth - 240) / Theme.body * lines - 1
    })

    reach: Page.Fits
    panelTitle: qsTr("找一找")
    panelNote: page.vm.countText
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
        width: page.flat && !page.vm.typing ? page.contentWidth - 400 : page.column
        height: Theme.landscape ? 104 : 114
        brief: page.flat && page.vm.typing
        symbol: brief ? "" : "search"
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

        visible: page.vm.typing && page.live
        y: field.height + Theme.s12
        width: page.column
        prefix: "suggestion_"
        model: page.vm.chips
        onChosen: key => page.vm.choose(key)
    }
    Item {
        id: facts

        visible: !page.vm.typing || chips.count === 0 && page.live
        y: page.flat ? 0 : field.height + Theme.s12
        width: page.column
        height: 92

        KText {
            objectName: "found"
            anchors.verticalCenter: parent.verticalCenter
            visible: !page.flat
            text: page.vm.countText
            wrapMode: Text.NoWrap
        }
        KButton {
            objectName: "askLawyer"
            anchors.right: parent.right
            width: page.flat ? 376 : implicitWidth
            height: page.flat ? 98 : 86
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

        y: (page.flat ? field.height : facts.y + facts.height) + Theme.s12
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
        visible: page.live && page.vm.typing && page.vm.query === "" && page.vm.status === PageState.READY
        y: hits.y + Theme.s16
        width: page.column
        text: qsTr("写几个字就行：遇到的事、机构、律师的名字，都能找。")
        color: Theme.ink2
    }
    StateView {
        objectName: "searchState"
        visible: page.vm.status !== PageState.READY
                 && !(page.vm.typing && (page.vm.query === "" || !page.live))
        y: page.vm.typing ? hits.y : field.height + Theme.s12
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
        width: page.boardWidth
        height: page.split ? page.contentHeight
                           : Math.min(780, page.contentHeight - field.height - Theme.s12)

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
