pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// What somebody comes with: what to do first, the right bodies, the lawyers who know it.
Page {
    id: page

    required property NeedViewModel vm
    readonly property real leftWidth: Theme.landscape ? 690 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.gap : 0
    readonly property real rightWidth: contentWidth - rightX

    status: vm.status
    emptyText: qsTr("这一条已经收回了，看看别的。")
    objectName: "needPage"

    Column {
        id: head

        width: page.leftWidth
        spacing: Theme.s8

        KText {
            objectName: "pageTitle"
            width: parent.width
            text: page.vm.title
            size: Theme.h1
            strong: true
            leading: 1.25
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Tag {
            objectName: "badge"
            visible: text !== ""
            text: page.vm.badge
            tint: page.vm.badgeTint
        }
    }
    Card {
        id: first

        y: head.height + Theme.s16
        width: page.leftWidth
        height: steps.height + 2 * Theme.s24

        Column {
            id: steps

            x: Theme.s32
            y: Theme.s24
            width: parent.width - 2 * Theme.s32
            spacing: Theme.s12

            Repeater {
                model: page.vm.steps

                Item {
                    id: step

                    required property int number
                    required property string words

                    width: steps.width
                    height: Math.max(disc.height, said.height)

                    Rectangle {
                        id: disc

                        width: 60
                        height: 60
                        radius: 30
                        color: Theme.lampT
                        border.width: Theme.contrast ? 4 : 0
                        border.color: Theme.lamp

                        KText {
                            anchors.centerIn: parent
                            text: step.number
                            strong: true
                            color: Theme.lampI
                            wrapMode: Text.NoWrap
                        }
                    }
                    KText {
                        id: said

                        objectName: "step_" + step.number
                        x: disc.width + Theme.s16
                        topPadding: 2
                        width: parent.width - x
                        text: step.words
                        leading: 1.3
                    }
                }
            }
        }
    }
    Row {
        id: more

        readonly property int shown: (guides.visible ? 1 : 0) + (line.visible ? 1 : 0)

        x: 0
        y: Theme.landscape ? page.contentHeight - height - Theme.ledgeHeight
                           : ask.y - height - Theme.gap
        width: page.leftWidth
        height: visible ? Theme.buttonHeight : 0
        spacing: Theme.s16
        visible: shown > 0

        KButton {
            id: guides

            objectName: "openGuides"
            visible: page.vm.guides > 0
            width: (more.width - (more.shown - 1) * more.spacing) / Math.max(1, more.shown)
            symbol: "guide"
            fontSize: Theme.elderly ? 44 : 40
            text: qsTr("看指南")
            onTapped: page.vm.openGuides()
        }
        KButton {
            id: line

            objectName: "openHotline"
            visible: page.vm.hotline !== ""
            width: guides.visible ? guides.width : more.width
            symbol: "phone"
            fontSize: Theme.elderly ? 44 : 40
            text: qsTr("打 %1").arg(page.vm.hotline)
            onTapped: page.vm.openHotline()
        }
    }
    KText {
        id: where

        x: page.rightX
        y: Theme.landscape ? 4 : first.y + first.height + Theme.s16
        text: qsTr("去哪里")
        size: Theme.h3
        strong: true
    }
    Column {
        id: bodies

        readonly property real end: Theme.landscape ? ask.y : more.y
        readonly property real part: Math.floor((end - y - Theme.gap - 2 * spacing
                                                 - Theme.ledgeHeight) / 3)

        x: page.rightX
        y: where.y + where.height + Theme.s8
        width: page.rightWidth
        spacing: Theme.s16

        Repeater {
            model: page.vm.bodies

            Tile {
                required property int index
                required property string entryId
                required property string name
                required property string about
                required property string sign
                required tint

                objectName: "entry_" + index
                width: bodies.width
                height: Math.min(220, bodies.part)
                symbol: sign
                bedSize: 96
                symbolSize: 64
                title: name
                titleSize: Theme.landscape || page.app.english ? Theme.body : Theme.h3
                note: about
                onTapped: page.vm.openEntry(entryId)
            }
        }
    }
    KButton {
        id: ask

        objectName: "openLawyers"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: 124
        kind: KButton.Primary
        symbol: "people"
        visible: page.vm.lawyers > 0
        text: qsTr("懂这类事的律师 %1 位").arg(page.vm.lawyers)
        onTapped: page.vm.openLawyers()
    }
}
