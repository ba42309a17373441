pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// The shell: header, the page, and the floor that never moves (LOOK section 6).
Window {
    id: window

    required property AppViewModel app
    property string orientation: "auto"  // auto | portrait | landscape
    property bool reducedMotion: false

    readonly property bool wide: orientation === "auto" ? width > height
                                                        : orientation === "landscape"
    readonly property real fit: Math.max(0.1, Math.min(width / (wide ? 1920 : 1080),
                                                       height / (wide ? 1080 : 1920)))
    readonly property bool bare: app.page === "hidden"
    readonly property bool lowered: host.lowered && !barred
    // Nobody is there: no bars but the strip.
    readonly property bool waiting: app.page === "attract"
    readonly property bool barred: bare || waiting

    width: 1080
    height: 1920
    color: Theme.paper
    title: app.placeName

    Binding { target: Theme; property: "elderly"; value: window.app.elderly }
    Binding { target: Theme; property: "contrast"; value: window.app.contrast }
    Binding { target: Theme; property: "landscape"; value: window.wide }
    Binding { target: Theme; property: "low"; value: window.app.lowReach }
    Binding { target: Theme; property: "reducedMotion"; value: window.reducedMotion }
    Binding { target: Theme; property: "pixelScale"; value: window.fit }

    Connections {
        target: Notice

        function onSounded(name: string) {
            window.app.sound(name);
        }
    }
    // Keys of a real keyboard or keypad. What a field takes for itself does not come here.
    Shortcut {
        sequence: "F1"
        onActivated: window.app.spoken.toggle()
    }
    Shortcut {
        sequence: "Volume Up"
        onActivated: window.app.spoken.louder(1)
    }
    Shortcut {
        sequence: "Volume Down"
        onActivated: window.app.spoken.louder(-1)
    }
    Shortcut {
        enabled: window.app.spoken.active
        sequences: ["Tab", "Down", "Right"]
        onActivated: window.app.spoken.next()
    }
    Shortcut {
        enabled: window.app.spoken.active
        sequences: ["Shift+Tab", "Backtab", "Up", "Left"]
        onActivated: window.app.spoken.previous()
    }
    Shortcut {
        enabled: window.app.spoken.active
        sequences: ["Return", "Enter", "Space"]
        onActivated: window.app.spoken.act()
    }
    Shortcut {
        enabled: window.app.spoken.active
        sequence: "Escape"
        onActivated: window.app.back()
    }

    Item {
        id: stage

        objectName: "stage"
        width: window.width / window.fit
        height: window.height / window.fit
        scale: window.fit
        transformOrigin: Item.TopLeft

        PageHost {
            id: host

            app: window.app
            objectName: "pageHost"
            x: 0
            y: window.barred ? 0 : window.lowered ? Theme.lowTop : header.height
            width: window.barred || !window.wide ? parent.width : parent.width - Theme.railWidth
            height: parent.height - y - (window.bare ? 0 : window.wide || window.waiting
                    ? Theme.stripHeight
                    : Theme.navHeight + Theme.toolsHeight + Theme.stripHeight)
        }
        // Over what a page that is turned has above.
        LowPanel {
            objectName: "lowPanel"
            visible: window.lowered
            page: host.page
            width: parent.width
            height: Theme.lowTop
        }
        Header {
            id: header

            onNight: window.lowered

            app: window.app
            // The call's own bar lies here.
            visible: !window.barred && window.app.page !== "in-call"
            width: parent.width
            height: Theme.headerHeight
        }
        // Over the page, and never over the bars: 110, 12348 and 快速隐藏 stay free.
        NoticePlate {
            board: window.app.notices
            visible: board.shown
            x: Theme.margin
            y: (Theme.low ? Theme.lowTop : header.height) + (window.wide ? 4 : 8)  // where a page begins
            width: host.width - Theme.margin - (window.wide && !window.waiting ? Theme.gap : Theme.margin)
        }
        NavBar {
            objectName: "navBar"
            app: window.app
            visible: !window.barred && !window.wide
            y: parent.height - Theme.stripHeight - Theme.toolsHeight - Theme.navHeight
            width: parent.width
            height: Theme.navHeight
        }
        ToolBar {
            objectName: "toolBar"
            app: window.app
            visible: !window.barred && !window.wide
            y: parent.height - Theme.stripHeight - Theme.toolsHeight
            width: parent.width
            height: Theme.toolsHeight
        }
        NightStrip {
            objectName: "nightStrip"
            app: window.app
            visible: !window.bare && !window.wide
            y: parent.height - Theme.stripHeight
            width: parent.width
            height: Theme.stripHeight
        }
        NavRail {
            objectName: "navRail"
            app: window.app
            visible: !window.barred && window.wide
            x: parent.width - Theme.railWidth
            y: Theme.low ? Theme.lowTop : Theme.headerHeight
            width: Theme.railWidth
            height: parent.height - y - Theme.stripHeight
        }
        WideStrip {
            objectName: "wideStrip"
            app: window.app
            visible: !window.bare && window.wide
            y: parent.height - Theme.stripHeight
            width: parent.width
            height: Theme.stripHeight
        }
        // Over the header: nothing can be tapped there.
        NoticeBubble {
            app: window.app
            anchors.horizontalCenter: parent.horizontalCenter
            y: Math.max(4, (header.height - height) / 2)
            width: Math.min(implicitWidth, parent.width - 96)
        }
        // Back from hiding, the finger that tapped the marks hits nothing of the page.
        MouseArea {
            objectName: "settling"
            visible: window.app.settling
            width: parent.width
            height: parent.height - Theme.stripHeight
        }
        // A dialog leaves the strip free: 110, 12348 and 快速隐藏 work at every moment.
        Loader {
            width: parent.width
            height: parent.height - Theme.stripHeight
            active: window.app.endAsked
            sourceComponent: EndDialog { app: window.app }
        }
        Loader {
            width: parent.width
            height: parent.height - Theme.stripHeight
            active: window.app.idleAsking
            sourceComponent: IdleDialog { app: window.app }
        }
        Loader {
            anchors.fill: parent
            active: window.app.spoken.active
            sourceComponent: SpokenKeys { app: window.app }
        }
        // A finger held on an upper corner of the screen is found without seeing it.
        Repeater {
            model: window.bare ? 0 : 2

            Item {
                id: corner

                required property int index

                objectName: "hold" + index
                x: index * (stage.width - width)
                width: 200
                height: Theme.headerHeight

                TapHandler {
                    gesturePolicy: TapHandler.ReleaseWithinBounds
                    longPressThreshold: 2
                    onLongPressed: window.app.spoken.toggle()
                }
            }
        }
        Item {
            anchors.fill: parent

            PointHandler {
                onActiveChanged: window.app.touch()
            }
        }
    }
}
