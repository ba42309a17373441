import QtQuick
import Kiosk

// What is typed on a number pad, and at its end what is still missing.
Rectangle {
    id: field

    property string text: ""
    property string hint: ""

    implicitHeight: Theme.landscape ? 176 : 124
    radius: Theme.radiusButton
    color: Theme.card
    border.width: Theme.borderStrong
    border.color: Theme.pine

    Accessible.role: Accessible.EditableText
    Accessible.name: hint

    KText {
        objectName: "typed"
        x: 32
        y: Theme.landscape ? 14 : Math.round((parent.height - height) / 2)
        text: field.text
        size: Theme.elderly ? 60 : 52
        strong: true
        leading: 1.25
        wrapMode: Text.NoWrap
    }
    KText {
        objectName: "typedHint"
        x: Theme.landscape ? 32 : parent.width - width - 32
        y: Theme.landscape ? parent.height - height - 14 : Math.round((parent.height - height) / 2)
        text: field.hint
        color: Theme.ink2
        wrapMode: Text.NoWrap
    }
}
