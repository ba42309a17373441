pragma Singleton

import QtQuick

// What a control has to say when it is touched but cannot be used; the shell shows it.
QtObject {
    signal said(string text)
    signal sounded(string name)

    function say(text: string) {
        said(text);
        sounded("error");
    }
    // A short sound of assets/sounds; the shell plays it.
    function sound(name: string) {
        sounded(name);
    }
}
