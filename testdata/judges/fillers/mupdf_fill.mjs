// Fills in each SIGNED/*.pdf with MuPDF as its .tsv says, into FILLED.
import fs from 'node:fs';
import path from 'node:path';
import * as mupdf from 'mupdf';

const [signed, filled] = process.argv.slice(2);
fs.mkdirSync(filled, { recursive: true });
for (const name of fs.readdirSync(signed).filter((each) => each.endsWith('.tsv')).sort()) {
  const file = name.slice(0, -4);
  try {
    const lines = fs.readFileSync(path.join(signed, name), 'utf8').split('\n').filter(Boolean);
    const values = new Map(lines.map((line) => line.split('\t')).map(([field, , value]) => [field, value.replaceAll('\\n', '\n')]));
    const pdf = mupdf.Document.openDocument(fs.readFileSync(path.join(signed, file)), 'application/pdf');
    const ticked = new Set();
    let count = 0;
    pdf.enableJS();
    for (let number = 0; number < pdf.countPages(); number++) {
      const page = pdf.loadPage(number);
      for (const widget of page.getWidgets()) {
        const field = widget.getName();
        if (!values.has(field) || widget.isReadOnly()) continue;
        if (widget.isText()) widget.setTextValue(values.get(field));
        else if (widget.isChoice()) widget.setChoiceValue(values.get(field));
        else if (widget.isCheckbox() && !ticked.has(field)) {
          ticked.add(field);
          widget.toggle();
        } else continue;
        count++;
      }
      page.update();
    }
    if (!count) throw new Error('nothing to fill in');
    fs.writeFileSync(path.join(filled, file), pdf.saveToBuffer('incremental').asUint8Array());
  } catch (why) {
    console.error(file, String(why).slice(0, 120));
  }
}
