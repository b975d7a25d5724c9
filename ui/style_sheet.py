"""The one generic style sheet, written from a theme. Widgets choose a look by the dynamic properties `role` and `tone`."""

from __future__ import annotations

from ui.theme import Theme

TONES = ("danger", "warning", "info", "success", "neutral")


def style_sheet(theme: Theme) -> str:
    """The whole sheet for a theme."""
    parts = (_base, _text, _buttons, _fields, _choices, _combos, _surfaces, _tones, _lists, _scroll_bars, _menus)
    return "\n".join(part(theme) for part in parts)


def _base(t: Theme) -> str:
    c = t.colour
    return f"""
    QWidget {{ color: {c("text")}; }}
    QMainWindow, QDialog, QWidget[role="page"] {{ background: {c("window")}; }}
    QToolTip {{ background: {c("surface")}; color: {c("text")}; border: 1px solid {c("field_line")}; padding: 6px; }}
    QScrollArea, QScrollArea > QWidget > QWidget[role="clear"] {{ background: transparent; border: none; }}
    QSplitter::handle {{ background: {c("line")}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    """


def _text(t: Theme) -> str:
    c, pt = t.colour, t.points
    return f"""
    QLabel {{ background: transparent; }}
    QLabel[role="heading_1"] {{ font-size: {pt("heading_1")}pt; font-weight: 700; }}
    QLabel[role="heading_2"] {{ font-size: {pt("heading_2")}pt; font-weight: 700; }}
    QLabel[role="heading_3"] {{ font-size: {pt("heading_3")}pt; font-weight: 700; }}
    QLabel[role="label"] {{ font-weight: 700; }}
    QLabel[role="strong"] {{ font-weight: 700; }}
    QLabel[role="hint"] {{ color: {c("text_muted")}; font-size: {pt("hint")}pt; }}
    QLabel[role="caption"] {{ color: {c("text_muted")}; font-size: {pt("caption")}pt; }}
    QLabel[role="error"] {{ color: {c("danger_text")}; font-weight: 700; }}
    QLabel:focus {{ border: {t.measures.size["focus"]}px solid {c("focus")}; border-radius: 4px; }}
    """


