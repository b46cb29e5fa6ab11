"""The blocks of which staff build prose: introductions, mandates, governance and about texts.
In: what an editor puts together. Out: StreamField blocks, each with its template in templates/blocks/.
Next: offices' and committees' pages here, content pages in cms.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock


class QuoteBlock(StructBlock):
    """Somebody's words, and whose they are."""

    text = TextBlock(label=_("words"))
    attribution = CharBlock(label=_("whose"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"


class PictureBlock(StructBlock):
    """A picture with the words that replace it and the words below it."""

    image = ImageChooserBlock(label=_("picture"))
    alt = CharBlock(label=_("what it shows"), required=False, help_text=_("Empty where it is decoration."))
    caption = CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image.html"


class ButtonBlock(StructBlock):
    """A link to another page of the site that deserves to stand out."""

    page = PageChooserBlock(label=_("page"))
    label = CharBlock(label=_("words"), required=False, help_text=_("The page's title where empty."))

    class Meta:
        icon = "link"
        label = _("Button")
        template = "blocks/button.html"


class ProseBlock(StreamBlock):
    """A text of headings, paragraphs, lists, quotes, pictures and buttons."""

    heading = CharBlock(label=_("Heading"), icon="title", template="blocks/heading.html")
    paragraph = RichTextBlock(
        label=_("Paragraph"), features=["bold", "italic", "link", "ol", "ul"], template="blocks/paragraph.html"
    )
    list = ListBlock(TextBlock(), label=_("List"), icon="list-ul", template="blocks/list.html")
    quote = QuoteBlock()
    image = PictureBlock()
    notice = TextBlock(label=_("Notice"), icon="info-circle", template="blocks/notice.html")
    button = ButtonBlock()
