import QtQuick
import Kiosk

// A place in a list: picture, name, how far, open or not.
Tile {
    id: row

    required property string name
    required property string mark
    required property string walk
    required property string distance
    required property string openState
    required property string openTag
    required property string openDetail
    required property string picture
    required property string sign
    required tint

    Accessible.name: name
    Accessible.description: [walk, openTag, openDetail].join(" ")

    Picture {
        id: photo

        visible: row.picture !== ""
        x: 26
        y: Math.round((row.height - height) / 2) + row.shift
        width: Theme.landscape ? 190 : 236
        height: Math.min(row.height - 48, 200)
        path: row.picture
        radius: Theme.radiusBed
    }
    Rectangle {
        visible: row.picture === ""
        x: photo.x
        y: photo.y
        width: photo.width
        height: photo.height
        radius: Theme.radiusBed
        color: Theme.tintFill(row.tint)
        border.width: Theme.contrast ? 4 : 0
        border.color: Theme.pine

        Icon {
            anchors.centerIn: parent
            name: row.sign
            size: 96
            color: Theme.contrast ? Theme.pine : Theme.tintInk(row.tint)
        }
    }
    ExamplePlate {
        visible: row.mark !== ""
        x: photo.x + 10
        y: photo.y + photo.height - height - 10
    }
    Column {
        x: photo.x + photo.width + 28
        y: Math.round((row.height - height) / 2) + row.shift
        width: row.width - x - 28
        spacing: 10

        KText {
            width: parent.width
            text: row.name
            size: Theme.landscape ? Theme.h3 - 2 : Theme.h3
            strong: true
            leading: 1.2
            maximumLineCount: 4
        }
        Flow {
            width: parent.width
            spacing: 14
            visible: row.walk !== ""

            Icon {
                name: "walk"
                size: 52
            }
            KText {
                text: row.walk
                strong: true
                leading: 1.3
                wrapMode: Text.NoWrap
            }
            KText {
                text: row.distance
                color: Theme.ink2
                leading: 1.3
                wrapMode: Text.NoWrap
            }
        }
        Flow {
            width: parent.width
            spacing: 14

            OpenTag {
                openState: row.openState
                text: row.openTag
            }
            KText {
                topPadding: 6
                text: row.openDetail
                color: Theme.ink2
                wrapMode: Text.NoWrap
            }
        }
    }
}