def _buttons(t: Theme) -> str:
    c, size = t.colour, t.measures.size
    height, radius = size["control"] - 4, size["radius"]
    ring = f"border: 2px solid {c('focus')};"
    return f"""
    QPushButton {{ min-height: {height - 8}px; padding: 4px 14px; border-radius: {radius}px; font-weight: 700;
        background: {c("surface")}; border: 1px solid {c("field_line")}; color: {c("text")}; margin: 1px; }}
    QPushButton:hover {{ background: {c("surface_hover")}; }}
    QPushButton:pressed {{ background: {c("line")}; }}
    QPushButton:focus {{ {ring} margin: 0px; }}
    QPushButton:disabled {{ color: {c("text_muted")}; border-color: {c("line")}; background: {c("surface_sunk")}; }}
    QPushButton[role="primary"] {{ background: {c("accent")}; border-color: {c("accent")}; color: {c("on_accent")}; }}
    QPushButton[role="primary"]:hover {{ background: {c("accent_hover")}; border-color: {c("accent_hover")}; }}
    QPushButton[role="primary"]:pressed {{ background: {c("accent_pressed")}; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {c("focus")}; outline: none; }}
    QPushButton[role="primary"]:disabled {{ background: {c("neutral_soft")}; border-color: {c("line")};
        color: {c("text_muted")}; }}
    QPushButton[role="danger"] {{ background: {c("danger")}; border-color: {c("danger")}; color: {c("on_danger")}; }}
    QPushButton[role="danger"]:hover {{ background: {c("danger_hover")}; border-color: {c("danger_hover")}; }}
    QPushButton[role="danger"]:focus {{ {ring} }}
    QPushButton[role="link"] {{ background: transparent; border: 2px solid transparent; margin: 0px; padding: 2px 4px;
        min-height: {size["target"] - 8}px; color: {c("link")}; font-weight: 400; text-decoration: underline; text-align: left; }}
    QPushButton[role="link"]:hover {{ background: {c("accent_soft")}; }}
    QPushButton[role="link"]:focus {{ {ring} }}
    QPushButton[role="link"]:disabled {{ color: {c("text_muted")}; text-decoration: none; }}
    QPushButton[role="icon"], QToolButton {{ background: transparent; border: 2px solid transparent; margin: 0px;
        padding: 3px; border-radius: {radius}px; min-height: {size["target"] - 8}px; min-width: {size["target"] - 8}px; }}
    QPushButton[role="icon"]:hover, QToolButton:hover {{ background: {c("surface_hover")}; }}
    QPushButton[role="icon"]:focus, QToolButton:focus {{ {ring} }}
    QLineEdit > QToolButton {{ min-width: 0px; min-height: 0px; padding: 0px; border: none; }}
    QPushButton[role="chip"] {{ font-weight: 400; border-radius: {size["target"] // 2 - 2}px; padding: 2px 12px;
        min-height: {size["target"] - 6}px; }}
    QPushButton[role="chip"]:checked {{ background: {c("accent_soft")}; border-color: {c("accent")}; color: {c("accent")};
        font-weight: 700; }}
    QPushButton[role="chip"]:focus {{ {ring} }}
    QPushButton[role="rail"] {{ background: transparent; border: 2px solid transparent; margin: 0px; text-align: left;
        font-weight: 400; padding: 4px 10px; min-height: {height - 4}px; }}
    QPushButton[role="rail"]:hover {{ background: {c("surface_hover")}; }}
    QPushButton[role="rail"]:checked {{ background: {c("rail_selected")}; color: {c("accent")}; font-weight: 700; }}
    QPushButton[role="rail"]:focus {{ {ring} }}
    QPushButton[role="row"] {{ background: transparent; border: 2px solid transparent; border-radius: {radius}px; margin: 0px;
        padding: 0px; }}
    QPushButton[role="row"]:hover {{ background: {c("surface_hover")}; }}
    QPushButton[role="row"][chosen="true"] {{ background: {c("accent_soft")}; }}
    QPushButton[role="row"]:focus {{ {ring} }}
    """


def _fields(t: Theme) -> str:
    c, size = t.colour, t.measures.size
    names = "QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox"
    focused = ", ".join(f"{name.strip()}:focus" for name in names.split(","))
    faulty = ", ".join(f'{name.strip()}[faulty="true"]' for name in names.split(","))
    idle = ", ".join(f"{name.strip()}:disabled" for name in names.split(","))
    return f"""
    {names} {{ background: {c("field")}; border: 1px solid {c("field_line")}; border-radius: {size["radius"] - 2}px;
        padding: 5px 9px; margin: 1px; selection-background-color: {c("accent")}; selection-color: {c("on_accent")}; }}
    QLineEdit, QAbstractSpinBox {{ min-height: {size["control"] - 14}px; }}
    QAbstractSpinBox QLineEdit {{ border: none; margin: 0px; padding: 0px 0px 0px 8px; min-height: 0px;
        background: transparent; }}
    {focused} {{ border: 2px solid {c("focus")}; margin: 0px; }}
    {faulty} {{ border: 2px solid {c("danger")}; margin: 0px; }}
    {idle} {{ background: {c("surface_sunk")}; color: {c("text_muted")}; border-color: {c("line")}; }}
    QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] {{ background: {c("surface_sunk")}; border-color: {c("line")}; }}
    """


