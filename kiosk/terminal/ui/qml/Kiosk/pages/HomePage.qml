import QtQuick
import Kiosk
import Kiosk.ViewModels

// Who is there, the one step, and what else can be done.
Page {
    id: page

    required property HomeViewModel vm
    readonly property real heroWidth: Theme.landscape ? 590 : contentWidth
    readonly property real tilesX: Theme.landscape ? heroWidth + Theme.gap : 0
    readonly property real tilesWidth: contentWidth - tilesX

    KText {
        id: greeting

        objectName: "pageTitle"
        x: page.tilesX
        y: Theme.landscape ? 0 : 4
        width: page.tilesWidth
        text: qsTr("您好，想办什么事？")
        size: Theme.landscape ? Theme.h1 - 4 : Theme.h1
        strong: true
        leading: 1.25
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    DutyCard {
        id: hero

        vm: page.vm
        y: Theme.landscape ? 0 : greeting.y + greeting.height + 22
        width: page.heroWidth
        height: Theme.landscape ? page.contentHeight : implicitHeight
    }
    NoticeLine {
        id: notice

        objectName: "noticeLine"
        visible: text !== ""
        x: page.tilesX
        y: Theme.landscape ? greeting.height + Theme.s12 : hero.y + hero.height + Theme.gap
        width: page.tilesWidth
        text: page.app.notices.line
        urgent: page.app.notices.lineUrgent
        onTapped: page.app.notices.open()
    }
    Column {
        id: tiles

        readonly property real above: notice.visible ? notice.y + notice.height + Theme.gap
            : Theme.landscape ? greeting.height + Theme.gap : hero.y + hero.height + Theme.gap
        readonly property real part: Math.floor((page.contentHeight - above - 2 * spacing
                                                 - Theme.ledgeHeight) / 3)
        readonly property real half: (page.tilesWidth - Theme.gap) / 2

        x: page.tilesX
        y: above
        spacing: Theme.gap

        Row {
            spacing: Theme.gap

            Tile {
                objectName: "tileVoice"
                width: tiles.half
                height: tiles.part
                symbol: "mic"
                tint: "pine"
                bedSize: Theme.landscape ? 100 : 116
                title: qsTr("语音咨询")
                note: qsTr("不用露脸")
                available: page.vm.canCall
                reason: page.vm.whyNot
                onTapped: page.app.open("call", "voice")
            }
            Tile {
                objectName: "tileGuides"
                width: tiles.half
                height: tiles.part
                symbol: "guide"
                tint: "olive"
                bedSize: Theme.landscape ? 100 : 116
                title: qsTr("查法律指南")
                note: qsTr("遇事怎么办")
                onTapped: page.app.open("guides")
            }
        }
        Row {
            spacing: Theme.gap

            Tile {
                objectName: "tileDirectory"
                width: tiles.half
                height: tiles.part
                symbol: "place"
                tint: "clay"
                bedSize: Theme.landscape ? 100 : 116
                title: qsTr("找服务机构")
                note: qsTr("地址电话路线")
                onTapped: page.app.open("directory")
            }
            Tile {
                objectName: "tileNews"
                width: tiles.half
                height: tiles.part
                symbol: "news"
                tint: "olive"
                bedSize: Theme.landscape ? 100 : 116
                title: qsTr("法律资讯")
                note: page.vm.newsNote
                onTapped: page.app.open("news")
            }
        }
        Tile {
            objectName: "tileHotlines"
            width: page.tilesWidth
            height: tiles.part
            symbol: "phone"
            tint: "plum"
            bedSize: Theme.landscape ? 100 : 116
            title: qsTr("常用热线")
            note: qsTr("12348 法律 · 12345 政务 · 12333 劳动")
            onTapped: page.app.open("hotlines")
        }
    }
}
