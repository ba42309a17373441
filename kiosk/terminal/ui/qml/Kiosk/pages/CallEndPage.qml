pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// How a call ended, in words, and what to do next: the first is the step.
Page {
    id: page

    required property CallViewModel vm
    readonly property real half: Theme.landscape ? (contentWidth - Theme.s48) / 2 : contentWidth

    objectName: "callEndPage"

    Arch {
        id: arch

        x: Theme.landscape ? 0 : Math.round((page.half - width) / 2)
        y: Theme.landscape ? Math.max(8, (page.contentHeight - height - 28 - words.height) / 2) : 12
        width: Theme.landscape ? 250 : 320
        height: Theme.landscape ? 250 : 310
        path: page.vm.portrait
        symbol: page.vm.endFault ? "cloudoff" : "phone"
        lit: false
    }
    Column {
        id: words

        y: arch.y + arch.height + (Theme.landscape ? 28 : 36)
        width: page.half
        spacing: Theme.s16

        KText {
            objectName: "pageTitle"
            width: parent.width
            visible: !page.vm.endFault
            text: page.vm.endTitle
            size: Theme.h1
            strong: true
            leading: 1.25
            horizontalAlignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        KText {
            objectName: "endText"
            width: parent.width
            visible: !page.vm.endFault
            text: page.vm.endText
            size: Theme.h3
            horizontalAlignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter
        }
        ErrorCard {
            objectName: "endFault"
            width: parent.width
            visible: page.vm.endFault
            title: page.vm.endTitle
            text: page.vm.endText
        }
    }
    Column {
        id: actions

        x: Theme.landscape ? page.half + Theme.s48 : 0
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.half
        spacing: Theme.gap

        Repeater {
            model: page.vm.actions

            KButton {
                required property int index
                required property string step
                required property string label
                required symbol

                objectName: "end_" + step
                width: actions.width
                height: index === 0 ? Theme.primaryHeight : Theme.buttonHeight
                kind: index === 0 ? KButton.Primary : KButton.Secondary
                symbolSize: index === 0 ? 76 : 48
                fontSize: index === 0 ? Theme.primary : Theme.button
                text: label
                onTapped: page.vm.act(step)
            }
        }
    }
}
