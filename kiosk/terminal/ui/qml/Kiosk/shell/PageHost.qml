import QtQuick
import Kiosk
import Kiosk.ViewModels

// Loads the page that the view model names, with its view model; a short fade, none when hiding.
// In low reach a page that does not fit is turned: views overlap, so that what one cuts stands
// whole in the next.
Item {
    id: host

    required property AppViewModel app
    readonly property alias fading: fade.running
    readonly property Page page: loader.item as Page
    readonly property bool lowered: Theme.low && page !== null && page.reach !== Page.Stays
    readonly property bool turned: lowered && page.reach === Page.Turned
                                   && (page.lowHeight === 0 || page.lowHeight > height)
    readonly property string pageName: page !== null ? page.panelTitle : ""
    property int view: 0

    // What the page would have without low reach, and what is seen of it.
    readonly property real full: height + (turned ? Theme.lowTop - Theme.headerHeight : 0)
    readonly property real whole: turned && page.lowHeight > 0 ? Math.min(full, page.lowHeight)
                                                               : full
    readonly property real seen: height - (turned ? turner.height : 0)
    readonly property real overlap: Theme.landscape ? 325 : 400  // the highest target
    readonly property int steps: Math.max(1, Math.ceil((whole - seen) / (seen - overlap)))
    readonly property real offset: turned ? Math.round(view * (whole - seen) / steps) : 0

    function show() {
        host.view = 0;
        if (loader.source !== host.app.pageSource)
            loader.setSource(host.app.pageSource, { "app": host.app, "vm": host.app.pageModel });
        fade.restart();
    }

    Component.onCompleted: show()
    onTurnedChanged: view = 0

    Connections {
        target: host.app

        function onPageShown() {
            host.show();
        }
    }
    Item {
        objectName: "pageView"
        width: parent.width
        height: host.seen

        Loader {
            id: loader

            y: -host.offset
            width: parent.width
            height: host.turned ? host.whole : parent.height
            focus: true
        }
    }
    // What lies under the bars takes no tap. (Not `clip`: the software renderer draws shapes over it.)
    MouseArea {
        visible: host.turned
        y: host.seen
        width: parent.width
        height: host.whole
    }
    TurnBar {
        id: turner

        visible: host.turned
        y: parent.height - height
        width: parent.width
        view: host.view
        last: host.steps
        onTurned: step => host.view += step
    }
    NumberAnimation {
        id: fade

        target: loader
        property: "opacity"
        from: 0.3
        to: 1
        duration: host.app.page === "hidden" ? 0 : Theme.pageMs
    }
}
