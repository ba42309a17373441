pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// What the lawyer writes while speaking: the newest line stands out, the oldest go first when
// there is no room.
Rectangle {
    id: notes

    required property AdviceBlock advice
    property bool masked: false    // others are near: nothing can be read until it is touched
    property bool uncovered: false

    onMaskedChanged: uncovered = false

    radius: Theme.radiusCard
    color: Theme.card
    border.width: Theme.borderThin
    border.color: Theme.line

    Icon {
        id: symbol

        x: 32
        y: 28
        name: "note"
        size: 48
        color: Theme.pine
    }
    KText {
        id: heading

        anchors.left: symbol.right
        anchors.leftMargin: Theme.s16
        anchors.verticalCenter: symbol.verticalCenter
        width: notes.width - x - 24
        text: qsTr("律师一边说，一边写给您看")
        strong: true
        leading: 1.25
        color: Theme.pine
    }
    Item {
        id: room

        x: 24
        y: Math.max(symbol.y + symbol.height, heading.y + heading.height) + Theme.s12
        width: notes.width - 48
        height: notes.height - y - 24

        Timer {
            interval: 20000
            running: notes.uncovered
            onTriggered: notes.uncovered = false
        }
        KButton {
            objectName: "uncoverAdvice"
            visible: notes.masked && !notes.uncovered
            anchors.centerIn: parent
            width: parent.width
            symbol: "hide"
            text: qsTr("盖住了，按一下看")
            onTapped: notes.uncovered = true
        }
        Column {
            id: lines

            visible: !notes.masked || notes.uncovered

            y: Math.min(0, room.height - height)
            width: parent.width
            spacing: Theme.s8

            Repeater {
                model: notes.advice.rows

                Rectangle {
                    id: written

                    required property string line
                    required property bool newest

                    width: lines.width
                    height: words.height + 20
                    // What is on it goes, not itself: the column would move.
                    readonly property bool fits: lines.y + y >= 0 || newest

                    radius: 16
                    color: newest ? Theme.lampT : "transparent"
                    border.width: Theme.contrast && newest ? 3 : 0
                    border.color: Theme.lamp

                    Rectangle {
                        visible: written.newest
                        width: 10
                        height: parent.height
                        radius: 5
                        color: Theme.lampD
                    }
                    Icon {
                        x: 16
                        y: 18
                        visible: !written.newest && written.fits
                        name: "check"
                        size: 40
                        color: Theme.pine
                    }
                    KText {
                        id: words

                        objectName: "adviceLine"
                        visible: written.fits
                        x: 72
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - x - 20
                        text: written.line
                        size: Theme.h3
                        leading: 1.35
                    }
                }
            }
        }
    }
}
