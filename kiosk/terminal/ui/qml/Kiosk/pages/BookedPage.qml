pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// One appointment: how it stands, its slip, and what can be done about it.
Page {
    id: page

    required property BookedViewModel vm
    readonly property bool refused: vm.phase === "refused"
    readonly property bool over: vm.phase === "cancelled"
    readonly property bool stands: !refused && !over

    status: vm.status
    emptyText: qsTr("这个预约不在这里了。")
    objectName: "bookedPage"

    Column {
        id: words

        width: parent.width
        spacing: Theme.s8

        PageTitle {
            width: parent.width
            text: page.vm.title
        }
        KText {
            objectName: "bookedText"
            width: parent.width
            visible: text !== "" && !page.refused
            text: page.vm.text
            size: page.over ? Theme.h3 : Theme.body
        }
        ErrorCard {
            objectName: "bookedRefused"
            width: parent.width
            visible: page.refused
            symbol: "clock"
            title: page.vm.text
            text: page.vm.hasOffers ? qsTr("不是您的问题。下面这些时间还空着。")
                                    : qsTr("不是您的问题。可以看看别的时间，或换一位律师。")
        }
        ErrorCard {
            objectName: "bookedFailed"
            width: parent.width
            visible: page.vm.failed
            symbol: "help"
            title: qsTr("没有记上，不是您的问题")
            text: qsTr("再点一次好了。")
        }
    }
    Column {
        y: words.height + Theme.s32
        width: parent.width
        visible: page.refused
        spacing: Theme.s16

        Repeater {
            model: page.vm.offers

            Chip {
                required property int index
                required property string key
                required property string label
                required property bool chosen

                objectName: "offer_" + index
                width: page.contentWidth
                height: 124
                fontSize: Theme.h3
                ticked: true
                text: label
                selected: chosen
                onTapped: page.vm.pick(key)
            }
        }
    }
    ArchTick {
        visible: page.over
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(words.height + Theme.s24, (step.y - height) / 2)
    }
    SlipCard {
        objectName: "slip"
        visible: page.stands
        x: (parent.width - width) / 2
        y: words.height + Theme.s16
        width: Theme.landscape ? Math.min(1500, parent.width) : 920
        slip: page.vm.slip
    }
    Row {
        id: others

        y: step.y - height - Theme.gap
        width: parent.width
        visible: page.stands
        spacing: Theme.gap

        KButton {
            objectName: "changeAppointment"
            width: (parent.width - Theme.gap) / 2
            symbol: "clock"
            text: qsTr("改时间")
            available: page.vm.phase === "booked" || page.vm.phase === "waiting"
            reason: qsTr("请等一下，马上就好")
            onTapped: page.vm.other()
        }
        KButton {
            objectName: "cancelAppointment"
            width: (parent.width - Theme.gap) / 2
            symbol: "hangup"
            text: qsTr("不约了")
            onTapped: page.vm.askCancel(true)
        }
    }
    KButton {
        objectName: "otherTimes"
        visible: page.refused
        y: step.y - height - Theme.gap
        width: parent.width
        text: qsTr("看别的时间")
        onTapped: page.vm.other()
    }
    KButton {
        id: step

        objectName: "primary"
        y: page.contentHeight - height - Theme.ledgeHeight
        width: parent.width
        height: Theme.landscape ? 128 : Theme.primaryHeight
        kind: KButton.Primary
        fontSize: Theme.primary
        symbol: page.refused ? "" : "home"
        symbolSize: 76
        text: page.refused ? (page.vm.picked ? qsTr("改约这个时间") : qsTr("先选一个时间"))
                           : qsTr("好了，回首页")
        available: !page.refused || page.vm.picked
        reason: qsTr("先选一个时间")
        onTapped: page.refused ? page.vm.takePicked() : page.app.home()
    }
    ConfirmDialog {
        parent: page
        visible: page.vm.askingEnd
        symbol: "clock"
        title: qsTr("真的不约了吗？")
        text: qsTr("这个时间会让给别人。")
        safeText: qsTr("还是留着")
        doText: qsTr("不约了")
        onSafe: page.vm.askCancel(false)
        onConfirmed: page.vm.cancel()
    }
}
