// Fills in each SIGNED/*.pdf with pdf.js, as Firefox saves a form, as its .tsv says, into FILLED.
import fs from 'node:fs';
import path from 'node:path';
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';

const [signed, filled] = process.argv.slice(2);
fs.mkdirSync(filled, { recursive: true });
for (const name of fs.readdirSync(signed).filter((each) => each.endsWith('.tsv')).sort()) {
  const file = name.slice(0, -4);
  try {
    const lines = fs.readFileSync(path.join(signed, name), 'utf8').split('\n').filter(Boolean);
    const values = new Map(lines.map((line) => line.split('\t')).map(([field, , value]) => [field, value.replaceAll('\\n', '\n')]));
    const task = pdfjs.getDocument({ data: new Uint8Array(fs.readFileSync(path.join(signed, file))), verbosity: 0, useSystemFonts: false });
    const pdf = await task.promise;
    const chosen = new Set();
    let count = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      for (const widget of await page.getAnnotations({ intent: 'display' })) {
        if (widget.subtype !== 'Widget' || !values.has(widget.fieldName) || widget.readOnly) continue;
        const value = values.get(widget.fieldName);
        const set = (what) => { pdf.annotationStorage.setValue(widget.id, { value: what }); count++; };
        if (widget.fieldType === 'Tx') set(value);
        else if (widget.fieldType === 'Ch') set(widget.multiSelect ? [value] : value);
        else if (widget.checkBox) set(widget.exportValue === value || widget.exportValue == null);
        else if (widget.radioButton) {
          const on = widget.buttonValue === value && !chosen.has(widget.fieldName);
          if (on) chosen.add(widget.fieldName);
          set(on);
        }
      }
    }
    if (!count) throw new Error('nothing to fill in');
    fs.writeFileSync(path.join(filled, file), await pdf.saveDocument());
    await task.destroy();
  } catch (why) {
    console.error(file, String(why).slice(0, 120));
  }
}
