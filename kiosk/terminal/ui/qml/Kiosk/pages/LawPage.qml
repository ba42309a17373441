pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// A law: its chapters, or one of its articles.
Page {
    id: page

    required property LawViewModel vm

    reach: page.vm.mode === "article" ? Page.Fits : Page.Turned
    panelTitle: page.vm.title
    panelNote: page.vm.badge !== "" ? page.vm.badge + "\n" + page.vm.badgeNote : page.vm.hint
    panelQr: page.vm.qr
    status: page.vm.lawStatus
    emptyText: qsTr("这部法律不在这台机器里了，看看别的。")

    Loader {
        anchors.fill: parent
        active: page.status === PageState.READY
        sourceComponent: page.vm.mode === "article" ? article : chapters
    }
    Component {
        id: article

        Reader {
            app: page.app
            vm: page.vm
        }
    }
    Component {
        id: chapters

        Item {
            id: contents

            readonly property int columns: Theme.landscape ? 2 : 1
            readonly property int lines: Theme.landscape ? 3 : 5
            readonly property int room: columns * lines

            Component.onCompleted: page.vm.setRoom(room)
            onRoomChanged: page.vm.setRoom(room)

            Column {
                id: head

                width: parent.width
                spacing: Theme.s8

                KText {
                    objectName: "pageTitle"
                    width: parent.width
                    text: page.vm.lawTitle
                    size: page.vm.lawTitle.length > 15 && !Theme.landscape ? Theme.h2 : Theme.h1
                    strong: true
                    leading: 1.25
                    Accessible.role: Accessible.Heading
                    Accessible.name: text
                }
                Tag {
                    objectName: "badge"
                    visible: text !== ""
                    text: page.vm.lawBadge
                    tint: page.vm.lawBadgeTint
                }
                KText {
                    objectName: "lawFacts"
                    width: parent.width
                    text: [page.vm.lawIssuer, page.vm.lawFacts].filter(s => s !== "")
                          .join(Theme.landscape ? " · " : "\n")
                    color: Theme.ink2
                }
            }
            Grid {
                id: list

                readonly property real cellHeight: Math.floor(
                    (pager.y - Theme.gap - y - (contents.lines - 1) * spacing) / contents.lines)

                y: head.height + Theme.gap
                width: parent.width
                columns: contents.columns
                spacing: Theme.gap

                Repeater {
                    model: page.vm.chapters

                    Tile {
                        id: tile

                        required property int index
                        required property string heading
                        required property string goal
                        required note

                        objectName: "chapter_" + index
                        width: (list.width - (list.columns - 1) * list.spacing) / list.columns
                        height: Math.min(200, list.cellHeight)
                        symbol: "note"
                        tint: "pine"
                        title: heading
                        titleSize: Theme.h3
                        onTapped: page.vm.openChapter(goal)
                    }
                }
            }
            Pager {
                id: pager

                y: parent.height - height
                width: parent.width
                page: page.vm.page
                pages: page.vm.pages
                onNext: page.vm.turnChapters(1)
                onPrevious: page.vm.turnChapters(-1)
            }
        }
    }
}
