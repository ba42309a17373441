import QtQuick
import Kiosk
import Kiosk.ViewModels

// 打印带走: only where there is a printer. Without paper it says what works instead.
KButton {
    id: button

    required property PrinterViewModel printer
    required property SlipBlock slip

    visible: printer.available
    symbol: "print"
    symbolSize: fontSize > 48 ? 76 : 48
    busy: printer.phase === "printing"
    busyText: qsTr("正在打印")
    available: printer.phase !== "no_paper" && printer.phase !== "failed"
    reason: printer.phase === "no_paper" ? qsTr("没纸了。用手机扫一扫，也能带走")
                                         : qsTr("这会儿印不了。用手机扫一扫，也能带走")
    text: printer.phase === "printed" ? qsTr("再印一张")
        : printer.phase === "no_paper" ? qsTr("没纸了，请扫码")
        : printer.phase === "failed" ? qsTr("印不了，请扫码") : qsTr("打印带走")
    onTapped: button.printer.printOut(button.slip)
}
