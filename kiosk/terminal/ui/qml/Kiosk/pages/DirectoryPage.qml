pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Kinds of place as tiles; then the places of one kind, or the lawyers, a few to a page.
Page {
    id: page

    required property DirectoryViewModel vm
    readonly property bool tiled: vm.mode === "categories"
    // English names stand after the Chinese ones, and take a line or two more.
    readonly property int listColumns: Theme.landscape && !app.english ? 2 : 1
    readonly property int listRows: Theme.landscape ? 2 : app.english ? 3 : 4
    readonly property int room: listColumns * listRows
    readonly property int tileColumns: !Theme.landscape ? 2 : app.english ? 3 : 4
    readonly property int tileRows: Theme.landscape ? 2 : 4
    readonly property int tileRoom: tileColumns * tileRows
    readonly property int columns: tiled ? tileColumns : listColumns
    readonly property int rows: tiled ? tileRows : listRows
    readonly property real cellWidth: (contentWidth - (columns - 1) * Theme.gap) / columns
    readonly property real cellHeight: Math.floor((list.height - (rows - 1) * Theme.gap
                                                   - Theme.ledgeHeight) / rows)

    status: vm.status
    objectName: "directoryPage"

    Component.onCompleted: page.vm.setRoom(tileRoom, room)
    onRoomChanged: page.vm.setRoom(tileRoom, room)
    onTileRoomChanged: page.vm.setRoom(tileRoom, room)

    PageTitle {
        id: heading

        width: parent.width
        text: page.vm.title
        aside: page.vm.aside
    }
    Grid {
        id: list

        y: heading.height + (Theme.landscape ? Theme.s12 : Theme.gap)
        width: parent.width
        height: (pager.visible ? pager.y - Theme.gap : page.contentHeight) - y
        columns: page.columns
        spacing: Theme.gap

        Repeater {
            model: page.tiled ? page.vm.categories : null

            Tile {
                required property string key
                required title
                required note
                required symbol
                required tint

                objectName: "category_" + key
                width: page.cellWidth
                height: page.cellHeight
                vertical: Theme.landscape && !page.app.english
                onTapped: page.vm.openCategory(key)
            }
        }
        Repeater {
            model: page.vm.mode === "entries" ? page.vm.entries : null

            PlaceRow {
                required property int index
                required property string entryId

                objectName: "entry_" + index
                width: page.cellWidth
                height: page.cellHeight
                onTapped: page.vm.openEntry(entryId)
            }
        }
        Repeater {
            model: page.vm.mode === "lawyers" ? page.vm.lawyers : null

            LawyerRow {
                required property int index
                required property string lawyerId

                objectName: "lawyer_" + index
                width: page.cellWidth
                height: page.cellHeight
                roomy: page.app.english
                onTapped: page.vm.openLawyer(lawyerId)
            }
        }
    }
    Pager {
        id: pager

        y: page.contentHeight - height
        width: parent.width
        page: page.vm.page
        pages: page.vm.pages
        onNext: page.vm.turn(1)
        onPrevious: page.vm.turn(-1)
    }
}