def _choices(t: Theme) -> str:
    c = t.colour
    accent, field, line = c("accent"), c("field"), c("field_line")
    dot = (
        f"qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, stop:0 {accent}, stop:0.46 {accent},"
        f" stop:0.54 {field}, stop:1 {field})"
    )
    return f"""
    QRadioButton, QCheckBox {{ spacing: 10px; padding: 3px 6px 3px 3px; border: 2px solid transparent; border-radius: 5px;
        min-height: {t.measures.size["target"] - 6}px; background: transparent; }}
    QRadioButton:focus, QCheckBox:focus {{ border-color: {c("focus")}; }}
    QRadioButton::indicator, QCheckBox::indicator {{ width: 18px; height: 18px; background: {field};
        border: 2px solid {line}; }}
    QRadioButton::indicator {{ border-radius: 11px; }}
    QCheckBox::indicator {{ border-radius: 4px; }}
    QRadioButton::indicator:hover, QCheckBox::indicator:hover {{ border-color: {accent}; background: {c("accent_soft")}; }}
    QRadioButton::indicator:checked {{ border-color: {accent}; background: {dot}; }}
    QCheckBox::indicator:checked {{ border-color: {accent}; background: {accent}; image: url("{t.glyph("check")}"); }}
    QRadioButton:disabled, QCheckBox:disabled {{ color: {c("text_muted")}; }}
    QRadioButton::indicator:disabled, QCheckBox::indicator:disabled {{ border-color: {c("line")}; }}
    """


def _combos(t: Theme) -> str:
    c, size = t.colour, t.measures.size
    return f"""
    QComboBox {{ background: {c("field")}; border: 1px solid {c("field_line")}; border-radius: {size["radius"] - 2}px;
        padding: 5px 9px; margin: 1px; min-height: {size["control"] - 14}px; }}
    QComboBox:focus {{ border: 2px solid {c("focus")}; margin: 0px; }}
    QComboBox[faulty="true"] {{ border: 2px solid {c("danger")}; margin: 0px; }}
    QComboBox:disabled {{ background: {c("surface_sunk")}; color: {c("text_muted")}; border-color: {c("line")}; }}
    QComboBox::drop-down {{ border: none; width: 28px; }}
    QComboBox::down-arrow {{ image: url("{t.glyph("down")}"); width: 16px; height: 16px; }}
    QComboBox QAbstractItemView {{ background: {c("surface")}; border: 1px solid {c("field_line")};
        selection-background-color: {c("accent_soft")}; selection-color: {c("text")}; outline: none; padding: 4px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 22px; border: none; background: transparent; }}
    QAbstractSpinBox::up-arrow {{ image: url("{t.glyph("up")}"); width: 12px; height: 12px; }}
    QAbstractSpinBox::down-arrow {{ image: url("{t.glyph("down")}"); width: 12px; height: 12px; }}
    """


def _surfaces(t: Theme) -> str:
    c, radius = t.colour, t.measures.size["radius"] + 2
    return f"""
    QFrame[role="card"] {{ background: {c("surface")}; border: 1px solid {c("line")}; border-radius: {radius}px; }}
    QFrame[role="sunk"] {{ background: {c("surface_sunk")}; border: none; border-radius: {radius}px; }}
    QFrame[role="rail"] {{ background: {c("rail")}; border: none; border-right: 1px solid {c("line")}; }}
    QFrame[role="side"] {{ background: {c("surface")}; border: none; border-left: 1px solid {c("line")}; }}
    QFrame[role="bar"] {{ background: {c("surface")}; border: none; border-top: 1px solid {c("line")}; }}
    QFrame[role="head"] {{ background: {c("surface")}; border: none; border-bottom: 1px solid {c("line")}; }}
    QFrame[role="line"] {{ background: {c("line")}; border: none; max-height: 1px; min-height: 1px; }}
    QFrame[role="quote"] {{ background: transparent; border: none; border-left: 4px solid {c("accent_line")}; }}
    QFrame[role="faulty"] {{ background: transparent; border: none; border-left: 4px solid {c("danger")}; }}
    """


