import QtQuick
import Kiosk
import Kiosk.ViewModels

// News, or a guide.
Page {
    id: page

    required property ArticleViewModel vm

    status: page.vm.status
    emptyText: qsTr("这篇文章已经收回了，看看别的。")

    Reader {
        anchors.fill: parent
        app: page.app
        vm: page.vm
    }
}
