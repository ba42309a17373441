import QtQuick
import Kiosk
import Kiosk.ViewModels

// What the lawyer wrote, to take along.
Page {
    id: page

    required property RatingViewModel vm

    objectName: "advicePage"

    PageTitle {
        id: heading

        width: parent.width
        text: qsTr("您的凭条")
    }
    SlipCard {
        objectName: "adviceSlip"
        visible: page.vm.advice.any
        anchors.horizontalCenter: parent.horizontalCenter
        y: heading.height + Theme.gap
        width: Theme.landscape ? page.contentWidth : 872
        slip: page.vm.advice.slip
    }
    KText {
        visible: !page.vm.advice.any
        y: heading.height + Theme.gap
        width: parent.width
        text: qsTr("律师把写给您的话收回去了。")
        size: Theme.h3
    }
    KButton {
        objectName: "adviceHome"
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
