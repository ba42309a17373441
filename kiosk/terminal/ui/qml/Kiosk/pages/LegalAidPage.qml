pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// One question of the legal-aid check: a few large answers, 不清楚, and the one before.
Page {
    id: page

    required property LegalAidViewModel vm
    readonly property real leftWidth: Theme.landscape ? 620 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s48 : 0
    readonly property real rightWidth: contentWidth - rightX

    reach: Page.Fits
    panelTitle: vm.title
    panelNote: vm.progress
    status: vm.status
    emptyText: qsTr("自测暂时用不了。打 12348，一样能问。")
    emptyAction: qsTr("看 12348 怎么打")
    onEmptyActionTapped: page.app.open("hotline", "12348")
    objectName: "legalAidPage"

    Column {
        id: head

        visible: !Theme.low
        width: page.leftWidth
        spacing: Theme.s16

        KText {
            objectName: "progress"
            width: parent.width
            text: page.vm.progress
            size: Theme.h3
            color: Theme.ink2
        }
        KText {
            objectName: "pageTitle"
            width: parent.width
            text: page.vm.title
            size: Theme.h1
            strong: true
            leading: 1.25
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Tag {
            objectName: "badge"
            visible: text !== ""
            text: page.vm.badge
            tint: page.vm.badgeTint
        }
    }
    Assurance {
        id: kept

        visible: Theme.landscape || !Theme.low
        y: Theme.landscape ? back.y - height - Theme.s32 : head.height + Theme.s24
        width: page.leftWidth
        symbol: "lock"
        text: qsTr("您的回答不保存，离开就清掉")
    }
    Column {
        id: answers

        readonly property real begin: !kept.visible || Theme.landscape ? 0 : kept.y + kept.height + Theme.s32
        readonly property int lines: 5
        readonly property real room: (Theme.landscape ? page.contentHeight : back.y - Theme.gap) - begin
        readonly property real part: Math.floor((room - (lines - 1) * spacing - Theme.ledgeHeight)
                                                / lines)

        x: page.rightX
        y: begin
        width: page.rightWidth
        spacing: Theme.low ? Theme.s16 : Theme.gap

        Repeater {
            model: page.vm.options

            KButton {
                required property string key
                required property string label

                objectName: "answer_" + key
                width: answers.width
                height: Math.min(168, answers.part)
                kind: KButton.Secondary
                fontSize: page.app.english ? 44 : Theme.elderly ? 54 : 46
                text: label
                onTapped: page.vm.choose(key)
            }
        }
        KButton {
            objectName: "answerUnsure"
            width: answers.width
            height: Math.min(168, answers.part)
            kind: KButton.Quiet
            fontSize: page.app.english ? 44 : Theme.elderly ? 54 : 46
            text: qsTr("不清楚")
            onTapped: page.vm.unsure()
        }
    }
    KButton {
        id: back

        objectName: "previousQuestion"
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.leftWidth
        height: Theme.buttonHeight
        kind: KButton.Quiet
        symbol: "back"
        available: !page.vm.first
        reason: qsTr("这就是第一题")
        text: qsTr("返回上一题")
        onTapped: page.vm.previous()
    }
}
