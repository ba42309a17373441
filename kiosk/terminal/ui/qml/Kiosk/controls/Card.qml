import QtQuick
import Kiosk

// A raised sheet. `emphasis`: the one subject of the page (pine border). Children are the content.
Rectangle {
    property bool emphasis: false

    radius: Theme.radiusCard
    color: Theme.card
    border.width: emphasis ? Theme.borderControl : Theme.borderThin
    border.color: emphasis ? Theme.pine : Theme.line
}
