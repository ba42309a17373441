pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// What is read, in parts that fit; text left and tools right in landscape.
Item {
    id: reader

    required property AppViewModel app
    required property ReaderViewModel vm
    readonly property real contentWidth: width
    readonly property real contentHeight: height
    readonly property bool single: !vm.canNext && !vm.canPrevious
    readonly property bool across: Theme.low && !Theme.landscape && related.visible
    readonly property real textWidth: Theme.landscape ? 1010 : contentWidth
    readonly property real sideX: Theme.landscape ? textWidth + Theme.gap : 0
    readonly property real sideWidth: contentWidth - sideX
    readonly property int textSize: Math.round(Theme.article
        * (vm.size === "small" ? 42 / 46 : vm.size === "large" ? 54 / 46 : 1))

    Item {
        id: head

        objectName: "pageTitle"
        readonly property string text: reader.vm.title
        visible: !Theme.low  // the panel says it
        width: reader.textWidth
        height: !visible ? 0 : Math.max(words.height, Theme.landscape || !picture.visible ? 0 : 200)

        TextMetrics {
            id: oneLine

            font: title.font
            text: reader.vm.title
        }
        Column {
            id: words

            width: parent.width - (picture.visible && !Theme.landscape ? picture.width + 24 : 0)
            spacing: Theme.s8

            Flow {
                width: parent.width
                spacing: 16

                Tag {
                    visible: text !== ""
                    text: reader.vm.topic
                    tint: reader.vm.tint
                }
                Tag {
                    objectName: "badge"
                    visible: text !== ""
                    text: reader.vm.badge
                    tint: reader.vm.badgeTint
                }
                KText {
                    objectName: "articleDay"
                    visible: text !== ""
                    text: reader.vm.aside + (Theme.landscape && reader.vm.source !== ""
                                           ? " · " + reader.vm.source : "")
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
                text: oneLine.width > width ? reader.vm.title.replace(/[，：？](?=.)/, "$&\n")
                                            : reader.vm.title
                size: Theme.h1
                strong: true
                leading: 1.25
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            KText {
                objectName: "badgeNote"
                visible: reader.vm.badge !== ""
                width: parent.width
                text: reader.vm.badgeNote
                strong: true
            }
            KText {
                objectName: "hint"
                width: parent.width
                visible: text !== ""
                text: reader.vm.hint
                color: Theme.ink2
            }
        }
    }
    Picture {
        id: picture

        visible: reader.vm.picture !== "" && !Theme.low
        x: !Theme.landscape ? reader.contentWidth - width
         : related.visible ? reader.sideX : reader.sideX + (reader.sideWidth - width) / 2
        y: 4
        width: 240
        height: Theme.landscape ? 190 : 200
        path: reader.vm.picture
        alt: reader.vm.pictureAlt
    }
    KButton {
        id: related

        // Beside the picture, or over the other tools; in portrait beside the way to take it home.
        objectName: "openRelated"
        visible: reader.vm.related > 0
        x: reader.across ? 0 : !Theme.landscape ? takeHome.x + takeHome.width - width - 24
         : picture.visible ? picture.x + picture.width + 24 : reader.sideX
        y: !Theme.landscape ? takeHome.y + Math.round((takeHome.height - height) / 2) : 4
        z: 1
        width: reader.across || Theme.landscape ? reader.contentWidth - x : 252
        height: reader.across ? 100 : !Theme.landscape ? 176
              : picture.visible ? picture.height : Theme.buttonHeight
        vertical: !reader.across && (!Theme.landscape || picture.visible)
        symbol: "guide"
        fontSize: Theme.elderly ? 44 : 40
        text: qsTr("相关 %1 条").arg(reader.vm.related)
        onTapped: reader.vm.openRelated()
    }
    Item {
        id: tools

        readonly property real above: picture.visible ? picture.y + picture.height
                                    : related.visible ? related.y + related.height : -16

        x: reader.sideX
        y: Theme.landscape ? above + 20 : head.visible ? head.height + 20 : 0
        width: reader.sideWidth
        height: Theme.landscape ? 2 * Theme.buttonHeight + 20 : Theme.buttonHeight

        SizeChoice {
            id: sizes

            width: Theme.landscape ? parent.width : reader.single ? 460 : 372
            size: reader.vm.size
            onChosen: size => reader.vm.setSize(size)
        }
    }
    KButton {
        id: read

        readonly property bool runs: reader.app.readAloud.speaking

        objectName: "readAloud"
        x: Theme.landscape ? tools.x : tools.x + sizes.width + 16
        y: Theme.landscape ? tools.y + Theme.buttonHeight + 20 : tools.y
        width: reader.single ? reader.sideX + reader.sideWidth - x
             : Theme.landscape ? Math.floor((reader.sideWidth - 16) / 2) : 290
        height: Theme.buttonHeight
        kind: runs ? KButton.Lamp : KButton.Secondary
        symbol: "read"
        text: !runs ? qsTr("读出来") : reader.app.readAloud.paused ? qsTr("接着读") : qsTr("停一停")
        fontSize: Theme.elderly ? 44 : 40
        available: reader.app.readAloud.available
        reason: qsTr("正在通话，先不读")
        onTapped: reader.app.readAloud.pauseOrGoOn()
    }
    KButton {
        id: ask

        // Where there is nothing to turn it is the step, at the lower edge.
        objectName: "askLawyer"
        x: reader.single ? tools.x : read.x + read.width + 16
        y: reader.single ? reader.contentHeight - height - Theme.ledgeHeight
         : Theme.landscape ? tools.y + Theme.buttonHeight + 20 : tools.y
        width: reader.sideX + reader.sideWidth - x
        height: Theme.buttonHeight
        kind: reader.single ? KButton.Primary : KButton.Secondary
        symbol: "people"
        text: reader.single ? qsTr("看不懂，问律师") : qsTr("问律师")
        fontSize: Theme.elderly ? 44 : 40
        onTapped: reader.app.open("call", "video")
    }
    Card {
        id: sheet

        readonly property real end: Theme.landscape ? reader.contentHeight
            : (reader.across ? related.y : takeHome.visible ? takeHome.y : pager.y) - 20

        y: Theme.landscape ? (head.visible ? head.height + 16 : 0) : tools.y + tools.height + 24
        width: reader.textWidth
        height: Math.max(200, end - y)

        Item {
            id: body

            objectName: "articleText"
            readonly property string text: reader.vm.partText
            readonly property size frame: Qt.size(width, height)

            function layOut() {
                reader.vm.layOut(width, height, reader.textSize);
            }

            Accessible.role: Accessible.StaticText
            Accessible.name: text

            x: 40
            y: 28
            // No more than 20 characters a line.
            width: Math.min(parent.width - 80, Math.round(reader.textSize * 20.5))
            height: parent.height - 48

            Component.onCompleted: layOut()
            onFrameChanged: layOut()

            Connections {
                target: reader

                function onTextSizeChanged() {
                    body.layOut();
                }
            }
            // The sentence that is being spoken.
            Rectangle {
                objectName: "spokenMark"
                visible: reader.vm.markHeight > 0
                x: -24
                y: reader.vm.markY
                width: parent.width + 48
                height: reader.vm.markHeight
                color: Theme.lampT
                border.width: Theme.contrast ? 4 : 0
                border.color: Theme.lamp

                Rectangle {
                    width: 10
                    height: parent.height
                    color: Theme.lampD
                }
            }
            Repeater {
                model: reader.vm.lines

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

        visible: !Theme.low && (reader.vm.qr !== "" || (related.visible && !Theme.landscape))
        x: reader.sideX
        y: pager.y - height - 20
        width: reader.sideWidth
        height: Theme.landscape ? Math.min(300, reader.contentHeight - tools.y - tools.height - 44
                                                - pager.height)
                                : reader.across ? 112 : 224

        QrCode {
            id: code

            objectName: "qr"
            visible: text !== ""
            x: 24
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(Theme.landscape ? 240 : 188, parent.height - 24)
            height: width
            text: reader.vm.qr
        }
        Column {
            visible: code.visible
            anchors.verticalCenter: parent.verticalCenter
            x: code.x + code.width + 28
            width: (related.visible && !Theme.landscape ? related.x - takeHome.x : parent.width)
                   - x - 24

            KText {
                width: parent.width
                text: qsTr("带回家看")
                size: Theme.h3
                strong: true
            }
            KText {
                width: parent.width
                text: Theme.landscape || related.visible ? qsTr("手机扫一扫")
                                                         : qsTr("手机扫一扫，回家也能看。")
                color: Theme.ink2
            }
        }
    }
    Pager {
        id: pager

        visible: !reader.single
        x: reader.sideX
        y: reader.contentHeight - height
        width: reader.sideWidth
        nextUnit: reader.vm.nextUnit
        previousUnit: reader.vm.previousUnit
        steady: true  // its room must not depend on how the text falls
        page: reader.vm.part
        pages: reader.vm.parts
        place: reader.vm.place
        first: !reader.vm.canPrevious
        last: !reader.vm.canNext
        onNext: reader.vm.next()
        onPrevious: reader.vm.previous()
    }
}
