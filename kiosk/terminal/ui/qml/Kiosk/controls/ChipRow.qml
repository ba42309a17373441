pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Chips in one row, as wide as it is; each a little wider than its word. The model's roles are key,
// word and chosen.
Row {
    id: chips

    property alias model: repeater.model
    property string prefix: "chip_"
    readonly property int count: repeater.count
    property int made: 0  // chips so far: other words, other widths
    readonly property real spare: {
        let used = spacing * (repeater.count - 1);
        for (let i = 0; chips.made > 0 && i < repeater.count; ++i)
            used += repeater.itemAt(i)?.implicitWidth ?? 0;
        return repeater.count > 0 ? Math.max(0, chips.width - used) / repeater.count : 0;
    }

    signal chosen(string key)

    spacing: Theme.landscape ? Theme.s12 : Theme.s16

    Repeater {
        id: repeater

        onItemAdded: ++chips.made

        Chip {
            required property string key
            required property string word
            required property bool chosen

            objectName: chips.prefix + key
            implicitWidth: Math.max(100, textWidth + 24)
            width: implicitWidth + chips.spare
            text: word
            selected: chosen
            onTapped: chips.chosen(key)
        }
    }
}
