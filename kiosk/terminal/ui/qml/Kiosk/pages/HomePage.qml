pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Who is there, the one step, and what else can be done.
Page {
    id: page

    required property HomeViewModel vm
    readonly property real heroWidth: Theme.landscape ? 590 : contentWidth
    readonly property real tilesX: Theme.landscape ? heroWidth + Theme.gap : 0
    readonly property real tilesWidth: contentWidth - tilesX
    lowHeight: grid.y + (page.vm.lastRow + 1) * (Theme.landscape ? 170 : 190) + 40
    panelTitle: page.vm.greeting
    panelDuty: page.vm.inHall ? "available" : page.vm.dutyState
    panelDutyText: page.vm.dutyTag
    panelNote: [page.vm.lawyerTitle + page.vm.exampleMark, page.vm.dutyLine, page.vm.insteadLine]
               .filter(s => s !== "").join(Theme.landscape ? " · " : "\n")
    panelPicture: hero.someone ? page.vm.portrait : ""
    readonly property bool slim: Theme.landscape && app.english  // words that are long

    KText {
        id: greeting

        objectName: "pageTitle"
        x: page.tilesX
        visible: !Theme.low
        y: Theme.landscape ? Math.round((ways.height - height) / 2) : 0
        width: Theme.landscape ? ways.x - x - Theme.gap : page.tilesWidth
        text: page.vm.greeting
        size: Theme.landscape ? Theme.h1 - 8 : Theme.h1
        strong: true
        leading: 1.25
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    DutyCard {
        id: hero

        vm: page.vm
        app: page.app
        y: Theme.landscape || Theme.low ? 0 : greeting.height + Theme.s16
        width: page.heroWidth
        height: Theme.landscape && !Theme.low ? page.contentHeight : implicitHeight
    }
    // Beside the greeting in landscape, under the hero in portrait.
    Row {
        id: ways

        readonly property real hotlinesWidth: Theme.landscape ? 224 : 320

        x: Theme.landscape ? page.contentWidth - width : 0
        y: Theme.landscape ? 0 : hero.y + hero.height + 20
        spacing: Theme.s16

        KButton {
            objectName: "tileSearch"
            width: Theme.landscape ? 224 : page.contentWidth - ways.hotlinesWidth - ways.spacing
            height: Theme.chipHeight
            symbol: page.slim ? "" : "search"
            kind: KButton.Quiet
            fontSize: Theme.landscape ? Theme.body : Theme.h3
            text: qsTr("找一找")
            onTapped: page.app.open("search")
        }
        KButton {
            objectName: "tileHotlines"
            width: ways.hotlinesWidth
            height: Theme.chipHeight
            symbol: page.slim ? "" : "phone"
            kind: KButton.Quiet
            fontSize: Theme.landscape ? Theme.body : Theme.h3
            text: qsTr("热线")
            onTapped: page.app.open("hotlines")
        }
    }
    NoticeLine {
        id: notice

        objectName: "noticeLine"
        visible: text !== ""
        x: page.tilesX
        y: ways.y + ways.height + 20
        width: page.tilesWidth
        text: page.app.notices.line
        urgent: page.app.notices.lineUrgent
        onTapped: page.app.notices.open()
    }
    Item {
        id: grid

        readonly property real gap: 20
        readonly property real even: Math.floor((height - page.vm.lastRow * gap)
                                                / (page.vm.lastRow + 1))
        // A row of three stands its tiles upright, and needs the height for it.
        readonly property real lastHeight: page.vm.lastColumns === 3 ? Math.max(even, 236) : even
        readonly property real otherHeight: page.vm.lastRow === 0 ? 0
            : Math.floor((height - lastHeight) / page.vm.lastRow - gap)

        x: page.tilesX
        y: notice.visible ? notice.y + notice.height + gap : ways.y + ways.height + gap
        width: page.tilesWidth
        height: page.contentHeight - y - Theme.ledgeHeight

        Repeater {
            model: page.vm.tiles

            Tile {
                id: tile

                required property string name
                required property string key
                required property int row
                required property int column
                required property int columns
                required symbol
                required tint
                required title
                required note

                objectName: key
                x: Math.round(column * (width + grid.gap))
                y: Math.round(row * (grid.otherHeight + grid.gap))
                width: (grid.width - (columns - 1) * grid.gap) / columns
                height: row === page.vm.lastRow ? grid.lastHeight : grid.otherHeight
                vertical: columns === 3
                bedSize: vertical ? Math.max(56, Math.min(96, height - 46 - Theme.tile * 1.2
                                                          - Theme.body * 1.3))
                                  : Math.min(Theme.landscape ? 100 : 116, height - 24)
                symbolSize: vertical ? Math.round(bedSize * 0.67) : 76
                onTapped: page.app.open(name)
            }
        }
    }
}
