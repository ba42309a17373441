import QtQuick
import Kiosk
import Kiosk.ViewModels

// A slip from before: the number on it finds it, while the line is up.
Page {
    id: page

    required property MySlipViewModel vm
    readonly property real leftWidth: Theme.landscape ? 720 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s48 : 0
    readonly property real rightWidth: contentWidth - rightX

    status: vm.status
    objectName: "mySlipPage"

    PageTitle {
        id: title

        width: page.leftWidth
        text: qsTr("我的凭条")
    }
    Column {
        id: ask

        y: title.height + Theme.s12
        width: page.leftWidth
        spacing: Theme.s16

        KText {
            width: parent.width
            text: qsTr("请按凭条上的取件号，八位数")
            size: Theme.h3
            leading: 1.3
        }
        DigitField {
            objectName: "slipField"
            width: parent.width
            text: page.vm.shown
            hint: page.vm.hint
        }
        ErrorCard {
            objectName: "slipTrouble"
            width: parent.width
            visible: page.vm.troubleTitle !== "" && page.vm.online
            symbol: "help"
            title: page.vm.troubleTitle
            text: page.vm.troubleText
        }
        ErrorCard {
            objectName: "slipOffline"
            width: parent.width
            visible: !page.vm.online
            title: qsTr("没连上网，现在查不了")
            text: qsTr("手机扫凭条上的码，也能看到。急的话，打 12348。")
        }
        KText {
            objectName: "slipResult"
            width: parent.width
            visible: text !== ""
            text: page.vm.result
            size: Theme.h3
            strong: true
        }
        KButton {
            objectName: "openRecent"
            width: parent.width
            visible: page.vm.recent !== "" && page.vm.troubleTitle === "" && page.vm.result === ""
            height: 100
            symbol: "slip"
            text: qsTr("看刚才约的")
            onTapped: page.vm.openRecent()
        }
    }
    NumberPad {
        x: page.rightX
        y: Theme.landscape ? 0 : step.y - height - Theme.s32
        width: page.rightWidth
        full: page.vm.full
        empty: page.vm.empty
        onDigit: key => page.vm.press(key)
        onBack: page.vm.back()
    }
    KButton {
        id: step

        objectName: "primary"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: Theme.primaryHeight
        kind: KButton.Primary
        symbol: "search"
        fontSize: Theme.primary
        busy: page.vm.looking
        text: qsTr("查一查")
        available: page.vm.full && page.vm.online
        reason: page.vm.online ? page.vm.hint : qsTr("要等连上网才能查")
        onTapped: page.vm.find()
    }
}
