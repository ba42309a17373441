pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// A small quarrel may be settled with a mediator: what that is, and what it is not for.
Page {
    id: page

    required property MediationViewModel vm
    readonly property real half: Theme.landscape ? (contentWidth - Theme.gap) * 0.6 : contentWidth

    PageTitle {
        id: heading

        width: parent.width
        text: qsTr("小纠纷，找人调解")
    }
    KText {
        id: about

        y: heading.height
        width: parent.width
        text: qsTr("邻里口角、漏水、小额欠款，可以请调解员帮着说和。")
    }
    Column {
        y: about.y + about.height + Theme.gap
        width: page.half
        spacing: Theme.gap

        Repeater {
            model: page.vm.rows

            HelpCard {
                required property string note
                required symbol
                required tint
                required title

                width: page.half
                titleSize: Theme.h3
                text: note
            }
        }
    }
    Column {
        x: Theme.landscape ? page.half + Theme.gap : 0
        y: page.contentHeight - height - Theme.ledgeHeight
        width: Theme.landscape ? page.contentWidth - x : page.contentWidth
        spacing: Theme.gap

        KButton {
            objectName: "mediationViolence"
            width: parent.width
            kind: KButton.Stop
            symbol: "heart"
            text: qsTr("家里有人动手")
            onTapped: page.vm.violence()
        }
        KButton {
            objectName: "findMediators"
            width: parent.width
            height: Theme.primaryHeight
            kind: KButton.Primary
            symbol: "place"
            text: qsTr("看调解员在哪")
            onTapped: page.vm.findMediators()
        }
    }
}
