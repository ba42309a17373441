pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// A place: open or not, where it lies, what it does, and how to take it along.
Page {
    id: page

    required property EntryViewModel vm
    readonly property real half: Theme.landscape ? (contentWidth - Theme.s32) / 2 : contentWidth

    status: vm.status
    emptyText: qsTr("这个地方不在名单里了。")
    objectName: "entryPage"

    Column {
        id: top

        x: Theme.landscape ? page.half + Theme.s32 : 0
        width: page.half
        spacing: Theme.s8

        TextMetrics {
            id: hours

            // In landscape on one line, or the week finds no room.
            readonly property bool fits: tag.width + Theme.s16 + width + 4 <= page.half

            font.pixelSize: Theme.body
            text: page.vm.openDetail + " · " + page.vm.noon
        }
        Flow {
            width: parent.width
            spacing: Theme.s16

            OpenTag {
                id: tag

                objectName: "openTag"
                openState: page.vm.openState
                text: page.vm.openTag
            }
            KText {
                objectName: "openDetail"
                topPadding: 6
                text: page.vm.noon === "" || (Theme.landscape && !hours.fits)
                      ? page.vm.openDetail : hours.text
                color: Theme.ink2
                width: Math.min(implicitWidth, parent.width)
            }
        }
        KText {
            objectName: "pageTitle"
            width: parent.width
            text: page.vm.name
            size: Theme.landscape && page.vm.name.length > 40 ? Theme.body
                : Theme.landscape && page.vm.name.length > 20 ? Theme.h3
                : page.vm.name.length > 15 || Theme.landscape ? Theme.h2 : Theme.h1
            strong: true
            leading: 1.25
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        KText {
            width: parent.width
            text: [page.vm.address, page.vm.addressHint].filter(s => s !== "").join("，")
                  + page.vm.mark
        }
    }
    KText {
        id: week

        objectName: "week"
        x: top.x
        y: top.height + Theme.s8
        width: page.half
        // In landscape the take-away stands below; what does not fit is left to 今天.
        visible: text !== "" && (!Theme.landscape || y + height < bottom.y)
        text: page.vm.week
        color: Theme.ink2
    }
    Card {
        id: map

        y: Theme.landscape ? 0 : (week.visible ? week.y + week.height : top.height) + 20
        width: page.half
        height: services.y - Theme.gap - y
        border.width: Theme.borderControl
        visible: page.vm.walk !== ""

        Item {
            x: 3
            y: 3
            width: parent.width - 6
            height: parent.height - footer.height - 3
            clip: true

            DirectionSketch {
                anchors.fill: parent
                visible: page.vm.hasSketch
                vm: page.vm
            }
            Picture {
                anchors.fill: parent
                visible: !page.vm.hasSketch && height > 150
                radius: 0
                path: visible ? page.vm.picture : ""
                alt: page.vm.name
            }
        }
        Rectangle {
            // The frame again, over the sketch's corners.
            anchors.fill: parent
            anchors.margins: -12
            radius: parent.radius + 12
            color: "transparent"
            border.width: 12
            border.color: Theme.paper
        }
        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: "transparent"
            border.width: parent.border.width
            border.color: Theme.line
        }
        Item {
            id: footer

            y: parent.height - height
            width: parent.width
            height: 112

            Icon {
                id: walker

                x: 32
                anchors.verticalCenter: parent.verticalCenter
                name: page.vm.hasSketch ? "walk" : "place"
                size: 60
            }
            KText {
                id: minutes

                objectName: "walk"
                anchors.left: walker.right
                anchors.leftMargin: Theme.s16
                anchors.verticalCenter: parent.verticalCenter
                text: page.vm.walk
                size: Theme.h2
                strong: true
                wrapMode: Text.NoWrap
            }
            KText {
                objectName: "way"
                anchors.left: minutes.right
                anchors.leftMargin: Theme.s24
                anchors.right: parent.right
                anchors.rightMargin: Theme.s24
                anchors.verticalCenter: parent.verticalCenter
                text: [page.vm.direction, page.vm.straight].filter(s => s !== "")
                      .join(Theme.landscape ? "\n" : "，")
                color: Theme.ink2
                leading: 1.2
            }
        }
    }
    Flow {
        id: services

        y: (Theme.landscape ? page.contentHeight - Theme.ledgeHeight : bottom.y - Theme.gap) - height
        width: page.half
        spacing: 14

        KText {
            topPadding: 6
            text: qsTr("能办：")
            color: Theme.ink2
            wrapMode: Text.NoWrap
        }
        Repeater {
            model: page.vm.services

            Tag {
                required property string label
                required tint

                text: label
            }
        }
    }
    Column {
        id: bottom

        x: top.x
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.half
        spacing: Theme.landscape ? 20 : Theme.gap

        Card {
            width: parent.width
            height: Math.max(code.height, takeWords.height) + 40

            QrCode {
                id: code

                objectName: "takeaway"
                x: 28
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.landscape ? 172 : 216
                height: width
                text: page.vm.takeaway
            }
            Column {
                id: takeWords

                anchors.left: code.right
                anchors.leftMargin: Theme.s32
                anchors.right: parent.right
                anchors.rightMargin: Theme.s24
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.s8

                KText {
                    width: parent.width
                    text: qsTr("扫一扫，带走地址")
                    size: Theme.h3
                    strong: true
                    leading: 1.25
                }
                KText {
                    width: parent.width
                    text: qsTr("手机上有地址和电话。")
                    color: Theme.ink2
                }
                Flow {
                    width: parent.width
                    visible: page.vm.phone !== ""
                    spacing: Theme.s12

                    Icon {
                        name: "phone"
                        size: 56
                        color: Theme.pine
                    }
                    KText {
                        objectName: "phone"
                        text: page.vm.phone
                        size: Theme.h2
                        strong: true
                        leading: 1.24
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
        KButton {
            objectName: "openNumber"
            visible: page.vm.phone !== ""
            width: parent.width
            height: 136
            kind: KButton.Primary
            symbol: "phone"
            symbolSize: 60
            fontSize: Theme.primary
            text: qsTr("打电话")
            onTapped: page.vm.openNumber()
        }
    }
}
