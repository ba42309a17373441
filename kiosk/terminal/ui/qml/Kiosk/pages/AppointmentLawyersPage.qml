pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Another lawyer: by what they know, this community's own first.
Page {
    id: page

    required property AppointmentViewModel vm
    readonly property int columns: Theme.landscape ? 2 : 1
    readonly property int rows: Theme.landscape ? 2 : 4
    readonly property real above: topics.y + topics.height + Theme.gap
    readonly property real rowHeight: Math.floor((contentHeight - above - pager.height - Theme.gap
                                                  - (rows - 1) * Theme.gap) / rows)

    status: vm.status
    objectName: "appointmentLawyersPage"
    Component.onCompleted: page.vm.setLawyerRows(page.rows * page.columns)

    PageTitle {
        id: title

        width: parent.width
        text: qsTr("约哪位律师？")
    }
    Grid {
        id: topics

        readonly property real part: (width - (columns - 1) * columnSpacing) / columns

        y: title.height + Theme.s8
        width: parent.width
        columns: Theme.landscape ? 6 : 3
        columnSpacing: Theme.s16
        rowSpacing: Theme.s16

        Repeater {
            model: page.vm.topics

            Chip {
                required property string key
                required property string label
                required property bool chosen

                objectName: "topic_" + (key === "" ? "all" : key)
                width: topics.part
                ticked: !Theme.landscape
                text: label
                selected: chosen
                onTapped: page.vm.chooseTopic(key)
            }
        }
    }
    Grid {
        y: page.above
        columns: page.columns
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: page.vm.lawyers

            LawyerRow {
                required property string lawyerId

                objectName: "lawyer_" + lawyerId
                width: (page.contentWidth - (page.columns - 1) * Theme.gap) / page.columns
                height: page.rowHeight
                onTapped: page.vm.chooseLawyer(lawyerId)
            }
        }
    }
    Pager {
        id: pager

        y: page.contentHeight - height
        width: parent.width
        page: page.vm.lawyerPage
        pages: page.vm.lawyerPages
        primary: false
        onPrevious: page.vm.turnLawyers(-1)
        onNext: page.vm.turnLawyers(1)
    }
}
