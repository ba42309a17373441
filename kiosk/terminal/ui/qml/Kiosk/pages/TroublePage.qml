import QtQuick
import Kiosk
import Kiosk.ViewModels

// What does not work now, what does, and the one next step.
Page {
    id: page

    required property TroubleViewModel vm

    PageTitle {
        id: heading

        width: parent.width
        text: page.vm.title
    }
    TroubleCard {
        y: Math.max(heading.height + Theme.gap,
                    Math.round((page.contentHeight - height) / 2) - Theme.ledgeHeight)
        width: parent.width
        symbol: page.vm.symbol
        symbolColor: page.vm.fault ? Theme.cin : Theme.ink2
        sentence: page.vm.sentence
        works: page.vm.works
        stepText: page.vm.stepText
        stepSymbol: page.vm.stepSymbol
        onStepTapped: page.vm.step()
    }
}
