pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

Page {
    id: page

    required property FaqsViewModel vm

    reach: Page.Fits
    panelTitle: qsTr("常见问题")
    panelNote: page.vm.aside
    status: page.vm.status
    emptyText: qsTr("常见问题还没送到这台机器。先问律师也可以。")

    ArticleList {
        anchors.fill: parent
        vm: page.vm
        title: page.panelTitle
        pictured: false
        head: LibraryTabs {
            app: page.app
            chosen: "faqs"
        }
    }
}
