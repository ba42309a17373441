pragma Singleton

import QtQuick

// Tokens of the look: colour, type, space, shape, motion. All sizes are design pixels: the shell
// lays out at no less than 1080x1920 (or 1920x1080) and scales the whole to the window.
QtObject {
    id: theme

    // What the shell sets from the view model.
    property bool elderly: true
    property bool contrast: false
    property bool landscape: false
    property bool low: false  // 低位: every target below `lowTop`
    property bool reducedMotion: false
    property real pixelScale: 1

    // Surfaces and text.
    readonly property color paper: contrast ? "#000000" : "#F6F1E7"
    readonly property color card: contrast ? "#000000" : "#FFFDF8"
    readonly property color sunk: contrast ? "#1A1A1A" : "#ECE4D4"
    readonly property color ink: contrast ? "#FFFFFF" : elderly ? "#16211D" : "#22302B"
    readonly property color ink2: contrast ? "#FFFFFF" : elderly ? "#3F4A45" : "#55605A"
    readonly property color dis: contrast ? "#D0D0D0" : "#675F50"
    readonly property color line: contrast ? "#FFFFFF" : "#D9CFBD"
    readonly property color edge: contrast ? "#FFFFFF" : "#857A63"
    readonly property color ledge: contrast ? "transparent" : "#CFC3AD"

    // Meanings.
    readonly property color pine: contrast ? "#FFD84A" : "#1E5A48"
    readonly property color pineP: contrast ? "#FFFFFF" : "#143F32"
    readonly property color pineT: contrast ? "#000000" : "#DCE9DF"
    readonly property color inkOnPine: contrast ? "#000000" : "#FFFFFF"
    readonly property color lamp: contrast ? "#FFD84A" : "#F2B84B"
    readonly property color lampD: contrast ? "#FFD84A" : "#C98F22"
    readonly property color lampM: contrast ? "#8A6D10" : "#F8DDA2"  // between lamp and lampT
    readonly property color lampT: contrast ? "#000000" : "#FBEBCB"
    readonly property color lampI: contrast ? "#FFD84A" : "#6E4300"
    readonly property color inkOnLamp: contrast ? "#000000" : "#16211D"
    readonly property color cin: contrast ? "#FFFFFF" : "#A82E1E"
    readonly property color cinP: contrast ? "#D0D0D0" : "#7E2014"
    readonly property color cinT: contrast ? "#000000" : "#F8E0D8"
    readonly property color inkOnCin: contrast ? "#000000" : "#FFFFFF"
    readonly property color clay: contrast ? "#FFFFFF" : "#8F4324"
    readonly property color clayT: contrast ? "#000000" : "#F5E2D5"
    readonly property color plum: contrast ? "#FFFFFF" : "#6B3E57"
    readonly property color plumT: contrast ? "#000000" : "#EFE1E7"
    readonly property color olive: contrast ? "#FFFFFF" : "#565419"
    readonly property color oliveT: contrast ? "#000000" : "#EBEACD"
    readonly property color night: contrast ? "#000000" : "#17362C"
    readonly property color nightChosen: contrast ? "#FFD84A" : "#2A5244"
    readonly property color nightRim: contrast ? "#FFFFFF" : "#2A6452"
    readonly property color nightEdge: contrast ? "#FFFFFF" : "#6C8A7D"
    readonly property color cream: contrast ? "#FFFFFF" : "#FBF3E1"
    readonly property color focus: contrast ? "#FFD84A" : "#6E4300"
    readonly property color arch: "#E9A53A"  // the lamp in the emblem; decoration only
    readonly property color mapGround: contrast ? "#000000" : "#EFE8D8"
    readonly property color portraitGround: contrast ? "#1A1A1A" : "#F6CE78"

    // Type, in px; only weights 400 and 700.
    readonly property int display: elderly ? 84 : 84
    readonly property int h1: elderly ? 62 : 52
    readonly property int h2: elderly ? 52 : 44
    readonly property int h3: elderly ? 46 : 40
    readonly property int tile: elderly ? 47 : 40
    readonly property int article: elderly ? 46 : 36
    readonly property int body: elderly ? 41 : 34
    readonly property int button: elderly ? 48 : 40
    readonly property int primary: elderly ? 58 : 44
    readonly property int bar: elderly ? 38 : 34
    readonly property int mark: elderly ? 36 : 34
    readonly property int number: elderly ? 60 : 52

    // Space, shape, targets.
    readonly property int s8: 8
    readonly property int s12: 12
    readonly property int s16: 16
    readonly property int s24: 24
    readonly property int s32: 32
    readonly property int s48: 48
    readonly property int margin: 48
    readonly property int gap: 24
    readonly property int minTarget: 81
    readonly property int buttonHeight: 112
    readonly property int primaryHeight: 148
    readonly property int chipHeight: 96
    readonly property int radiusButton: 26
    readonly property int radiusChip: 24
    readonly property int radiusCard: 32
    readonly property int radiusTag: 14
    readonly property int radiusBed: 28
    readonly property int borderThin: contrast ? 4 : 2
    readonly property int borderControl: contrast ? 4 : 3
    readonly property int borderStrong: 4
    readonly property int ledgeHeight: contrast ? 0 : 6

    // The shell's anatomy.
    readonly property int headerHeight: landscape ? 104 : 112
    readonly property int navHeight: 136
    readonly property int toolsHeight: 104
    readonly property int stripHeight: landscape ? 124 : 120
    readonly property int railWidth: 256
    readonly property int lowTop: landscape ? 360 : 640
    readonly property int turnHeight: 100
    readonly property int itemsFit: low ? 2 : landscape ? 3 : 4  // of a list, on one page

    // Motion, in ms.
    readonly property int pressMs: reducedMotion ? 0 : 80
    readonly property int pageMs: reducedMotion ? 0 : 160
    readonly property int dialogMs: reducedMotion ? 0 : 200
    readonly property int ringingMs: reducedMotion ? 3000 : 1600

    // Subjects: pine, lamp, clay, plum, olive, cin, and anything else is plain.
    function tintFill(tint: string): color {
        return ({ "pine": pineT, "lamp": lampT, "clay": clayT, "plum": plumT,
                  "olive": oliveT, "cin": cinT })[tint] ?? sunk;
    }
    function tintInk(tint: string): color {
        return ({ "pine": pine, "lamp": lampI, "clay": clay, "plum": plum,
                  "olive": olive, "cin": cin })[tint] ?? ink;
    }
}
