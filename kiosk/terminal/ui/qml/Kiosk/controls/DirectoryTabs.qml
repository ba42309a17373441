pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// 按事情 按机构 找律师 按街道: the ways to find somebody.
Row {
    id: tabs

    required property AppViewModel app
    property string chosen: "needs"

    readonly property var words: ({ "needs": qsTr("按事情"), "categories": qsTr("按机构"),
                                    "lawyers": qsTr("找律师"), "streets": qsTr("按街道") })

    spacing: Theme.s16

    Repeater {
        model: ["needs", "categories", "lawyers", "streets"]

        Chip {
            required property string modelData

            objectName: "tab_" + modelData
            width: (tabs.width - 3 * tabs.spacing) / 4
            height: Theme.chipHeight
            text: tabs.words[modelData]
            ticked: !Theme.landscape && !tabs.app.english || Theme.landscape
            selected: tabs.chosen === modelData
            onTapped: if (!selected) tabs.app.replace("directory",
                                                      modelData === "needs" ? "" : modelData)
        }
    }
}
