import QtQuick
import Kiosk
import Kiosk.ViewModels

// 语音操作: two keys to move in the lower corners, one to act between them. A finger anywhere else is
// told what lies under it, and does nothing.
Item {
    id: keys

    required property AppViewModel app
    readonly property rect ring: app.spoken.ring
    readonly property real part: Math.floor((width - 2 * Theme.s16) / 3)

    objectName: "spokenKeys"

    MouseArea {
        anchors.fill: parent
        onPressed: mouse => {
            const at = mapToItem(null, mouse.x, mouse.y);
            keys.app.spoken.explore(at.x, at.y);
        }
    }
    // For whoever stands beside.
    Rectangle {
        readonly property point at: keys.mapFromItem(null, keys.ring.x, keys.ring.y)

        visible: keys.ring.width > 0
        x: at.x - 8
        y: at.y - 8
        width: keys.ring.width / Theme.pixelScale + 16
        height: keys.ring.height / Theme.pixelScale + 16
        radius: Theme.radiusCard
        color: "transparent"
        border.width: 8
        border.color: Theme.focus
    }
    Rectangle {
        id: bed

        y: parent.height - height
        width: parent.width
        height: hint.height + Theme.s24 + 172
        color: Theme.night

        MouseArea {
            anchors.fill: parent
        }
        KText {
            id: hint

            x: Theme.margin
            y: Theme.s8
            width: parent.width - 2 * x
            text: qsTr("语音操作开着。按住屏幕上面的角两秒，就关掉。")
            color: Theme.cream
            leading: 1.3
            horizontalAlignment: Text.AlignHCenter
        }
        Row {
            y: hint.y + hint.height + Theme.s8
            height: parent.height - y - Theme.s8
            spacing: Theme.s16

            StripButton {
                objectName: "spokenPrevious"
                width: keys.part
                height: parent.height
                symbol: "back"
                symbolSize: 76
                fontSize: Theme.h2
                text: qsTr("上一个")
                onTapped: keys.app.spoken.previous()
            }
            StripButton {
                objectName: "spokenAct"
                width: keys.part
                height: parent.height
                symbol: "check"
                symbolSize: 76
                fontSize: Theme.h2
                text: qsTr("选它")
                onTapped: keys.app.spoken.act()
            }
            StripButton {
                objectName: "spokenNext"
                width: keys.part
                height: parent.height
                symbol: "next"
                symbolSize: 76
                fontSize: Theme.h2
                text: qsTr("下一个")
                onTapped: keys.app.spoken.next()
            }
        }
    }
}
