import QtQuick
import Kiosk

// A lawyer in a list: portrait, name, what they know, the languages they speak.
Tile {
    id: row

    required property string name
    required property string mark
    required property string tier
    required property string firm
    required property string specialities
    required property string languages
    required property string portrait
    required property bool onDuty
    property bool roomy: false  // lines may wrap

    tint: "lamp"
    Accessible.name: name
    Accessible.description: [tier, firm, specialities, languages].join(" ")

    Avatar {
        id: face

        x: 26
        y: Math.round((row.height - height) / 2) + row.shift
        height: Math.min(row.height - 48, 206)
        path: row.portrait
        alt: row.name
    }
    ExamplePlate {
        visible: row.mark !== ""
        x: face.x + 10
        y: face.y + face.height - height - 10
    }
    Column {
        x: face.x + face.width + 28
        y: Math.round((row.height - height) / 2) + row.shift
        width: row.width - x - 28
        spacing: Theme.landscape ? 0 : 4

        Flow {
            width: parent.width
            spacing: 14

            KText {
                text: row.name
                size: Theme.h3
                strong: true
                leading: 1.35
                wrapMode: Text.NoWrap
            }
            DutyTag {
                visible: row.onDuty
                status: "available"
                text: qsTr("正在值班")
            }
        }
        KText {
            width: parent.width
            text: row.firm
            color: Theme.ink2
            leading: 1.3
            elide: row.roomy ? Text.ElideNone : Text.ElideRight
            wrapMode: row.roomy ? Text.Wrap : Text.NoWrap
        }
        KText {
            width: parent.width
            visible: row.specialities !== ""
            // Half a landscape page has no room for the lead-in.
            text: Theme.landscape && !row.roomy ? row.specialities
                                                : qsTr("懂：%1").arg(row.specialities)
            leading: 1.3
            elide: row.roomy ? Text.ElideNone : Text.ElideRight
            wrapMode: row.roomy ? Text.Wrap : Text.NoWrap
        }
        KText {
            width: parent.width
            visible: row.languages !== ""
            text: qsTr("说：%1").arg(row.languages)
            leading: 1.3
            elide: row.roomy ? Text.ElideNone : Text.ElideRight
            wrapMode: row.roomy ? Text.Wrap : Text.NoWrap
        }
    }
}
