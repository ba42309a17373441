import QtQuick
import Kiosk

// Text with the line height of CSS: what a line has more or less than the font's own 1.448 em is
// split above and below. (Qt gives the last line its own height where the wanted one is smaller.)
Text {
    id: label

    property int size: Theme.body
    property bool strong: false
    property real leading: 1.4

    color: Theme.ink
    font.pixelSize: size
    font.bold: strong
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(size * leading)
    topPadding: Math.round((lineHeight - size * 1.448) / 2)
    bottomPadding: topPadding > 0 ? -topPadding : topPadding
}
