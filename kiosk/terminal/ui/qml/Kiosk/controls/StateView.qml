pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// What a page shows while it has nothing to show: a skeleton, or one sentence and one button.
Item {
    id: view

    property int status: PageState.LOADING
    property string emptyText: ""
    property string emptyAction: ""
    property bool slow: false

    readonly property string sentence: status === PageState.EMPTY
            ? (emptyText !== "" ? emptyText : qsTr("这里暂时没有内容。"))
        : status === PageState.OFFLINE ? qsTr("没连上网，这一页暂时看不了。其他资料不受影响。")
        : status === PageState.FAILED ? qsTr("这一页没打开，不是您的问题。请换一页，或按求助。")
        : qsTr("正在取资料，请稍等。")

    signal actionTapped()

    Timer {
        interval: 4000
        running: view.status === PageState.LOADING
        onTriggered: view.slow = true
    }
    Timer {
        id: shortly

        interval: 400
        running: view.status === PageState.LOADING
    }
    Column {
        anchors.fill: parent
        anchors.topMargin: 108
        spacing: Theme.gap
        visible: view.status === PageState.LOADING && !shortly.running

        Repeater {
            model: 4

            Rectangle {
                width: view.width
                height: 190
                radius: Theme.radiusCard
                color: Theme.sunk
            }
        }
    }
    TroubleCard {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        visible: view.status !== PageState.LOADING || view.slow
        symbol: view.status === PageState.OFFLINE ? "cloudoff"
              : view.status === PageState.FAILED ? "help" : ""
        symbolColor: view.status === PageState.FAILED ? Theme.cin : Theme.ink2
        sentence: view.sentence
        works: view.status === PageState.OFFLINE
                ? [qsTr("110 和 12348 的号码，在最下面"), qsTr("要人帮忙，按求助")]
             : view.status === PageState.FAILED
                ? [qsTr("问律师：回首页，点视频或声音"), qsTr("110 和 12348 的号码，在最下面")] : []
        stepText: view.status === PageState.LOADING ? ""
            : view.status === PageState.EMPTY && view.emptyAction !== "" ? view.emptyAction
                                                                         : qsTr("回首页")
        onStepTapped: view.actionTapped()
    }
}
