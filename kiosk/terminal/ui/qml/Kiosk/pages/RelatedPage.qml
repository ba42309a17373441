import QtQuick
import Kiosk
import Kiosk.ViewModels

// What goes with a page: guides, questions and articles of laws that cite the same.
Page {
    id: page

    required property RelatedViewModel vm

    reach: Page.Fits
    panelTitle: qsTr("相关内容")
    panelNote: page.vm.aside
    status: page.vm.status
    emptyText: qsTr("没有别的了。可以直接问律师。")

    ArticleList {
        anchors.fill: parent
        vm: page.vm
        title: page.panelTitle
        pictured: false
    }
}
