pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Six numbers that help, large.
Page {
    id: page

    required property HotlineViewModel vm

    PageTitle {
        id: heading

        width: parent.width
        text: qsTr("常用热线")
        aside: qsTr("点一下，看怎么打")
    }
    Grid {
        id: grid

        readonly property real partWidth: (page.contentWidth - (columns - 1) * Theme.gap) / columns
        readonly property real partHeight: Math.floor((page.contentHeight - y - (6 / columns - 1)
                                                       * Theme.gap - Theme.ledgeHeight)
                                                      * columns / 6)

        y: heading.height + Theme.gap
        columns: Theme.landscape ? 3 : 2
        spacing: Theme.gap

        Repeater {
            model: page.vm.rows

            Tile {
                id: tile

                required property string number
                required property string name
                required property string about
                required tint

                objectName: "hotline_" + number
                width: grid.partWidth
                height: grid.partHeight
                text: name + " " + number
                onTapped: page.vm.openNumber(number)

                Column {
                    x: 32
                    y: Math.round((tile.height - (Theme.landscape ? 288 : 320)) / 2) + tile.shift
                    width: tile.width - 64
                    spacing: Theme.landscape ? 0 : Theme.s8

                    KText {
                        width: parent.width
                        text: tile.name
                        size: Theme.tile
                        strong: true
                    }
                    KText {
                        width: parent.width
                        text: tile.number
                        size: Theme.landscape ? 96 : 118
                        strong: true
                        leading: 1.15
                        color: Theme.contrast ? Theme.pine : Theme.tintInk(tile.tint)
                    }
                    KText {
                        width: parent.width
                        text: tile.about
                        color: Theme.ink2
                        leading: 1.3
                    }
                }
            }
        }
    }
}
