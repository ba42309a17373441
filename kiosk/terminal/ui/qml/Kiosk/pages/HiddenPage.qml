import QtQuick
import QtQuick.Templates as T
import Kiosk
import Kiosk.ViewModels

// 快速隐藏: a dull notice board over the whole screen. The marks in the upper corners, both tapped,
// bring the page back; nothing on the page says so, and no button lies under them.
Page {
    id: page

    required property HiddenViewModel vm
    // The marks stand in the upper corners; in low reach in the lower ones.
    readonly property real corners: Theme.low ? height - 168 : -8

    reach: Page.Stays

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.landscape ? 90 : 180
        width: Math.min(parent.width - 120, 1100)
        spacing: Theme.landscape ? Theme.s24 : Theme.s48

        KText {
            objectName: "pageTitle"
            width: parent.width
            text: qsTr("便民信息")
            size: Theme.h2
            strong: true
            horizontalAlignment: Text.AlignHCenter
        }
        KText {
            width: parent.width
            text: page.vm.weekday
            size: Theme.landscape ? 120 : 160
            strong: true
            leading: 1.2
            horizontalAlignment: Text.AlignHCenter
        }
        KText {
            width: parent.width
            text: page.vm.day
            size: Theme.h1
            horizontalAlignment: Text.AlignHCenter
        }
        HelpCard {
            width: parent.width
            symbol: "contrast"
            tint: "lamp"
            title: qsTr("出门看天")
            text: page.vm.weather
        }
        HelpCard {
            width: parent.width
            symbol: "walk"
            tint: "olive"
            title: qsTr("公园告示")
            text: qsTr("天黑早走，看好孩子和老人。请牵好宠物，带走垃圾。")
        }
    }

    T.AbstractButton {
        objectName: "cornerStart"
        x: -Theme.margin
        y: page.corners
        width: 160
        height: 160
        onClicked: page.vm.corner("start")
        Accessible.ignored: true
        background: Rectangle {
            x: 48
            y: 48
            width: 36
            height: 36
            radius: 18
            color: Theme.pine
        }
    }
    T.AbstractButton {
        objectName: "cornerEnd"
        x: page.width - width - Theme.margin
        y: page.corners
        width: 160
        height: 160
        onClicked: page.vm.corner("end")
        Accessible.ignored: true
        background: Rectangle {
            x: 76
            y: 48
            width: 36
            height: 36
            radius: 18
            color: Theme.pine
        }
    }
}
