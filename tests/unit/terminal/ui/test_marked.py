from __future__ import annotations

from kiosk.terminal.ui.marked import Line, shorten, width


def test_hits_are_marked_and_content_stays_text() -> None:
    line = Line("<b>工资</b> & 5 < 6", ((3, 5),))
    assert line.markup("u") == "&lt;b&gt;<u>工资</u>&lt;/b&gt; &amp; 5 &lt; 6"
    assert Line("").markup("u") == ""


def test_hits_move_with_what_stands_before_them() -> None:
    law = (
        Line("中华人民共和国劳动法", ((7, 9),)).without_first(7).followed_by(" 第 9 条", ((1, 2),))
    )
    assert law.text == "劳动法 第 9 条"
    assert law.hits == ((0, 2), (4, 5))
    assert Line("一二三四", ((0, 3),)).without_first(2).hits == ((0, 1),)


def test_a_long_line_is_cut_and_a_hit_with_it() -> None:
    line = Line("一二三四五六", ((2, 6),))
    assert shorten(line, 6.0) is line
    assert shorten(line, 5.0) == Line("一二三四…", ((2, 4),))
    assert shorten(line, 3.0) == Line("一二…", ())
    assert width(shorten(Line("wages not paid at all"), 8.0).text) <= 8.6
