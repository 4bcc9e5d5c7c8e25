"""Fills in each SIGNED/*.pdf with poppler as its .tsv says, into FILLED. One process a file: some end it."""

import glob
import os
import sys

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402


def fill(source, target):
    values = {}
    with open(source + ".tsv", encoding="utf-8") as lines:
        for line in lines:
            name, _, value = line.rstrip("\n").split("\t", 2)
            values[name] = value.replace("\\n", "\n")
    document = Poppler.Document.new_from_file("file://" + os.path.abspath(source), None)
    for number in range(document.get_n_pages()):
        for mapping in document.get_page(number).get_form_field_mapping():
            field = mapping.field
            if field.get_name() not in values or field.is_read_only():
                continue
            kind = field.get_field_type()
            if kind == Poppler.FormFieldType.TEXT:
                field.text_set_text(values[field.get_name()])
            elif kind == Poppler.FormFieldType.BUTTON:
                if field.button_get_button_type() != Poppler.FormButtonType.PUSH and not field.button_get_state():
                    field.button_set_state(True)
            elif kind == Poppler.FormFieldType.CHOICE and field.choice_get_n_items():
                field.choice_unselect_all()
                field.choice_select_item(field.choice_get_n_items() - 1)
    document.save("file://" + os.path.abspath(target))


signed, filled = sys.argv[1:]
os.makedirs(filled, exist_ok=True)
for values_file in sorted(glob.glob(signed + "/*.tsv")):
    child = os.fork()
    if child == 0:
        try:
            fill(values_file[:-4], os.path.join(filled, os.path.basename(values_file)[:-4]))
        except Exception as why:
            print(os.path.basename(values_file), why, file=sys.stderr)
        os._exit(0)
    os.waitpid(child, 0)
