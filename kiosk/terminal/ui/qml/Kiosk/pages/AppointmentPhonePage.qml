import QtQuick
import Kiosk
import Kiosk.ViewModels

// Step 2: a number to be reminded at, or none: both complete the booking.
Page {
    id: page

    required property AppointmentViewModel vm
    readonly property real leftWidth: Theme.landscape ? 720 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s48 : 0
    readonly property real rightWidth: contentWidth - rightX

    status: vm.status
    objectName: "appointmentPhonePage"

    PageTitle {
        id: title

        width: page.leftWidth
        text: page.vm.title
        aside: page.vm.step
    }
    Card {
        id: chosen

        y: title.height + Theme.s12
        width: page.leftWidth
        height: what.height + 40

        Column {
            id: what

            x: 32
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - 64

            KText {
                objectName: "chosenText"
                width: parent.width
                text: page.vm.chosenText
                size: Theme.h3
                strong: true
                leading: 1.3
            }
            KText {
                width: parent.width
                text: page.vm.lawyer
                leading: 1.3
            }
        }
    }
    Column {
        id: ask

        y: chosen.y + chosen.height + Theme.s32
        width: page.leftWidth
        spacing: Theme.s16

        KText {
            width: parent.width
            text: qsTr("留个电话，有事好找您")
            size: Theme.h3
            strong: true
            leading: 1.3
        }
        DigitField {
            objectName: "phoneField"
            width: parent.width
            text: page.vm.phone.shown
            hint: page.vm.phone.hint
        }
        ErrorCard {
            objectName: "appointmentTrouble"
            width: parent.width
            visible: page.vm.trouble !== "" && Theme.landscape
            symbol: "help"
            title: page.vm.trouble
        }
    }
    NumberPad {
        id: pad

        x: page.rightX
        y: Theme.landscape ? 0 : ask.y + ask.height + Theme.s24
        width: page.rightWidth
        more: qsTr("不留号码")
        full: page.vm.phone.full
        empty: page.vm.phone.empty
        onDigit: key => page.vm.phone.press(key)
        onBack: page.vm.phone.back()
        onMoreTapped: page.vm.book(false)
    }
    ErrorCard {
        visible: page.vm.trouble !== "" && !Theme.landscape
        y: step.y - height - Theme.s16
        width: parent.width
        symbol: "help"
        title: page.vm.trouble
    }
    KText {
        objectName: "lineNote"
        visible: text !== "" && page.vm.trouble === ""
        x: 0
        y: (Theme.landscape ? page.contentHeight - Theme.ledgeHeight : step.y - Theme.s16) - height
        width: page.leftWidth
        text: page.vm.lineNote
        color: Theme.ink2
        leading: 1.3
    }
    KButton {
        id: step

        objectName: "primary"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: Theme.primaryHeight
        kind: KButton.Primary
        fontSize: Theme.primary
        text: page.vm.phone.complete ? qsTr("约好") : qsTr("填完号码，就能约好")
        available: page.vm.phone.complete
        reason: page.vm.phone.empty ? qsTr("填好号码，或点“不留号码”") : page.vm.phone.hint
        onTapped: page.vm.book(true)
    }
}
