import QtQuick
import Kiosk
import Kiosk.ViewModels

// Nobody answers: a number to be rung at, then its slip.
Page {
    id: page

    required property CallBackViewModel vm
    readonly property bool typing: vm.phase === "typing"
    readonly property bool kept: vm.phase === "waiting" || vm.phase === "received"
    readonly property real leftWidth: !Theme.landscape ? contentWidth
        : typing ? 720 : contentWidth - 440 - Theme.s48
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s48 : 0
    readonly property real rightWidth: contentWidth - rightX

    status: vm.status
    objectName: "callBackPage"

    Column {
        id: words

        width: page.leftWidth
        spacing: Theme.s16

        PageTitle {
            width: parent.width
            text: page.vm.title
        }
        KText {
            objectName: "callBackText"
            width: parent.width
            visible: text !== ""
            text: page.vm.text
            size: page.typing ? Theme.body : Theme.h3
        }
        DigitField {
            objectName: "phoneField"
            width: parent.width
            visible: page.typing
            text: page.vm.phone.shown
            hint: page.vm.phone.hint
        }
        ErrorCard {
            objectName: "callBackFailed"
            width: parent.width
            visible: page.vm.failed
            symbol: "help"
            title: qsTr("没有记上，不是您的问题")
            text: qsTr("再点一次好了。")
        }
    }
    NumberPad {
        visible: page.typing
        x: page.rightX
        y: Theme.landscape ? 0 : step.y - height - Theme.s32
        width: page.rightWidth
        full: page.vm.phone.full
        empty: page.vm.phone.empty
        onDigit: key => page.vm.phone.press(key)
        onBack: page.vm.phone.back()
    }
    SlipCard {
        objectName: "slip"
        visible: page.kept
        x: (page.leftWidth - width) / 2
        y: words.height + Theme.s32
        width: Theme.landscape ? page.leftWidth : 920
        slip: page.vm.slip
    }
    KButton {
        objectName: "callBackAgain"
        visible: page.vm.phase === "refused"
        x: page.rightX
        y: step.y - height - Theme.gap
        width: page.rightWidth
        text: qsTr("换个号码")
        onTapped: page.vm.again()
    }
    PrintButton {
        id: printing

        objectName: "printSlip"
        visible: printer.available && page.kept
        printer: page.app.printer
        slip: page.vm.slip
        x: step.x
        y: step.y
        width: step.width
        height: step.height
        kind: KButton.Primary
        fontSize: step.fontSize
    }
    KButton {
        id: step

        objectName: "primary"
        visible: !printing.visible
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: Theme.primaryHeight
        kind: KButton.Primary
        symbol: page.typing ? "phone" : Theme.landscape ? "" : "home"
        symbolSize: 76
        fontSize: Theme.landscape && !page.typing ? Theme.button : Theme.primary
        text: page.typing ? qsTr("请打给我") : qsTr("好了，回首页")
        available: !page.typing || page.vm.phone.complete
        reason: page.vm.phone.hint
        onTapped: page.typing ? page.vm.leaveNumber() : page.app.home()
    }
}
