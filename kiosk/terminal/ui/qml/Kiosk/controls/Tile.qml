import QtQuick
import QtQuick.Templates as T
import Kiosk

// A raised card that is one target. With `title` it draws icon, title and second line; without,
// children are the content (put them in, anchored to the tile).
T.AbstractButton {
    id: tile

    property string symbol: ""
    property string title: ""
    property string note: ""
    property string tint: "pine"
    property bool vertical: false
    // Where an upright tile is low, its rim is narrower.
    readonly property int inset: vertical && height < 250 ? 18 : 26
    property int symbolSize: vertical ? 64 : 76
    property int bedSize: vertical ? 96 : 116
    property int titleSize: Theme.tile
    property bool available: true
    property string reason: ""

    readonly property bool down_: pressed && available
    readonly property real shift: down_ ? Theme.ledgeHeight : 0

    signal tapped()

    implicitHeight: 200
    focusPolicy: Qt.TabFocus
    onPressed: Notice.sound("touch")
    onClicked: available ? tapped() : Notice.say(reason)

    Accessible.role: Accessible.Button
    Accessible.name: title !== "" ? title : text
    Accessible.description: note

    background: Item {
        Rectangle {
            visible: tile.available && !tile.down_ && Theme.ledgeHeight > 0
            width: parent.width
            height: parent.height
            y: Theme.ledgeHeight
            radius: Theme.radiusCard
            color: Theme.ledge
        }
        Rectangle {
            y: tile.shift
            width: parent.width
            height: parent.height
            radius: Theme.radiusCard
            color: !tile.available ? Theme.sunk
                 : tile.down_ ? (Theme.contrast ? Theme.sunk : Theme.tintFill(tile.tint))
                 : Theme.card
            border.width: tile.available ? Theme.borderThin : 0
            border.color: Theme.line
        }
        Dashes {
            visible: !tile.available
            anchors.fill: parent
            radius: Theme.radiusCard
        }
        FocusRing {
            target: tile
            visible: tile.visualFocus
            radiusInside: Theme.radiusCard
        }
    }

    contentItem: Item {
        Rectangle {
            id: bed

            visible: tile.title !== ""
            x: tile.vertical ? 28 : 26
            y: tile.vertical ? tile.inset + tile.shift
                             : Math.round((parent.height - height) / 2) + tile.shift
            width: tile.bedSize
            height: tile.bedSize
            radius: tile.vertical ? 24 : Theme.radiusBed
            color: tile.available ? Theme.tintFill(tile.tint) : "transparent"
            border.width: Theme.contrast ? 4 : 0
            border.color: Theme.pine

            Icon {
                anchors.centerIn: parent
                name: tile.symbol
                size: tile.symbolSize
                color: !tile.available ? Theme.dis
                     : Theme.contrast ? Theme.pine : Theme.tintInk(tile.tint)
            }
        }
        Column {
            visible: tile.title !== ""
            x: tile.vertical ? 28 : bed.x + bed.width + 22
            y: tile.vertical ? parent.height - height - tile.inset + 2 + tile.shift
                             : Math.round((parent.height - height) / 2) + tile.shift
            width: parent.width - x - 20
            spacing: 6

            KText {
                width: parent.width
                text: tile.title
                size: tile.titleSize
                strong: true
                leading: 1.2
                color: tile.available ? Theme.ink : Theme.dis
            }
            KText {
                width: parent.width
                visible: text !== ""
                text: tile.available || tile.reason === "" ? tile.note : tile.reason
                leading: 1.3
                color: tile.available ? Theme.ink2 : Theme.dis
            }
        }
    }
}
