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
    readonly property bool stands: !refused && !over && !vm.askingEnd
    // Landscape: what can be done stands right.
    readonly property real sideWidth: Theme.landscape ? 400 : contentWidth
    readonly property real sideX: contentWidth - sideWidth
    readonly property real mainWidth: Theme.landscape ? sideX - Theme.s32 : contentWidth

    status: vm.status
    emptyText: qsTr("这个预约不在这里了。")
    objectName: "bookedPage"

    Column {
        id: words

        width: page.mainWidth
        visible: !page.vm.askingEnd
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
        y: words.height + Theme.s24
        width: page.mainWidth
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
                width: page.mainWidth
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
        x: (page.mainWidth - width) / 2
        y: Math.max(words.height + Theme.s24, (step.y - height) / 2)
    }
    SlipCard {
        objectName: "slip"
        visible: page.stands
        x: (page.mainWidth - width) / 2
        y: words.height + Theme.s16
        width: Theme.landscape ? page.mainWidth : 920
        slip: page.vm.slip
    }
    Grid {
        id: others

        readonly property real part: Theme.landscape ? width : (width - Theme.gap) / 2

        x: page.sideX
        y: step.y - height - Theme.gap
        width: page.sideWidth
        visible: page.stands
        columns: Theme.landscape ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        KButton {
            objectName: "changeAppointment"
            width: others.part
            symbol: "clock"
            text: qsTr("改时间")
            available: page.vm.phase === "booked" || page.vm.phase === "waiting"
            reason: qsTr("请等一下，马上就好")
            onTapped: page.vm.other()
        }
        KButton {
            objectName: "cancelAppointment"
            width: others.part
            symbol: "hangup"
            text: qsTr("不约了")
            onTapped: page.vm.askCancel(true)
        }
    }
    PrintButton {
        id: printing

        objectName: "printSlip"
        visible: printer.available && page.stands && page.vm.phase !== "asking"
        printer: page.app.printer
        slip: page.vm.slip
        x: page.sideX
        y: step.y
        width: page.sideWidth
        height: step.height
        kind: KButton.Primary
        fontSize: step.fontSize
    }
    KButton {
        objectName: "otherTimes"
        visible: page.refused
        x: page.sideX
        y: step.y - height - Theme.gap
        width: page.sideWidth
        text: qsTr("看别的时间")
        onTapped: page.vm.other()
    }
    KButton {
        id: step

        objectName: "primary"
        visible: !page.vm.askingEnd && !printing.visible
        x: page.sideX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.sideWidth
        height: Theme.primaryHeight
        kind: KButton.Primary
        fontSize: Theme.landscape ? Theme.button : Theme.primary
        symbol: page.refused || Theme.landscape ? "" : "home"
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
