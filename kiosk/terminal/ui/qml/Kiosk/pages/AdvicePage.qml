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
    PrintButton {
        id: printing

        objectName: "printSlip"
        visible: printer.available && page.vm.advice.any
        printer: page.app.printer
        slip: page.vm.advice.slip
        x: page.contentWidth - width
        y: home.y
        width: (page.contentWidth - Theme.gap) * 0.6
        height: home.height
        kind: KButton.Primary
        fontSize: Theme.button
    }
    KButton {
        id: home

        objectName: "adviceHome"
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
