pragma Singleton

import QtQuick

// What a control has to say when it is touched but cannot be used; the shell shows it.
QtObject {
    signal said(string text)

    function say(text: string) {
        said(text);
    }
}
