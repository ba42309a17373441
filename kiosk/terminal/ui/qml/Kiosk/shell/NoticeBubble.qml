import QtQuick
import Kiosk
import Kiosk.ViewModels

// What a control that cannot be used has said; it goes by itself, and with the page or language.
Rectangle {
    id: bubble

    required property AppViewModel app
    property string text: ""

    objectName: "notice"
    visible: text !== ""
    implicitWidth: measure.width + 96
    height: words.height + 24
    radius: Theme.radiusButton
    color: Theme.night
    border.width: Theme.contrast ? 4 : 0
    border.color: Theme.line

    TextMetrics {
        id: measure

        font: words.font
        text: bubble.text
    }
    KText {
        id: words

        anchors.centerIn: parent
        width: parent.width - 64
        text: bubble.text
        color: Theme.cream
        horizontalAlignment: Text.AlignHCenter
    }
    Timer {
        id: gone

        interval: 3000
        onTriggered: bubble.text = ""
    }
    Connections {
        target: Notice

        function onSaid(text: string) {
            bubble.text = text;
            gone.restart();
            bubble.app.spoken.notice(text);
        }
    }
    Connections {
        target: bubble.app.readAloud

        function onSaid(text: string) {
            Notice.say(text);
        }
    }
    Connections {
        target: bubble.app

        function onPageShown() {
            bubble.text = "";
        }
        function onLanguageChanged() {
            bubble.text = "";
        }
    }
}
