import QtQuick
import QtQuick.VirtualKeyboard.Core
import Kiosk.ViewModels

// Qt Virtual Keyboard's pinyin, without its panel: letters in, words out, into the field that has
// the focus. Loaded when somebody wants pinyin.
Item {
    id: pinyin

    required property TypingViewModel typing
    readonly property var words: InputContext.inputEngine.wordCandidateListModel
    readonly property bool composing: InputContext.preeditText !== ""

    function press(letter: string) {
        InputContext.inputEngine.virtualKeyClick(
            Qt.Key_A + letter.charCodeAt(0) - 97, letter, Qt.NoModifier);
    }
    function eraseOne() {
        InputContext.inputEngine.virtualKeyClick(Qt.Key_Backspace, "", Qt.NoModifier);
    }
    // The letters themselves go into the field.
    function keepLetters() {
        InputContext.inputEngine.virtualKeyClick(Qt.Key_Return, "\n", Qt.NoModifier);
    }
    function choose(index: int) {
        pinyin.words.selectItem(index);
    }

    Component.onCompleted: {
        InputContext.inputEngine.inputMethod = pinyin.typing.pinyin(pinyin);
        InputContext.inputEngine.inputMode = InputEngine.InputMode.Pinyin;
    }
    Component.onDestruction: {
        InputContext.clear();
        InputContext.inputEngine.inputMethod = null;
    }
}
