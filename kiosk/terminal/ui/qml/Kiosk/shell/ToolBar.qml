import QtQuick
import Kiosk
import Kiosk.ViewModels

Rectangle {
    id: bar

    required property AppViewModel app

    color: Theme.card

    Tools {
        app: bar.app
        x: Theme.margin
        y: 4
        width: parent.width - 2 * Theme.margin
        height: parent.height - 12
        spacing: 4
    }
}
