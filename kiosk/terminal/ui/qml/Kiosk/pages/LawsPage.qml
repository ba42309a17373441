pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

Page {
    id: page

    required property LawsViewModel vm

    reach: Page.Fits
    panelTitle: qsTr("法律条文")
    panelNote: page.vm.aside
    status: page.vm.status
    emptyText: qsTr("法律条文还没送到这台机器。先问律师也可以。")

    ArticleList {
        anchors.fill: parent
        vm: page.vm
        title: page.panelTitle
        pictured: false
        head: LibraryTabs {
            app: page.app
            chosen: "laws"
        }
    }
}
