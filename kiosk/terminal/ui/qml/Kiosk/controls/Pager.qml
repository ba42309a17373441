import QtQuick
import Kiosk

// 上一页  第 1 页 / 共 N 页  下一页; where it is narrow, the count stands above. Hidden when there is
// one page, unless `steady`. Units: page, part (of an article), article (of a law).
Item {
    id: pager

    property int page: 1
    property int pages: 1
    property string nextUnit: "page"
    property string previousUnit: nextUnit
    property string place: ""  // instead of the count
    property bool first: page <= 1
    property bool last: page >= pages
    property bool steady: false
    property bool primary: true  // 下一页 is the page's step

    readonly property bool narrow: width < 900
    readonly property real part: narrow ? (width - 16) / 2
                                         : Math.max(300, word.width + 64 + room)
    readonly property int room: 64  // what a button keeps for its sign
    readonly property real row: narrow ? count.height + 8 : 0

    signal previous()
    signal next()

    implicitHeight: row + Theme.buttonHeight + Theme.ledgeHeight
    visible: pages > 1 || steady

    TextMetrics {
        id: word

        font.pixelSize: Theme.button
        font.bold: true
        text: backward.text
    }
    KButton {
        id: backward

        objectName: "previousPage"
        y: pager.row
        width: pager.part
        height: Theme.buttonHeight
        text: pager.previousUnit === "part" ? qsTr("上一段")
            : pager.previousUnit === "article" ? qsTr("上一条") : qsTr("上一页")
        symbol: pager.part < word.width + 32 + pager.room ? "" : "back"
        available: !pager.first
        reason: qsTr("这是最前面了")
        onTapped: pager.previous()
    }
    KText {
        id: count

        anchors.horizontalCenter: parent.horizontalCenter
        y: pager.narrow ? 0 : Math.round((Theme.buttonHeight - height) / 2)
        objectName: "pageCount"
        text: pager.place !== "" ? pager.place
            : (pager.nextUnit === "part" ? qsTr("第 %1 段 / 共 %2 段") : qsTr("第 %1 页 / 共 %2 页"))
              .arg(pager.page).arg(pager.pages)
        size: Theme.elderly ? 44 : 40
        strong: true
        wrapMode: Text.NoWrap
    }
    KButton {
        objectName: "nextPage"
        anchors.right: parent.right
        y: pager.row
        width: pager.part
        height: Theme.buttonHeight
        kind: pager.primary ? KButton.Primary : KButton.Secondary
        text: pager.nextUnit === "part" ? qsTr("下一段")
            : pager.nextUnit === "article" ? qsTr("下一条") : qsTr("下一页")
        symbol: "next"
        symbolAtEnd: true
        available: !pager.last
        reason: qsTr("这是最后了")
        onTapped: pager.next()
    }
}
