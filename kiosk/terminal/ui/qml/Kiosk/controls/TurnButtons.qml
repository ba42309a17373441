import QtQuick
import Kiosk

// Two small buttons that turn what stands below a heading. Hidden when there is nothing to turn.
Row {
    id: turn

    property int page: 1
    property int pages: 1
    property string backText: ""
    property string onText: ""

    signal turned(int by)

    visible: pages > 1
    spacing: Theme.s16

    KButton {
        objectName: turn.objectName + "Back"
        width: implicitWidth - 24
        height: 92
        fontSize: Theme.body
        text: turn.backText
        available: turn.page > 1
        reason: qsTr("这是最前面了")
        onTapped: turn.turned(-1)
    }
    KButton {
        objectName: turn.objectName + "On"
        width: implicitWidth - 24
        height: 92
        fontSize: Theme.body
        text: turn.onText
        available: turn.page < turn.pages
        reason: qsTr("这是最后了")
        onTapped: turn.turned(1)
    }
}
