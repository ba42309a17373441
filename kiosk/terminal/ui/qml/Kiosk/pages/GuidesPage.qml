pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

Page {
    id: page

    required property GuidesViewModel vm

    reach: Page.Fits
    panelTitle: qsTr("法律指南")
    panelNote: page.vm.aside
    status: page.vm.status
    emptyText: qsTr("指南还没送到这台机器。先问律师也可以。")

    ArticleList {
        anchors.fill: parent
        vm: page.vm
        title: page.panelTitle
        head: LibraryTabs {
            app: page.app
            chosen: "guides"
        }
    }
}
