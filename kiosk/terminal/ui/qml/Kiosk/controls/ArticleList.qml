pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Title, topics, a few things to read, pager: news, guides, questions and laws alike.
Item {
    id: list

    required property TopicListViewModel vm
    property string title: ""
    property bool pictured: true
    property Component head: PageTitle {
        visible: !Theme.low  // the panel says it
        height: visible ? implicitHeight : 0
        text: list.title
        aside: list.vm.aside
    }
    // Beside tabs, a page that is lowered and wide has room for one.
    readonly property int count: Math.max(1, Math.min(Theme.itemsFit, Math.floor(rows.room / 130)))
    readonly property int slots: Theme.landscape ? 8 : 5

    Component.onCompleted: list.vm.setRoom(count, slots)
    onCountChanged: list.vm.setRoom(count, slots)

    Loader {
        id: heading

        width: parent.width
        sourceComponent: list.head
    }
    ChipRow {
        id: chips

        y: heading.height + (heading.height === 0 ? 0 : Theme.landscape ? 8 : Theme.gap)
        width: parent.width
        model: list.vm.chips
        onChosen: key => list.vm.choose(key)
    }
    Column {
        id: rows

        readonly property real room: pager.y - y - (Theme.landscape ? 14 : Theme.gap)
        readonly property real part: Math.floor((room - (list.count - 1) * spacing)
                                                / list.count)

        y: chips.y + (chips.count > 0 ? Theme.chipHeight + (Theme.landscape ? Theme.s16
                                                                               : Theme.gap) : 0)
        spacing: Theme.landscape ? Theme.s16 : Theme.gap

        Repeater {
            model: list.vm.items

            ArticleTile {
                required property int index
                required property string goal
                required property string itemId

                objectName: "article_" + index
                width: list.width
                height: rows.part
                withPicture: list.pictured
                onTapped: list.vm.openItem(goal, itemId)
            }
        }
    }
    Pager {
        id: pager

        y: list.height - height
        width: parent.width
        page: list.vm.page
        pages: list.vm.pages
        onNext: list.vm.next()
        onPrevious: list.vm.previous()
    }
}
