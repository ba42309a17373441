import QtQuick
import Kiosk
import Kiosk.ViewModels

// A question with its answer, and the law that it rests on.
Page {
    id: page

    required property FaqViewModel vm

    reach: Page.Fits
    panelTitle: page.vm.title
    panelNote: page.vm.badge !== "" ? page.vm.badge + "\n" + page.vm.badgeNote : page.vm.hint
    panelQr: page.vm.qr
    status: page.vm.status
    emptyText: qsTr("这个问题已经收回了，看看别的。")

    Reader {
        anchors.fill: parent
        app: page.app
        vm: page.vm
    }
}
