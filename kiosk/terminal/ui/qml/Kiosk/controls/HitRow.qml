import QtQuick
import Kiosk

// One result of a search: what it is, its title and a line, with the words that were searched for
// marked. The texts are styled runs that the view model has escaped.
Tile {
    id: row

    required property string line
    required property string badge
    required property string badgeTint
    required property string spoken  // what it is, and its second line, without marks
    required property string spokenLine
    required property string heading
    required symbol
    required tint
    property bool tight: false  // beside the board: one line each

    text: spoken
    Accessible.name: spoken
    Accessible.description: [badge, spokenLine].join(" ").trim()

    Rectangle {
        id: bed

        x: 24
        y: Math.round((row.height - height) / 2) + row.shift
        width: row.tight ? 88 : 100
        height: width
        radius: Theme.radiusBed
        color: Theme.tintFill(row.tint)
        border.width: Theme.contrast ? 4 : 0
        border.color: Theme.pine

        Icon {
            anchors.centerIn: parent
            name: row.symbol
            size: 60
            color: Theme.contrast ? Theme.pine : Theme.tintInk(row.tint)
        }
    }
    Column {
        x: bed.x + bed.width + 24
        y: Math.round((row.height - height) / 2) + row.shift
        width: row.width - x - 84
        spacing: row.tight ? 0 : 6

        KText {
            objectName: "hitTitle"
            width: parent.width
            text: row.heading
            textFormat: Text.StyledText
            size: Theme.h3
            strong: true
            leading: 1.2
        }
        Tag {
            visible: row.badge !== "" && !row.tight
            text: row.badge
            tint: row.badgeTint
        }
        KText {
            objectName: "hitLine"
            width: parent.width
            text: row.tight && row.badge !== "" ? row.badge : row.line
            textFormat: Text.StyledText
            color: row.tight && row.badge !== "" ? Theme.ink : Theme.ink2
            leading: 1.25
        }
    }
    Icon {
        anchors.right: parent.right
        anchors.rightMargin: 24
        y: Math.round((row.height - height) / 2) + row.shift
        name: "next"
        size: 44
    }
}
