import QtQuick
import Kiosk

// Text with a CSS-like line height: the font's own line is 1.448 em, so the rest is split above
// and below.
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
    bottomPadding: -topPadding
}
