pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Asking for somebody at home: what takes no paper, and what takes which.
Page {
    id: page

    required property ForOtherViewModel vm
    readonly property bool wide: Theme.landscape
    readonly property real leftWidth: wide ? 560 : contentWidth
    readonly property real rightX: wide ? leftWidth + Theme.s32 : 0
    readonly property real rightWidth: contentWidth - rightX

    status: vm.status
    emptyText: qsTr("这一页暂时没有。直接问律师也行。")
    emptyAction: qsTr("问律师")
    onEmptyActionTapped: page.vm.ask()
    objectName: "forOtherPage"

    component Lines: Card {
        id: card

        property string heading: ""
        property string prefix: ""
        required property var rows

        height: lines.height + 2 * Theme.s24

        Column {
            id: lines

            x: Theme.s32
            y: Theme.s24
            width: parent.width - 2 * x
            spacing: Theme.landscape ? Theme.s8 : Theme.s12

            KText {
                width: parent.width
                text: card.heading
                size: Theme.h3
                strong: true
                color: Theme.pine
                leading: 1.25
            }
            Repeater {
                model: card.rows

                Column {
                    id: line

                    required property int index
                    required property string words
                    required property string paper
                    required property string badge
                    required property string badgeTint

                    width: lines.width

                    KText {
                        objectName: card.prefix + "_" + line.index
                        width: parent.width
                        text: line.words
                        strong: true
                        leading: 1.3
                    }
                    KText {
                        objectName: card.prefix + "Paper_" + line.index
                        width: parent.width
                        text: line.paper
                        color: Theme.ink2
                        leading: 1.3
                    }
                    Tag {
                        visible: text !== ""
                        text: line.badge
                        tint: line.badgeTint
                    }
                }
            }
        }
    }

    PageTitle {
        id: heading

        width: page.leftWidth
        text: qsTr("替家人问")
    }
    Lines {
        id: free

        objectName: "freeCard"
        prefix: "free"
        y: heading.height + Theme.s16
        width: page.leftWidth
        heading: qsTr("不用手续")
        rows: page.vm.free
    }
    Lines {
        objectName: "boundCard"
        prefix: "bound"
        x: page.rightX
        y: page.wide ? 0 : free.y + free.height + Theme.s16
        width: page.rightWidth
        heading: qsTr("要手续")
        rows: page.vm.bound
    }
    KButton {
        objectName: "askForOther"
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.leftWidth
        height: 136
        kind: KButton.Primary
        symbol: "people"
        fontSize: page.app.english ? 46 : Theme.primary
        text: qsTr("知道了，去问律师")
        onTapped: page.vm.ask()
    }
}
