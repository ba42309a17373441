pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// What people come with, kinds of place, streets as tiles; places, or lawyers, a few to a page.
Page {
    id: directory

    required property DirectoryViewModel vm
    readonly property bool tiled: vm.mode === "tiles"
    readonly property bool picks: vm.mode === "lawyers"  // chips over the list
    // English names stand after the Chinese ones, and take a line or two more.
    readonly property int listColumns: Theme.landscape && !app.english ? 2 : 1
    readonly property int listRows: Theme.landscape ? 2 : app.english ? 3 : 4
    readonly property int pickRows: Theme.landscape ? 2 : listRows - 1  // under chips
    readonly property int room: listColumns * listRows
    readonly property int tileColumns: !Theme.landscape ? 2 : 3
    readonly property int tileRows: Theme.landscape ? 2 : 4
    readonly property int tileRoom: tileColumns * tileRows
    readonly property int columns: tiled ? tileColumns : listColumns
    readonly property int rows: tiled ? tileRows : picks ? pickRows : listRows
    readonly property real cellWidth: (contentWidth - (columns - 1) * Theme.gap) / columns
    readonly property int between: Theme.landscape && picks ? Theme.s12 : Theme.gap
    readonly property real cellHeight: Math.floor((list.height - (rows - 1) * between
                                                   - Theme.ledgeHeight) / rows)

    status: vm.status
    objectName: "directoryPage"

    function tellRoom() {
        directory.vm.setRoom(tileRoom, room, listColumns * pickRows, 5);
    }

    Component.onCompleted: directory.tellRoom()
    onRoomChanged: directory.tellRoom()
    onTileRoomChanged: directory.tellRoom()

    PageTitle {
        id: heading

        // In landscape the chips are title enough.
        visible: !Theme.landscape || directory.vm.section === ""
        width: parent.width - (search.visible && !Theme.landscape ? search.width + Theme.s16 : 0)
        text: directory.vm.title
        aside: directory.vm.aside
    }
    DirectoryTabs {
        id: tabs

        visible: directory.vm.section !== ""
        y: heading.visible ? heading.height + Theme.s12 : 0
        width: parent.width - (Theme.landscape ? search.width + Theme.s16 : 0)
        app: directory.app
        chosen: directory.vm.section
    }
    SearchButton {
        id: search

        visible: tabs.visible && (Theme.landscape || directory.vm.aside === "")
        x: parent.width - width
        y: Theme.landscape ? tabs.y : Math.round((heading.height - height) / 2)
        width: 290
        height: Theme.landscape ? Theme.chipHeight - Theme.ledgeHeight : 84
        app: directory.app
    }
    ChipRow {
        id: topics

        visible: directory.picks
        y: tabs.y + tabs.height + Theme.s12
        width: Theme.landscape ? (parent.width - Theme.s32) / 2 : parent.width
        model: directory.vm.topicChips
        onChosen: key => directory.vm.choose(key)
    }
    ChipRow {
        id: languages

        visible: directory.picks && count > 0
        x: Theme.landscape ? topics.width + Theme.s32 : 0
        y: Theme.landscape ? topics.y : topics.y + topics.height + Theme.s12
        width: parent.width - x
        prefix: "language_"
        model: directory.vm.languageChips
        onChosen: key => directory.vm.chooseLanguage(key)
    }
    Card {
        visible: directory.picks && directory.vm.count === 0
        y: list.y
        width: parent.width
        height: 240

        KText {
            objectName: "noLawyer"
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.s48
            text: qsTr("没有同时符合的律师。换一样试试，或直接问值班的律师。")
            size: Theme.h3
            strong: true
        }
    }
    Grid {
        id: list

        y: (languages.visible ? languages.y + languages.height : topics.visible
            ? topics.y + topics.height : tabs.visible ? tabs.y + tabs.height : heading.height)
           + (Theme.landscape ? Theme.s12 : Theme.gap)
        width: parent.width
        height: (pager.visible ? pager.y - directory.between : directory.contentHeight) - y
        columns: directory.columns
        columnSpacing: Theme.gap
        rowSpacing: directory.between

        Repeater {
            model: directory.tiled ? directory.vm.tiles : null

            Tile {
                required property string key
                required property string page
                required title
                required note
                required symbol
                required tint

                objectName: "tile_" + key
                width: directory.cellWidth
                height: directory.cellHeight
                bedSize: Theme.landscape ? 100 : 116
                onTapped: directory.vm.openTile(page, key)
            }
        }
        Repeater {
            model: directory.vm.mode === "entries" ? directory.vm.entries : null

            PlaceRow {
                required property int index
                required property string entryId

                objectName: "entry_" + index
                width: directory.cellWidth
                height: directory.cellHeight
                onTapped: directory.vm.openEntry(entryId)
            }
        }
        Repeater {
            model: directory.vm.mode === "lawyers" ? directory.vm.lawyers : null

            LawyerRow {
                required property int index
                required property string lawyerId

                objectName: "lawyer_" + index
                width: directory.cellWidth
                height: directory.cellHeight
                roomy: directory.app.english
                onTapped: directory.vm.openLawyer(lawyerId)
            }
        }
    }
    Pager {
        id: pager

        y: directory.contentHeight - height
        width: parent.width
        page: directory.vm.page
        pages: directory.vm.pages
        onNext: directory.vm.turn(1)
        onPrevious: directory.vm.turn(-1)
    }
}
