import QtQuick
import Kiosk

// One article in a list: picture, topic, title, one more line.
Tile {
    id: tile

    required property string heading
    required property string topic
    required property string badge
    required property string badgeTint
    required property bool fresh
    required property string line
    required property string picture
    required property string pictureAlt
    required tint

    // A long title takes the room of the last line, which then stands beside the topic.
    readonly property bool tight: (Theme.landscape || title.lineCount > 1) && beside
    readonly property bool beside: tags.width + 16 + aside.implicitWidth <= words.width

    // Landscape has room for one line; a longer title takes the picture's place.
    readonly property bool pictured: withPicture
        && (!Theme.landscape || measure.width < width - 26 - image.width - 28 - 30)
    property bool withPicture: true

    text: heading

    TextMetrics {
        id: measure

        font: title.font
        text: tile.heading
    }

    Picture {
        id: image

        visible: tile.pictured
        x: 26
        y: Math.round((tile.height - height) / 2) + tile.shift
        width: Theme.landscape ? 190 : 240
        height: Theme.landscape ? tile.height - 24 : Math.min(184, tile.height - 32)
        path: tile.picture
        alt: tile.pictureAlt
    }
    Column {
        id: words

        x: image.x + (tile.pictured ? image.width + 28 : 14)
        y: Math.round((tile.height - height) / 2) + tile.shift
        width: tile.width - x - 26
        spacing: Theme.landscape || title.lineCount > 1 ? 0 : 6

        Item {
            width: parent.width
            height: tags.height

            Row {
                id: tags

                spacing: 16

                Tag {
                    visible: tile.badge === ""
                    text: tile.topic
                    tint: tile.tint
                }
                Tag {
                    objectName: "badge"
                    visible: text !== ""
                    text: tile.badge
                    tint: tile.badgeTint
                }
                Tag {
                    visible: tile.fresh
                    text: qsTr("新")
                    tint: "lamp"
                }
            }
            KText {
                id: aside

                visible: tile.tight
                x: tags.width + 16
                anchors.verticalCenter: parent.verticalCenter
                text: tile.line
                color: Theme.ink2
                wrapMode: Text.NoWrap
            }
        }
        KText {
            id: title

            width: parent.width
            text: tile.heading
            size: Theme.h3
            strong: true
            leading: lineCount > 1 ? 1.2 : 1.3
        }
        KText {
            visible: !tile.tight && text !== ""
            width: parent.width
            text: tile.line
            color: Theme.ink2
            leading: 1.35
        }
    }
}
