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
    KButton {
        objectName: "slipHome"
        y: page.contentHeight - height - Theme.ledgeHeight
        width: parent.width
        height: 136
        kind: KButton.Primary
        symbol: "home"
        fontSize: Theme.primary
        text: qsTr("带好了，回首页")
        onTapped: page.app.home()
    }
}
