pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// A lawyer: who they are, what they know, which communities they look after.
Page {
    id: page

    required property LawyerViewModel vm
    readonly property real leftWidth: Theme.landscape ? 590 : contentWidth

    status: vm.status
    emptyText: qsTr("这位律师不在名单里了。")
    objectName: "lawyerPage"

    Card {
        id: person

        width: page.leftWidth
        height: Theme.landscape ? page.contentHeight : Math.max(420, personWords.height + 40)

        Arch {
            id: arch

            x: Theme.landscape ? (parent.width - width) / 2 : 36
            y: Theme.landscape ? 24 : parent.height - height
            width: Theme.landscape ? 270 : 350
            height: Theme.landscape ? 270 : 376
            path: page.vm.portrait
            lit: page.vm.onDuty
        }
        Column {
            id: personWords

            x: Theme.landscape ? 32 : arch.x + arch.width + Theme.s32
            y: Theme.landscape ? arch.y + arch.height + 20 : (parent.height - height) / 2
            width: parent.width - x - 28
            spacing: Theme.s12

            Flow {
                width: parent.width
                spacing: Theme.s8

                KText {
                    objectName: "pageTitle"
                    text: page.vm.name
                    size: Theme.h1
                    strong: true
                    leading: 1.25
                    width: Math.min(implicitWidth, parent.width)
                    Accessible.role: Accessible.Heading
                    Accessible.name: text
                }
                KText {
                    topPadding: 16
                    text: page.vm.mark
                    size: Theme.mark
                    color: Theme.ink2
                    wrapMode: Text.NoWrap
                }
            }
            DutyTag {
                objectName: "lawyerDuty"
                status: page.vm.onDuty ? "available" : "nobody"
                text: page.vm.onDuty ? qsTr("正在值班") : qsTr("现在不值班")
            }
            KText {
                width: parent.width
                text: page.vm.tier
                size: Theme.h3
                strong: true
            }
            KText {
                width: parent.width
                text: page.vm.firm
                color: Theme.ink2
                leading: 1.3
            }
        }
    }
    Column {
        id: facts

        x: Theme.landscape ? page.leftWidth + Theme.s32 : 0
        y: Theme.landscape ? 0 : person.height + Theme.s32
        width: page.contentWidth - x
        spacing: Theme.landscape ? 26 : 34

        KText {
            objectName: "lawyerBio"
            width: parent.width
            visible: text !== ""
            text: page.vm.bio
            size: Theme.h3
            leading: 1.45
        }
        Flow {
            width: parent.width
            spacing: 14

            KText {
                topPadding: 6
                text: qsTr("懂：")
                color: Theme.ink2
                wrapMode: Text.NoWrap
            }
            Repeater {
                model: page.vm.specialities

                Tag {
                    required property string label
                    required tint

                    text: label
                }
            }
        }
        Fact {
            width: parent.width
            symbol: "read"
            title: qsTr("会说")
            text: page.vm.languages
        }
        Fact {
            objectName: "lawyerCommunities"
            width: parent.width
            symbol: "home"
            title: qsTr("服务的社区")
            text: page.vm.communities
        }
    }
    KButton {
        id: evaluate

        objectName: "evaluateLawyer"
        visible: page.vm.ours
        x: Theme.landscape ? Theme.s32 : facts.x
        y: Theme.landscape ? person.height - height - Theme.s24 : facts.y + facts.height + Theme.s24
        height: Theme.chipHeight
        kind: KButton.Quiet
        fontSize: Theme.body
        text: qsTr("给这位律师评一评")
        onTapped: page.vm.evaluate()
    }
    KText {
        objectName: "lawyerNote"
        x: facts.x
        width: facts.width
        anchors.bottom: call.top
        anchors.bottomMargin: Theme.s16
        text: page.vm.callNote
        color: Theme.ink2
    }
    KButton {
        id: book

        objectName: "bookLawyer"
        visible: page.vm.canBook
        x: facts.x
        y: call.y
        width: 330
        height: call.height
        symbol: "book"
        text: qsTr("约个时间")
        onTapped: page.vm.book()
    }
    KButton {
        id: call

        objectName: "callDuty"
        x: facts.x + (book.visible ? book.width + Theme.s16 : 0)
        y: page.contentHeight - height - Theme.ledgeHeight
        width: facts.x + facts.width - x
        height: Theme.primaryHeight
        kind: KButton.Primary
        symbol: page.vm.canCall ? "video" : "phone"
        symbolSize: 76
        fontSize: book.visible ? Theme.button : Theme.primary
        text: page.vm.callText
        onTapped: page.vm.call()
    }
}
