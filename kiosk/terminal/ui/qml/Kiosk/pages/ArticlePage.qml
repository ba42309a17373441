pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// An article in parts that fit; text left and tools right in landscape.
Page {
    id: page

    required property ArticleViewModel vm
    readonly property real textWidth: Theme.landscape ? 1010 : contentWidth
    readonly property real sideX: Theme.landscape ? textWidth + Theme.gap : 0
    readonly property real sideWidth: contentWidth - sideX
    readonly property int textSize: Math.round(Theme.article
        * (vm.size === "small" ? 42 / 46 : vm.size === "large" ? 54 / 46 : 1))

    status: page.vm.status
    emptyText: qsTr("这篇文章已经收回了，看看别的。")

    Item {
        id: head

        objectName: "pageTitle"
        readonly property string text: page.vm.title
        width: page.textWidth
        height: Math.max(words.height, Theme.landscape ? 0 : 200)

        TextMetrics {
            id: oneLine

            font: title.font
            text: page.vm.title
        }
        Column {
            id: words

            width: parent.width - (picture.visible && !Theme.landscape ? picture.width + 24 : 0)
            spacing: Theme.s8

            Flow {
                width: parent.width
                spacing: 16

                Tag {
                    text: page.vm.topic
                    tint: page.vm.tint
                }
                Tag {
                    objectName: "badge"
                    visible: text !== ""
                    text: page.vm.badge
                    tint: page.vm.badgeTint
                }
                KText {
                    objectName: "articleDay"
                    text: page.vm.day + (Theme.landscape && page.vm.source !== ""
                                         ? " · " + page.vm.source : "")
                    color: Theme.ink2
                    height: Math.round(Theme.body * 1.4) + 8
                    verticalAlignment: Text.AlignVCenter
                    wrapMode: Text.NoWrap
                }
            }
            KText {
                id: title

                width: parent.width
                // A title of two lines breaks where it takes a breath.
                text: oneLine.width > width ? page.vm.title.replace(/[，：？](?=.)/, "$&\n")
                                            : page.vm.title
                size: Theme.h1
                strong: true
                leading: 1.25
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            KText {
                objectName: "badgeNote"
                visible: page.vm.badge !== ""
                width: parent.width
                text: qsTr("依据的法律有变化，用之前先问律师。")
                strong: true
            }
            KText {
                visible: text !== ""
                text: page.vm.hint
                color: Theme.ink2
            }
        }
    }
    Picture {
        id: picture

        visible: page.vm.picture !== ""
        x: Theme.landscape ? page.sideX + (page.sideWidth - width) / 2 : page.contentWidth - width
        y: 4
        width: 240
        height: Theme.landscape ? 190 : 200
        path: page.vm.picture
        alt: page.vm.pictureAlt
    }
    Item {
        id: tools

        x: page.sideX
        y: Theme.landscape ? picture.y + picture.height + 20 : head.height + 20
        width: page.sideWidth
        height: Theme.landscape ? 2 * Theme.buttonHeight + 20 : Theme.buttonHeight

        SizeChoice {
            id: sizes

            width: Theme.landscape ? parent.width : 460
            size: page.vm.size
            onChosen: size => page.vm.setSize(size)
        }
        KButton {
            objectName: "askLawyer"
            x: Theme.landscape ? 0 : sizes.width + 16
            y: Theme.landscape ? Theme.buttonHeight + 20 : 0
            width: parent.width - x
            height: Theme.buttonHeight
            symbol: "people"
            text: qsTr("看不懂，问律师")
            fontSize: Theme.elderly ? 44 : 40
            onTapped: page.app.open("call", "video")
        }
    }
    Card {
        id: sheet

        readonly property real end: Theme.landscape ? page.contentHeight
            : (takeHome.visible ? takeHome.y : pager.y) - 20

        y: Theme.landscape ? head.height + 16 : tools.y + tools.height + 24
        width: page.textWidth
        height: Math.max(200, end - y)

        Item {
            id: body

            objectName: "articleText"
            readonly property string text: page.vm.partText
            readonly property size frame: Qt.size(width, height)

            function layOut() {
                page.vm.layOut(width, height, page.textSize);
            }

            x: 40
            y: 28
            // No more than 20 characters a line.
            width: Math.min(parent.width - 80, Math.round(page.textSize * 20.5))
            height: parent.height - 48

            Component.onCompleted: layOut()
            onFrameChanged: layOut()

            Connections {
                target: page

                function onTextSizeChanged() {
                    body.layOut();
                }
            }
            Repeater {
                model: page.vm.lines

                KText {
                    required property string html
                    required property real lineX
                    required property real lineY
                    required property int px
                    required property bool bold
                    required property bool quiet

                    objectName: "articleLine"
                    x: lineX
                    y: lineY
                    text: html.replace("{pine}", String(Theme.pine))
                    textFormat: Text.StyledText
                    size: px
                    strong: bold
                    leading: 1.6
                    color: quiet ? Theme.ink2 : bold ? Theme.pine : Theme.ink
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    Card {
        id: takeHome

        visible: page.vm.qr !== ""
        x: page.sideX
        y: pager.y - height - 20
        width: page.sideWidth
        height: Theme.landscape ? page.contentHeight - tools.y - tools.height - 44
                                  - pager.height
                                : 224

        QrCode {
            id: code

            objectName: "qr"
            x: 24
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(188, parent.height - 24)
            height: width
            text: page.vm.qr
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            x: code.x + code.width + 28
            width: parent.width - x - 24

            KText {
                width: parent.width
                text: qsTr("带回家看")
                size: Theme.h3
                strong: true
            }
            KText {
                width: parent.width
                text: Theme.landscape ? qsTr("手机扫一扫") : qsTr("手机扫一扫，回家也能看。")
                color: Theme.ink2
            }
        }
    }
    Pager {
        id: pager

        x: page.sideX
        y: page.contentHeight - height
        width: page.sideWidth
        unit: "part"
        steady: true  // its room must not depend on how the text falls
        page: page.vm.part
        pages: page.vm.parts
        onNext: page.vm.next()
        onPrevious: page.vm.previous()
    }
}
