pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// 指南 常见问题 法律条文: what there is to look up, in the place of the title; and the search.
Row {
    id: tabs

    required property AppViewModel app
    property string chosen: "guides"

    readonly property var words: ({ "guides": qsTr("指南"), "faqs": qsTr("常见问题"),
                                    "laws": qsTr("法律条文") })

    spacing: Theme.s16

    Repeater {
        model: ["guides", "faqs", "laws"]

        Chip {
            required property string modelData

            objectName: "tab_" + modelData
            width: (tabs.width - search.width - 3 * tabs.spacing) / 3
            height: Theme.buttonHeight
            text: tabs.words[modelData]
            fontSize: Theme.landscape ? Theme.h3 : Theme.body
            ticked: Theme.landscape || !tabs.app.english
            selected: tabs.chosen === modelData
            onTapped: if (!selected) tabs.app.replace(modelData)
        }
    }
    SearchButton {
        id: search

        app: tabs.app
        signed: Theme.landscape
        width: Theme.landscape ? 290 : 200
        height: Theme.buttonHeight - Theme.ledgeHeight
    }
}
