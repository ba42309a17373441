import QtQuick

// A button's reach: half way into the gap to its neighbours (a `containmentMask`). Qt looks for it
// only inside the row or column that the button stands in, so not beyond that one's edge.
QtObject {
    id: area

    required property Item target
    property real reach: 8

    function contains(place: point): bool {
        return place.x >= -reach && place.y >= -reach && place.x < target.width + reach
            && place.y < target.height + reach;
    }
}
