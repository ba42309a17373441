pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Base of all pages: the content area of both orientations, and one view for every state but READY.
// Children go into the content area; `contentWidth` x `contentHeight` is what they may fill.
FocusScope {
    id: page

    required property AppViewModel app
    property int status: PageState.READY
    property string emptyText: ""
    property string emptyAction: ""
    readonly property real contentWidth: area.width
    readonly property real contentHeight: area.height
    default property alias contents: area.data

    signal emptyActionTapped()

    Item {
        id: area

        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.landscape ? Theme.gap : Theme.margin
        anchors.topMargin: Theme.landscape ? 4 : 8
        anchors.bottomMargin: Theme.landscape ? 20 : 24
        visible: page.status === PageState.READY
    }

    Loader {
        anchors.fill: area
        active: page.status !== PageState.READY
        sourceComponent: StateView {
            status: page.status
            emptyText: page.emptyText
            emptyAction: page.emptyAction
            onActionTapped: page.status === PageState.EMPTY && page.emptyAction !== ""
                            ? page.emptyActionTapped() : page.app.home()
        }
    }
}
