pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// A notice over the page, under the header: what happened and 知道了. In a call it is one line.
Item {
    id: plate

    required property NoticeBoardViewModel board
    readonly property bool urgent: board.urgent
    readonly property bool slim: board.slim
    readonly property KText last: board.text !== "" ? words : title
    property bool settled: false  // the finger that was on its way to the page hits nothing here

    objectName: "noticePlate"
    height: slim ? Math.max(top.height, title.height) + 2 * Theme.s12
                 : last.y + last.height + Theme.s24

    onVisibleChanged: plate.settled = false

    Timer {
        interval: 600
        running: plate.visible && !plate.settled
        onTriggered: plate.settled = true
    }
    MouseArea {
        anchors.fill: parent
    }
    Rectangle {
        y: Theme.ledgeHeight
        width: parent.width
        height: parent.height
        radius: Theme.radiusCard
        color: plate.urgent ? Theme.cinP : Theme.ledge
        visible: Theme.ledgeHeight > 0
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusCard
        color: plate.urgent ? Theme.cinT : Theme.card
        border.width: Theme.borderStrong
        border.color: plate.urgent ? Theme.cin : Theme.pine
    }
    Item {
        id: top

        x: 30
        y: plate.slim ? Theme.s12 : Theme.s16
        width: parent.width - 60
        height: plate.slim ? 92 : Theme.buttonHeight

        Icon {
            id: sign

            anchors.verticalCenter: parent.verticalCenter
            name: plate.urgent ? "alarm" : "news"
            size: plate.slim ? 60 : 76
            color: plate.urgent ? Theme.cin : Theme.pine
        }
        KText {
            id: kind

            anchors.left: sign.right
            anchors.leftMargin: Theme.s24
            anchors.verticalCenter: parent.verticalCenter
            visible: !plate.slim
            text: (plate.urgent ? qsTr("紧急通知") : qsTr("通知"))
                  + (plate.board.example ? qsTr("（示例）") : "")
            width: Math.min(implicitWidth, (other.visible ? other.x : away.x) - x - Theme.s16)
            strong: true
            leading: 1.2
            color: plate.urgent ? Theme.cin : Theme.pine
        }
        KButton {
            id: away

            objectName: "noticeAway"
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            height: plate.slim ? 92 : 100
            kind: plate.urgent ? KButton.Stop : KButton.Secondary
            text: qsTr("知道了")
            onTapped: {
                if (plate.settled)
                    plate.board.putAway();
            }
        }
        KButton {
            id: other

            objectName: "noticeNext"
            visible: plate.board.more && !plate.slim
            anchors.right: away.left
            anchors.rightMargin: Theme.s16
            anchors.verticalCenter: parent.verticalCenter
            height: 100
            text: qsTr("下一条")
            onTapped: plate.board.next()
        }
    }
    KText {
        id: title

        objectName: "noticeTitle"
        readonly property real inset: plate.slim ? sign.width + Theme.s24 : 0

        x: top.x + inset
        y: plate.slim ? Math.round((plate.height - height) / 2) : top.y + top.height + Theme.s8
        width: top.width - inset - (plate.slim ? away.width + Theme.s24 : 0)
        text: plate.board.title
        size: plate.slim ? Theme.body : Theme.h3
        strong: true
        leading: 1.3
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    KText {
        id: words

        objectName: "noticeText"
        x: top.x
        y: title.y + title.height + Theme.s8
        width: top.width
        visible: !plate.slim && text !== ""
        text: plate.board.text
    }
}
