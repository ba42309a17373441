import QtQuick
import QtQuick.Shapes
import Kiosk
import Kiosk.ViewModels

// 还在吗？ with a ring of lamp that empties; a touch anywhere goes on.
ConfirmDialog {
    id: dialog

    required property AppViewModel app

    objectName: "idleDialog"
    symbol: ""
    title: qsTr("还在吗？")
    text: qsTr("点一下屏幕就能接着用。没人点，就清除这次的内容。")
    safeText: qsTr("接着用")
    doText: qsTr("结束并清除")
    doIsPrimary: false
    onSafe: dialog.app.touch()
    onConfirmed: dialog.app.end()
    extra: Item {
        width: 176
        height: 176

        Shape {
            anchors.fill: parent
            preferredRendererType: Shape.CurveRenderer

            ShapePath {
                strokeColor: Theme.sunk
                strokeWidth: 16
                fillColor: "transparent"

                PathAngleArc {
                    centerX: 88
                    centerY: 88
                    radiusX: 78
                    radiusY: 78
                    startAngle: 0
                    sweepAngle: 360
                }
            }
            ShapePath {
                strokeColor: Theme.lamp
                strokeWidth: 16
                capStyle: ShapePath.RoundCap
                fillColor: "transparent"

                PathAngleArc {
                    centerX: 88
                    centerY: 88
                    radiusX: 78
                    radiusY: 78
                    startAngle: -90
                    sweepAngle: 360 * dialog.app.idleLeft / dialog.app.idleTotal
                }
            }
        }
        KText {
            objectName: "idleLeft"
            anchors.centerIn: parent
            text: dialog.app.idleLeft
            size: Theme.number
            strong: true
            wrapMode: Text.NoWrap
        }
    }
}
