import QtQuick
import QtQuick.Shapes
import Kiosk

// A dashed line across a slip.
Shape {
    id: line

    height: 4
    preferredRendererType: Shape.CurveRenderer

    ShapePath {
        strokeColor: Theme.edge
        strokeWidth: 4
        strokeStyle: ShapePath.DashLine
        dashPattern: [2.5, 1.5]
        fillColor: "transparent"
        startX: 0
        startY: 2

        PathLine {
            x: line.width
            y: 2
        }
    }
}
