import QtQuick
import Kiosk
import Kiosk.ViewModels

// Loads the page that the view model names, with its view model; a short fade, none when hiding.
Item {
    id: host

    required property AppViewModel app
    readonly property alias fading: fade.running

    function show() {
        if (loader.source !== host.app.pageSource)
            loader.setSource(host.app.pageSource, { "app": host.app, "vm": host.app.pageModel });
        fade.restart();
    }

    Component.onCompleted: show()

    Connections {
        target: host.app

        function onPageShown() {
            host.show();
        }
    }
    Loader {
        id: loader

        anchors.fill: parent
        focus: true
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
