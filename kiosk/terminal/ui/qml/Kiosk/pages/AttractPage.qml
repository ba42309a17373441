pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Nobody is there: a lit doorway that anybody may step into. One touch opens home.
Page {
    id: page

    required property AttractViewModel vm
    readonly property real half: Theme.landscape ? Math.round(width * 0.47) : width

    bare: true
    reach: Page.Stays

    Rectangle {
        anchors.fill: parent
        color: Theme.night
    }
    Column {
        id: call

        x: Theme.landscape ? page.half : 60
        y: Theme.landscape ? 44 : 84
        width: page.width - x - 60

        KText {
            objectName: "pageTitle"
            width: parent.width
            text: qsTr("遇到难事，进来问问")
            size: Theme.landscape ? 92 : 104
            strong: true
            leading: 1.2
            color: Theme.cream
            horizontalAlignment: Text.AlignHCenter
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        KText {
            width: parent.width
            text: qsTr("免费 · 律师替您保密 · 不用登录")
            size: 48
            color: Theme.lamp
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Doorway {
        id: door

        x: Theme.landscape ? 64 : 180
        y: Theme.landscape ? 56 : call.y + call.height + 40
        width: Theme.landscape ? page.half - 2 * x : page.width - 2 * x
        height: (Theme.landscape ? page.height : card.y) - y
        path: page.vm.picture
    }
    Rectangle {
        visible: page.vm.slideTitle !== ""
        x: Theme.landscape ? 40 : 60
        y: door.y + door.height - height - 28
        width: Theme.landscape ? page.half - 2 * x : page.width - 2 * x
        height: caption.height + 44
        radius: Theme.radiusCard
        color: Theme.card
        border.width: Theme.borderThin
        border.color: Theme.line

        Column {
            id: caption

            x: 36
            y: 22
            width: parent.width - 72
            spacing: Theme.s8

            Tag {
                visible: page.vm.slideTag !== ""
                tint: page.vm.slide === "event" ? "clay" : "olive"
                text: page.vm.slideTag
            }
            KText {
                objectName: "slideTitle"
                width: parent.width
                text: page.vm.slideTitle
                size: Theme.h2
                strong: true
                leading: 1.25
            }
            KText {
                objectName: "slideNote"
                visible: text !== ""
                width: parent.width
                text: page.vm.slideNote
                color: Theme.ink2
            }
        }
    }
    Rectangle {
        id: card

        x: Theme.landscape ? page.half : 0
        y: Theme.landscape ? call.y + call.height + 28 : page.height - height + radius
        width: page.width - x - (Theme.landscape ? 60 : 0)
        height: Theme.landscape ? page.height - y - 40 : words.height + 44 + 36 + radius
        radius: 56
        color: Theme.contrast ? Theme.card : Theme.paper
        border.width: Theme.contrast ? 4 : 0
        border.color: Theme.line

        Column {
            id: words

            x: 60
            y: Theme.landscape ? Math.round((parent.height - height) / 2) : 44
            width: parent.width - 120
            spacing: Theme.landscape ? 20 : Theme.s32

            Column {
                width: parent.width
                spacing: Theme.s12

                DutyTag {
                    objectName: "dutyTag"
                    status: page.vm.inHall ? "available" : page.vm.dutyState
                    text: page.vm.dutyTag
                }
                Flow {
                    width: parent.width

                    KText {
                        objectName: "dutyLawyer"
                        width: Math.min(implicitWidth, parent.width)
                        text: page.vm.lawyerTitle
                        size: Theme.h2
                        strong: true
                        leading: 1.3
                    }
                    KText {
                        visible: text !== ""
                        text: page.vm.exampleMark
                        size: Theme.mark
                        color: Theme.ink2
                        wrapMode: Text.NoWrap
                        height: Theme.h2 * 1.3
                        verticalAlignment: Text.AlignVCenter
                    }
                }
                KText {
                    objectName: "dutyLine"
                    width: parent.width
                    text: page.vm.dutyLine
                    color: Theme.ink2
                }
            }
            KButton {
                objectName: "start"
                width: parent.width
                height: Theme.landscape ? 150 : 180
                kind: KButton.Primary
                fontSize: 72
                text: qsTr("点这里开始")
                onTapped: page.app.begin()
            }
            Row {
                width: parent.width

                Repeater {
                    model: [{ "symbol": "video", "word": qsTr("问律师") },
                            { "symbol": "guide", "word": qsTr("查办法") },
                            { "symbol": "place", "word": qsTr("找地方") }]

                    Item {
                        id: offer

                        required property var modelData

                        width: words.width / 3
                        height: 64

                        Row {
                            anchors.centerIn: parent
                            spacing: Theme.s16

                            Icon {
                                anchors.verticalCenter: parent.verticalCenter
                                name: offer.modelData.symbol
                                size: 60
                                color: Theme.pine
                            }
                            KText {
                                anchors.verticalCenter: parent.verticalCenter
                                text: offer.modelData.word
                                size: Theme.h3
                                leading: 1.3
                                wrapMode: Text.NoWrap
                            }
                        }
                    }
                }
            }
            KText {
                visible: !Theme.landscape  // the strip says it there
                width: parent.width
                text: page.app.english ? page.app.placeName : page.app.placeName + "  ·  Touch to start"
                size: Theme.bar
                color: Theme.ink2
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    // At the first touch, wherever it is; the finger does not have to come off again.
    MouseArea {
        objectName: "anywhere"
        anchors.fill: parent
        onPressed: page.app.begin()
    }
}
