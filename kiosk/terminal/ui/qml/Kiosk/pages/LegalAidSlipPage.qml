import QtQuick
import Kiosk
import Kiosk.ViewModels

// What to take along from the legal-aid check: where, with what, by when. No answers are on it.
Page {
    id: page

    required property LegalAidViewModel vm

    status: vm.status
    emptyText: qsTr("自测要从头做一次。")
    emptyAction: qsTr("开始自测")
    onEmptyActionTapped: page.vm.again()
    objectName: "legalAidSlipPage"

    PageTitle {
        id: heading

        width: parent.width
        text: qsTr("您的凭条")
    }
    SlipCard {
        objectName: "legalAidSlip"
        anchors.horizontalCenter: parent.horizontalCenter
        y: heading.height + Theme.gap
        width: Theme.landscape ? page.contentWidth : 920
        slip: page.vm.slip
    }
    PrintButton {
        id: printing

        objectName: "printSlip"
        printer: page.app.printer
        slip: page.vm.slip
        x: page.contentWidth - width
        y: home.y
        width: (page.contentWidth - Theme.gap) * 0.6
        height: home.height
        kind: KButton.Primary
        fontSize: Theme.button
    }
    KButton {
        id: home

        objectName: "slipHome"
        y: page.contentHeight - height - Theme.ledgeHeight
        width: printing.visible ? page.contentWidth - printing.width - Theme.gap : page.contentWidth
        height: 136
        kind: printing.visible ? KButton.Secondary : KButton.Primary
        symbol: printing.visible ? "" : "home"
        fontSize: printing.visible ? Theme.button : Theme.primary
        text: printing.visible ? qsTr("回首页") : qsTr("带好了，回首页")
        onTapped: page.app.home()
    }
}
