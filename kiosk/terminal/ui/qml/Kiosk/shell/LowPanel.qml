import QtQuick
import Kiosk

// Low reach: what is too high to touch only speaks. Title, duty and a picture of the page.
Rectangle {
    id: panel

    property Page page: null
    readonly property bool told: page !== null && page.panelTitle !== ""
    readonly property string qr: told ? page.panelQr : ""
    readonly property bool pictured: !told || qr === ""
    readonly property real side: Theme.landscape ? 400 : 380  // what stands at the right takes this

    color: Theme.night

    MouseArea {
        anchors.fill: parent
    }
    Rectangle {
        visible: Theme.contrast
        y: parent.height - height
        width: parent.width
        height: 4
        color: Theme.line
    }
    Column {
        id: words

        x: Theme.margin
        y: Theme.headerHeight + Math.max(8, Math.round((panel.height - Theme.headerHeight
                                                        - height) / 2) - 8)
        width: panel.width - 2 * Theme.margin - panel.side - Theme.gap
        spacing: Theme.landscape ? Theme.s12 : Theme.gap

        Flow {
            width: parent.width
            spacing: Theme.gap

            KText {
                objectName: "panelTitle"
                width: Math.min(implicitWidth, parent.width)
                text: panel.told ? panel.page.panelTitle : qsTr("这一页可以上下翻着看。")
                size: panel.told ? Theme.h1 : Theme.h2
                strong: true
                leading: 1.25
                color: Theme.cream
                elide: Text.ElideRight
                maximumLineCount: Theme.landscape ? 2 : 4
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            Rectangle {
                visible: panel.told && panel.page.panelDutyText !== ""
                width: duty.width
                height: duty.height
                radius: Theme.radiusTag
                color: Theme.paper

                DutyTag {
                    id: duty

                    objectName: "panelDuty"
                    status: panel.told ? panel.page.panelDuty : ""
                    text: panel.told ? panel.page.panelDutyText : ""
                }
            }
        }
        KText {
            objectName: "panelNote"
            width: parent.width
            visible: text !== ""
            text: panel.told ? panel.page.panelNote : ""
            color: Theme.cream
        }
    }
    Arch {
        visible: panel.pictured
        anchors.right: parent.right
        anchors.rightMargin: Theme.landscape ? 96 : Theme.margin
        anchors.bottom: parent.bottom
        width: Theme.landscape ? 240 : panel.side
        height: panel.height - Theme.headerHeight - (Theme.landscape ? 8 : 76)
        path: panel.told ? panel.page.panelPicture : ""
    }
    Column {
        visible: panel.qr !== ""
        anchors.right: parent.right
        anchors.rightMargin: Theme.landscape ? 96 : Theme.margin
        y: words.y + Math.round((words.height - height) / 2)
        width: code.width
        spacing: Theme.s12

        QrCode {
            id: code

            objectName: panel.qr !== "" ? "qr" : ""
            width: Theme.landscape ? 210 : 260
            height: width
            text: panel.qr
        }
        KText {
            visible: !Theme.landscape
            width: parent.width
            text: qsTr("扫码带回家")
            horizontalAlignment: Text.AlignHCenter
            color: Theme.cream
            leading: 1.2
        }
    }
}
