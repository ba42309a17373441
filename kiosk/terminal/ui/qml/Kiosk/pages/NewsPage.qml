import QtQuick
import Kiosk
import Kiosk.ViewModels

Page {
    id: page

    required property NewsViewModel vm

    reach: Page.Fits
    panelTitle: qsTr("法律资讯")
    panelNote: page.vm.aside
    status: page.vm.status
    emptyText: qsTr("资讯还没送到这台机器。先问律师也可以。")

    ArticleList {
        anchors.fill: parent
        vm: page.vm
        title: page.panelTitle
    }
}
