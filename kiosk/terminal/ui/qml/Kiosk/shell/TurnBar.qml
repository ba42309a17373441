import QtQuick
import Kiosk

// 往上看 往下看: turns a page that is taller than its room in low reach.
Rectangle {
    id: bar

    property int view: 0
    property int last: 0

    signal turned(int step)

    implicitHeight: Theme.turnHeight + Theme.ledgeHeight + Theme.s16
    color: Theme.paper

    Rectangle {
        width: parent.width
        height: Theme.contrast ? 4 : 3
        color: Theme.line
    }
    Row {
        x: Theme.margin
        y: 10
        spacing: Theme.gap

        KButton {
            objectName: "lookUp"
            width: (bar.width - Theme.margin - (Theme.landscape ? Theme.gap : Theme.margin)
                    - Theme.gap) / 2
            height: Theme.turnHeight - 4
            text: qsTr("看上面")
            available: bar.view > 0
            reason: qsTr("这是最上面了")
            onTapped: bar.turned(-1)
        }
        KButton {
            objectName: "lookDown"
            width: (bar.width - Theme.margin - (Theme.landscape ? Theme.gap : Theme.margin)
                    - Theme.gap) / 2
            height: Theme.turnHeight - 4
            text: qsTr("看下面")
            available: bar.view < bar.last
            reason: qsTr("这是最下面了")
            onTapped: bar.turned(1)
        }
    }
}
