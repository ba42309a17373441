import QtQuick
import QtQuick.Shapes
import Kiosk

// A dashed rounded border: what cannot be used now.
Shape {
    id: dashes

    property color color: Theme.edge
    property real radius: Theme.radiusButton
    property real lineWidth: Theme.borderControl

    preferredRendererType: Shape.CurveRenderer

    ShapePath {
        strokeColor: dashes.color
        strokeWidth: dashes.lineWidth
        strokeStyle: ShapePath.DashLine
        dashPattern: [2, 1.4]
        fillColor: "transparent"

        PathRectangle {
            x: dashes.lineWidth / 2
            y: dashes.lineWidth / 2
            width: dashes.width - dashes.lineWidth
            height: dashes.height - dashes.lineWidth
            radius: dashes.radius
        }
    }
}
