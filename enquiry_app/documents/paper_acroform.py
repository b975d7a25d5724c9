"""Makes the places for fields on a drawn form into real ones: AcroForm fields with names, labels, fonts and appearances,
each tied to its element of the structure tree. Works on bytes with pikepdf; knows nothing of enquiries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from enquiry_app.documents.paper_appearances import appearances, field_font
from enquiry_app.documents.paper_sheet import PlacedField
from enquiry_app.documents.pdf_archive import saved
from enquiry_app.documents.pdf_tags import Element, Tagger
from enquiry_app.enquiry.paper_fields import BOXES, LINES, LIST, TICK, PaperField

FONT = "/Sans"
SIZE = 9.5
_MULTILINE, _RADIO, _COMBO, _READ_ONLY = 1 << 12, 1 << 15, 1 << 17, 1
_PRINTED, _HIDDEN = 4, 2
_INK = "0.09 0.11 0.14 rg"


def with_fields(
    drawn: bytes, tagger: Tagger, placed: Sequence[PlacedField], known: Mapping[str, str], hidden: Mapping[str, str]
) -> bytes:
    """The form, fillable. `known`: field name -> what stands in it; `hidden`: fields nobody sees, for the machine."""
    import pikepdf

    pdf = pikepdf.open(BytesIO(drawn))
    maker = _Maker(pdf, tagger, known)
    maker.make(placed, hidden)
    return saved(pdf)


def without_fields(form: bytes) -> bytes:
    """The same pages with what stands in the fields drawn on them: for printers that draw pages and no fields."""
    import pikepdf

    pdf = pikepdf.open(BytesIO(form))
    for page in pdf.pages:
        shown = [note for note in page.obj.get("/Annots", []) if not int(note.get("/F", 0)) & _HIDDEN]
        page.obj.Annots = pikepdf.Array(shown)
    pdf.flatten_annotations("print")
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm
    return saved(pdf)


class _Maker:
    def __init__(self, pdf: Any, tagger: Tagger, known: Mapping[str, str]) -> None:
        from pikepdf import Array, Dictionary, Name, String

        self._pdf, self._known = pdf, known
        self._pages = [page.obj for page in pdf.pages]
        self._elements = _by_element(pdf, tagger)
        self._tree = pdf.Root.StructTreeRoot
        self._next = int(self._tree.ParentTreeNextKey)
        self._fields = Array()
        self._nodes: dict[str, Any] = {}
        self._font = field_font(pdf)
        pdf.Root.AcroForm = pdf.make_indirect(
            Dictionary(
                Fields=self._fields,
                DA=String(f"{FONT} {SIZE} Tf {_INK}"),
                DR=Dictionary(Font=Dictionary({FONT: self._font})),
            )
        )
        self._no_appearance = self._stream(b"/Tx BMC EMC", 10, 10)
        self._tick = self._stream(_TICKED, 10, 10)
        self._empty = self._stream(b"q Q", 10, 10)
        self._name = Name

    def make(self, placed: Sequence[PlacedField], hidden: Mapping[str, str]) -> None:
        shown = {each.field.name: each.rect for each in placed if each.field.shape not in (TICK, BOXES)}
        words = {name: self._words(name, placed) for name in shown if self._known.get(name)}
        looks = appearances(self._pdf, {name: (text, shown[name]) for name, text in words.items()})
        for each in placed:
            self._add(each, looks)
        for name, value in hidden.items():
            self._add_hidden(name, value)
        self._tree.ParentTreeNextKey = self._next

    def _words(self, name: str, placed: Sequence[PlacedField]) -> str:
        """What is seen in a field: of a list, the words of the value."""
        field = next(each.field for each in placed if each.field.name == name)
        value = self._known[name]
        return dict(field.options).get(value, value)

    def _add(self, each: PlacedField, looks: Mapping[str, Any]) -> None:
        from pikepdf import Array, Dictionary, Name, String

        rect, field = each.rect, each.field
        widget = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                Rect=Array([rect.x, rect.y, rect.x + rect.width, rect.y + rect.height]),
                F=_PRINTED,
                P=self._pages[each.page - 1],
                TU=String(_spoken(each)),
            )
        )
        if field.shape == BOXES:
            self._add_box(widget, each)
        else:
            self._fill(widget, field, looks)
            self._hang(widget, field.name)
        self._annotate(widget, each.page)
        self._tie(widget, each)

    def _fill(self, widget: Any, field: PaperField, looks: Mapping[str, Any]) -> None:
        from pikepdf import Array, Dictionary, Name, String

        value = self._known.get(field.name, "")
        if field.shape == TICK:
            state = Name.yes if value else Name.Off
            widget.FT, widget.V, widget.AS = Name.Btn, state, state
            widget.AP = Dictionary(N=Dictionary(yes=self._tick, Off=self._empty))
            return
        widget.DA = String(f"{FONT} {SIZE} Tf {_INK}")
        widget.AP = Dictionary(N=looks.get(field.name, self._no_appearance))
        if field.shape == LIST:
            widget.FT, widget.Ff = Name.Ch, _COMBO
            widget.Opt = Array([Array([String(code), String(words)]) for code, words in field.options])
        else:
            widget.FT, widget.MaxLen = Name.Tx, field.limit
            if field.shape == LINES:
                widget.Ff = _MULTILINE
        if value:
            widget.V = String(value)

    def _add_box(self, widget: Any, each: PlacedField) -> None:
        """One of several boxes: a kid of the group."""
        from pikepdf import Array, Dictionary, Name, String

        group = self._nodes.get(each.field.name)
        value = self._known.get(each.field.name, "")
        if group is None:
            group = self._pdf.make_indirect(
                Dictionary(FT=Name.Btn, Ff=_RADIO, TU=String(each.field.label), Kids=Array())
            )
            group.V = Name("/" + value) if value else Name.Off
            self._hang(group, each.field.name)
        group.Kids.append(widget)
        widget.Parent = group
        widget.AS = Name("/" + each.option) if value == each.option else Name.Off
        widget.AP = Dictionary(N=Dictionary({"/" + each.option: self._tick, "/Off": self._empty}))

    def _add_hidden(self, name: str, value: str) -> None:
        from pikepdf import Array, Dictionary, Name, String

        widget = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 0, 0]), F=_HIDDEN, P=self._pages[0], FT=Name.Tx,
                Ff=_READ_ONLY, V=String(value), TU=String("Version of the form, read by the app"),
                DA=String(f"{FONT} {SIZE} Tf {_INK}"),
            )
        )  # fmt: skip
        self._hang(widget, name)
        self._annotate(widget, 1)

    def _hang(self, field: Any, name: str) -> None:
        """Give a field its place in the tree of names; a name is parted at its full stops."""
        from pikepdf import Array, Dictionary, String

        path, colon, part = name.partition(":")
        *around, last = path.split(".")
        parent, so_far = None, ""
        for step in around:
            so_far = f"{so_far}.{step}"
            node = self._nodes.get(so_far)
            if node is None:
                node = self._nodes[so_far] = self._pdf.make_indirect(Dictionary(T=String(step), Kids=Array()))
                self._under(node, parent)
            parent = node
        field.T = String(f"{last}{colon}{part}")
        self._nodes[name] = field
        self._under(field, parent)

    def _under(self, node: Any, parent: Any) -> None:
        if parent is None:
            self._fields.append(node)
        else:
            node.Parent = parent
            parent.Kids.append(node)

    def _annotate(self, widget: Any, page: int) -> None:
        from pikepdf import Array

        there = self._pages[page - 1]
        if "/Annots" not in there:
            there.Annots = Array()
        there.Annots.append(widget)

    def _tie(self, widget: Any, each: PlacedField) -> None:
        """Tie a widget to its element of the structure tree, both ways."""
        from pikepdf import Array, Dictionary, Name

        element = self._elements[id(each.element)]
        element.K = Array([Dictionary(Type=Name.OBJR, Obj=widget, Pg=self._pages[each.page - 1])])
        widget.StructParent = self._next
        self._tree.ParentTree.Nums.append(self._next)
        self._tree.ParentTree.Nums.append(element)
        self._next += 1

    def _stream(self, content: bytes, width: float, height: float) -> Any:
        from pikepdf import Array, Dictionary, Name

        made = self._pdf.make_stream(content)
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, width, height])
        made.Resources = Dictionary()
        return made


# A cross, as people make on paper, in a box of ten by ten.
_TICKED = b"q 0.09 0.11 0.14 RG 1.6 w 1 J 2 2 m 8 8 l S 2 8 m 8 2 l S Q"


def _spoken(each: PlacedField) -> str:
    if each.option:
        return f"{each.field.label}: {dict(each.field.options)[each.option]}"
    return each.field.label


def _by_element(pdf: Any, tagger: Tagger) -> dict[int, Any]:
    """Our elements -> those of the file; figures get their words on the way. Both trees have the same order."""
    from pikepdf import String

    ours = [element for element in _walk(tagger.root) if element.tag in ("Form", "Figure")]
    theirs = [each for each in _objects(pdf.Root.StructTreeRoot.K[0]) if str(each.S) in ("/Form", "/Figure")]
    for element, found in zip(ours, theirs, strict=True):
        if element.tag == "Figure":
            found.Alt = String(element.text)
    return {id(element): found for element, found in zip(ours, theirs, strict=True)}


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from _walk(child)


def _objects(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.get("/K", []):
        if "/S" in kid:
            yield from _objects(kid)
