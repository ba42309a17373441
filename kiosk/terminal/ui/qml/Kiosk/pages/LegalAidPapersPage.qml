pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import Kiosk.ViewModels

// Whose legal-aid body is the right one, and which papers: what the law asks for, what is custom.
Page {
    id: page

    required property LegalAidViewModel vm
    readonly property real leftWidth: Theme.landscape ? (contentWidth - Theme.s32) / 2 : contentWidth
    readonly property real rightX: Theme.landscape ? leftWidth + Theme.s32 : 0
    readonly property real rightWidth: contentWidth - rightX

    status: vm.status
    emptyText: qsTr("自测要从头做一次。")
    emptyAction: qsTr("开始自测")
    onEmptyActionTapped: page.vm.again()
    objectName: "legalAidPapersPage"

    Column {
        id: where

        width: page.leftWidth
        spacing: Theme.s16

        KText {
            objectName: "pageTitle"
            width: parent.width
            text: page.vm.placeTitle
            size: Theme.h2
            strong: true
            leading: 1.25
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        KText {
            objectName: "rule"
            width: parent.width
            text: page.vm.rule
            leading: 1.3
        }
        KText {
            objectName: "ruleLaw"
            width: parent.width
            text: page.vm.ruleLaw
            color: Theme.ink2
            leading: 1.3
        }
        Repeater {
            model: page.vm.places

            Tile {
                id: tile

                required property int index
                required property string page
                required property string argument
                required property string name
                required property string about
                required property string sign
                required tint

                objectName: "place_" + index
                width: where.width
                height: Theme.landscape ? 190 : 164
                symbol: sign
                bedSize: 96
                symbolSize: 64
                title: name
                titleSize: Theme.landscape ? Theme.body : Theme.h3
                note: about
                onTapped: page.app.open(tile.page, tile.argument)
            }
        }
    }
    Card {
        x: page.rightX
        y: Theme.landscape ? 0 : where.height + Theme.s24
        width: page.rightWidth
        height: papers.height + 2 * Theme.s24

        Column {
            id: papers

            x: Theme.s32
            y: Theme.s24
            width: parent.width - 2 * x
            spacing: Theme.s8

            KText {
                width: parent.width
                text: page.vm.lawAsks ? qsTr("法律要看的") : qsTr("法律没有点名要哪张纸")
                size: Theme.h3
                strong: true
                leading: 1.25
            }
            Repeater {
                model: page.vm.byLaw

                KText {
                    required property int index
                    required property string words
                    required property string law

                    objectName: "byLaw_" + index
                    width: papers.width
                    text: "· " + words + qsTr("（%1）").arg(law)
                    leading: 1.3
                }
            }
            KText {
                topPadding: Theme.s12
                width: parent.width
                text: qsTr("当地常要的，先打电话问")
                size: Theme.h3
                strong: true
                leading: 1.25
            }
            Repeater {
                model: page.vm.byCustom

                KText {
                    required property int index
                    required property string words

                    objectName: "byCustom_" + index
                    width: papers.width
                    text: "· " + words
                    leading: 1.3
                }
            }
        }
    }
    KButton {
        id: take

        objectName: "openSlip"
        x: page.rightX
        y: page.contentHeight - height - Theme.ledgeHeight
        width: page.rightWidth
        height: 136
        kind: KButton.Primary
        symbol: "slip"
        fontSize: Theme.primary
        text: qsTr("拿凭条带走")
        onTapped: page.vm.openSlip()
    }
}
