pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Base of all pages: the content area of both orientations, and one view for every state but READY.
// Children go into the content area; `contentWidth` x `contentHeight` is what they may fill.
FocusScope {
    id: page

    // 低位. Turned: the page keeps its height and is turned under the panel. Fits: it obeys
    // `contentHeight`, which is less. Stays: all of its targets are low by themselves.
    enum Reach { Turned, Fits, Stays }

    required property AppViewModel app
    property int reach: Page.Turned
    property real lowHeight: 0  // of a page that is turned; 0: as high as without low reach
    // What the night panel says for it in low reach.
    property string panelTitle: ""
    property string panelNote: ""
    property string panelDuty: ""       // state of a duty tag, and its words
    property string panelDutyText: ""
    property string panelPicture: ""
    property string panelQr: ""
    property int status: PageState.READY
    property string emptyText: ""
    property string emptyAction: ""
    property bool bare: false  // the page paints to the window's edges
    readonly property real contentWidth: area.width
    readonly property real contentHeight: area.height
    default property alias contents: area.data

    signal emptyActionTapped()

    Item {
        id: area

        anchors.fill: parent
        anchors.leftMargin: page.bare ? 0 : Theme.margin
        anchors.rightMargin: page.bare ? 0 : Theme.landscape ? Theme.gap : Theme.margin
        anchors.topMargin: page.bare ? 0 : Theme.landscape ? 4 : 8
        anchors.bottomMargin: page.bare ? 0 : Theme.landscape ? 20 : 24
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