def _tones(t: Theme) -> str:
    c, radius = t.colour, t.measures.size["radius"] + 2
    rules = []
    for tone in TONES:
        text, soft, line = c(f"{tone}_text"), c(f"{tone}_soft"), c(f"{tone}_line")
        rules.append(f"""
        QFrame[role="notice"][tone="{tone}"] {{ background: {soft}; border: 1px solid {line};
            border-radius: {radius}px; }}
        QFrame[role="strip"][tone="{tone}"] {{ background: {soft}; border: none; border-bottom: 1px solid {line}; }}
        QFrame[role="strip"][tone="{tone}"] QLabel {{ color: {text}; }}
        QLabel[role="tag"][tone="{tone}"] {{ background: {soft}; color: {text}; border: 1px solid {line};
            border-radius: 4px; padding: 1px 8px; font-weight: 700; }}
        QLabel[role="tone_title"][tone="{tone}"] {{ color: {text}; font-weight: 700; }}
        """)
    return "\n".join(rules)


def _lists(t: Theme) -> str:
    c = t.colour
    return f"""
    QAbstractItemView {{ background: {c("surface")}; alternate-background-color: {c("surface")};
        border: 1px solid {c("line")}; border-radius: {t.measures.size["radius"] + 2}px; outline: none;
        selection-background-color: {c("selection")}; selection-color: {c("text")}; gridline-color: {c("line")}; }}
    QAbstractItemView:focus {{ border: 2px solid {c("focus")}; }}
    QTableView {{ border-radius: 0px; }}
    QListView::item {{ padding: 6px 8px; border-radius: 4px; }}
    QListView::item:selected {{ background: {c("selection")}; color: {c("text")}; }}
    QListView::item:hover {{ background: {c("surface_hover")}; }}
    QHeaderView {{ background: {c("surface")}; border: none; }}
    QHeaderView::section {{ background: {c("surface")}; color: {c("text_muted")}; border: none;
        border-bottom: 1px solid {c("line")}; padding: 8px 10px; font-weight: 700; text-align: left; }}
    QTableCornerButton::section {{ background: {c("surface")}; border: none; }}
    QTabBar::tab {{ background: transparent; color: {c("text_muted")}; border: none; padding: 8px 12px;
        border-bottom: 3px solid transparent; margin-right: 4px; }}
    QTabBar::tab:selected {{ color: {c("text")}; border-bottom: 3px solid {c("accent")}; font-weight: 700; }}
    QTabBar::tab:hover {{ color: {c("text")}; background: {c("surface_hover")}; }}
    QTabBar:focus {{ outline: none; }}
    QTabBar::tab:selected:focus {{ background: {c("accent_soft")}; }}
    """


def _scroll_bars(t: Theme) -> str:
    c = t.colour
    return f"""
    QScrollBar:vertical {{ background: transparent; width: 14px; margin: 0px; border: none; }}
    QScrollBar:horizontal {{ background: transparent; height: 14px; margin: 0px; border: none; }}
    QScrollBar::handle {{ background: {c("field_line")}; border-radius: 4px; margin: 3px; }}
    QScrollBar::handle:vertical {{ min-height: 36px; }}
    QScrollBar::handle:horizontal {{ min-width: 36px; }}
    QScrollBar::handle:hover {{ background: {c("text_muted")}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _menus(t: Theme) -> str:
    c = t.colour
    return f"""
    QMenu {{ background: {c("surface")}; border: 1px solid {c("field_line")}; padding: 4px; }}
    QMenu::item {{ padding: 6px 20px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c("accent_soft")}; color: {c("text")}; }}
    QProgressBar {{ border: none; background: {c("neutral_soft")}; border-radius: 3px; max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ background: {c("accent")}; border-radius: 3px; }}
    QSlider {{ min-height: 28px; }}
    QSlider::groove:horizontal {{ height: 4px; background: {c("field_line")}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {c("accent")}; border-radius: 2px; }}
    QSlider::handle:horizontal {{
        width: 16px; height: 16px; margin: -7px 0; border-radius: 9px; background: {c("accent")};
        border: 1px solid {c("surface")};
    }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {c("text")}; }}
    """
