import QtQuick
import Kiosk
import Kiosk.ViewModels

// 结束并清除 asks once.
ConfirmDialog {
    id: dialog

    required property AppViewModel app

    objectName: "endDialog"
    title: qsTr("要结束并清除吗？")
    text: app.inCall ? qsTr("电话会挂断。您在这台机器上写过、看过的，都会删掉。")
                     : qsTr("您在这台机器上写过、看过的，都会删掉。")
    safeText: qsTr("再用一会儿")
    doText: qsTr("结束并清除")
    onSafe: dialog.app.cancelEnd()
    onConfirmed: dialog.app.end()
}
