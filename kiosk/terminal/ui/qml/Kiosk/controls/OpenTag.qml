import Kiosk

// Open now: pine with a tick; closed: a dashed edge. `openState`: open | closed | unknown.
Tag {
    property string openState: "unknown"

    dashed: openState !== "open"
    tint: openState === "open" ? "pine" : ""
    symbol: openState === "open" ? "check" : openState === "closed" ? "clock" : "phone"
}
