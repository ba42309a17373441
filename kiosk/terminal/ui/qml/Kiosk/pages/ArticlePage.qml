import QtQuick
import Kiosk
import Kiosk.ViewModels

// News, or a guide.
Page {
    id: page

    required property ArticleViewModel vm

    reach: Page.Fits
    panelTitle: page.vm.title
    panelNote: page.vm.badge !== "" ? page.vm.badge + "\n" + page.vm.badgeNote : page.vm.hint
    panelQr: page.vm.qr
    status: page.vm.status
    emptyText: qsTr("这篇文章已经收回了，看看别的。")

    Reader {
        anchors.fill: parent
        app: page.app
        vm: page.vm
    }
}
