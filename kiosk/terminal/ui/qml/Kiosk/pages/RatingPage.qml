pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Did it help? One choice, one step; leaving it out is as easy.
Page {
    id: page

    required property RatingViewModel vm
    readonly property bool thanked: vm.phase === "thanked"

    objectName: "ratingPage"

    Arch {
        id: arch

        visible: !page.thanked
        x: Theme.landscape ? page.contentWidth - width - 40 : Math.round((parent.width - width) / 2)
        y: Theme.landscape ? 0 : 24
        width: Theme.landscape ? 190 : 360
        height: Theme.landscape ? 170 : 350
        path: page.vm.portrait
        symbol: "phone"
    }
    Column {
        id: question

        visible: !page.thanked
        y: Theme.landscape ? 0 : arch.y + arch.height + 36
        width: parent.width
        spacing: Theme.gap

        Column {
            width: parent.width - (Theme.landscape ? arch.width + 80 : 0)
            spacing: Theme.s8

            KText {
                objectName: "withWhom"
                width: parent.width
                text: page.vm.withWhom
                color: Theme.ink2
                horizontalAlignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter
            }
            KText {
                objectName: "pageTitle"
                width: parent.width
                text: qsTr("这次帮到您了吗？")
                size: 68
                strong: true
                leading: 1.3
                horizontalAlignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
        }
        Row {
            id: choices

            readonly property real part: (width - 2 * Theme.gap) / 3

            width: parent.width
            spacing: Theme.gap

            Repeater {
                model: [
                    { "score": 3, "symbol": "good", "label": qsTr("帮到了") },
                    { "score": 2, "symbol": "fair", "label": qsTr("一般") },
                    { "score": 1, "symbol": "bad", "label": qsTr("没帮到") }
                ]

                Choice {
                    required property var modelData

                    objectName: "score_" + modelData.score
                    width: choices.part
                    height: Theme.landscape ? 320 : 380
                    symbol: modelData.symbol
                    symbolSize: 144
                    text: modelData.label
                    selected: page.vm.score === modelData.score
                    onTapped: page.vm.choose(modelData.score)
                }
            }
        }
        KText {
            width: parent.width
            visible: page.vm.phase !== "failed"
            text: qsTr("您的话帮我们把服务做得更好。不评也可以。")
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
        ErrorCard {
            objectName: "ratingFailed"
            width: parent.width
            visible: page.vm.phase === "failed"
            symbol: "help"
            title: qsTr("没有记上，不是您的问题")
            text: qsTr("再点一次好了，也可以不评。")
        }
    }
    Row {
        visible: !page.thanked
        y: page.contentHeight - height - Theme.ledgeHeight
        width: parent.width
        spacing: Theme.gap

        KButton {
            objectName: "skipRating"
            width: (parent.width - Theme.gap) * 0.36
            height: 136
            fontSize: Theme.primary
            text: qsTr("不用了")
            onTapped: page.vm.skip()
        }
        KButton {
            objectName: "finishRating"
            width: (parent.width - Theme.gap) * 0.64
            height: 136
            kind: KButton.Primary
            fontSize: Theme.primary
            text: page.vm.score > 0 ? qsTr("好了") : qsTr("先选一个")
            available: page.vm.score > 0
            reason: qsTr("先选一个：帮到了、一般、没帮到")
            onTapped: page.vm.finish()
        }
    }
    Column {
        visible: page.thanked
        anchors.centerIn: parent
        width: parent.width
        spacing: Theme.gap

        ArchTick {
            anchors.horizontalCenter: parent.horizontalCenter
        }
        KText {
            objectName: "thanks"
            width: parent.width
            text: qsTr("谢谢，记下了")
            size: Theme.display
            strong: true
            leading: 1.3
            horizontalAlignment: Text.AlignHCenter
        }
        KText {
            width: parent.width
            text: qsTr("离开前请点“结束并清除”，别忘了随身东西。")
            size: Theme.h3
            horizontalAlignment: Text.AlignHCenter
        }
    }
    KButton {
        objectName: "ratingHome"
        visible: page.thanked
        y: page.contentHeight - height - Theme.ledgeHeight
        width: parent.width
        height: 136
        kind: KButton.Primary
        symbol: page.vm.advice.any ? "slip" : "home"
        fontSize: Theme.primary
        text: page.vm.advice.any ? qsTr("拿您的凭条") : qsTr("回首页")
        onTapped: page.vm.goOn()
    }
}
