#!/usr/bin/env python3
"""Makes ordinary PDFs with the programs that are installed, one folder a producer: make_corpus.py OUT

For measuring how often `natsuin inspect` warns about documents that hide nothing. What is missing is left out and named.
Contents are invented from a fixed seed. Needs Debian's libreoffice-writer/-calc/-impress, chromium, texlive-latex-base, -recommended, -xetex,
-luatex, ghostscript, groff, enscript, python3-reportlab, -cairo, -matplotlib, -pikepdf, -pil, img2pdf, ocrmypdf, weasyprint, rst2pdf, fop,
wkhtmltopdf, pango1.0-tools, librsvg2-bin, inkscape, ruby-prawn, ruby-asciidoctor-pdf, r-base-core, gnuplot-nox, imagemagick, qpdf, pdftk-java.
"""
import os, random, shutil, subprocess, sys, tempfile

OUT = os.path.abspath(sys.argv[1])
RND = random.Random(20261125)
EN = ("This agreement is made between the parties named below and takes effect on the date of the last signature. The supplier delivers the "
      "services described in the annex with due care. Invoices are payable within thirty days. Neither party discloses what it learns of the "
      "other. Changes need the written form. The place of jurisdiction is Yokohama. If one clause is void the others stay in force.").split(". ")
JA = "本契約は、次の当事者の間で締結する。受託者は、別紙に定める業務を善良な管理者の注意をもって行う。報酬は検収後三十日以内に支払う。双方は秘密を守る。変更は書面による。管轄は横浜地方裁判所とする。".split("。")
missing = set()

def run(args, **kw):
    if not shutil.which(args[0]):
        missing.add(args[0])
        return False
    kw.setdefault("timeout", 240)
    try:
        done = subprocess.run(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **kw)
        if done.returncode:
            print(args[0], done.stderr[-200:], file=sys.stderr)
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        print("too long:", args[0], file=sys.stderr)
        return False

def folder(name):
    path = os.path.join(OUT, name)
    os.makedirs(path, exist_ok=True)
    return path

def paragraphs(n, lang="en"):
    source = EN if lang == "en" else JA
    stop = ". " if lang == "en" else "。"
    return [stop.join(RND.choice(source) for _ in range(RND.randint(2, 6))) + stop.strip() for _ in range(n)]

def table():
    rows = [(f"Item {i}", RND.randint(1, 40), RND.randint(100, 90000)) for i in range(RND.randint(4, 14))]
    return rows + [("Total", sum(r[1] for r in rows), sum(r[1] * r[2] for r in rows))]

def html(i, lang):
    rows = "".join(f"<tr class={'odd' if k % 2 else 'even'}><td>{a}<td>{b}<td>{c:,}</tr>" for k, (a, b, c) in enumerate(table()))
    dark = "background:#234;color:white;padding:1em" if i % 3 == 0 else ""
    text = "".join(f"<p>{p}</p>" for p in paragraphs(RND.randint(3, 25), lang))
    svg = "<svg width=200 height=80><rect width=200 height=80 fill='#def'/><circle cx=60 cy=40 r=30 fill='#c43'/><text x=100 y=45>chart</text></svg>"
    form = "<form><input value='Hanako'><select><option>A<option>B</select></form>" if i % 5 == 0 else ""
    return (f"<!doctype html><html lang={lang}><meta charset=utf-8><style>body{{font-family:'DejaVu Sans','Noto Sans CJK JP',sans-serif}}"
            "td,th{border:1px solid #999;padding:4px}tr.odd{background:#eee}.box{border-radius:8px;box-shadow:2px 2px 6px #888;padding:8px}"
            "mark{background:#ff6}a{color:#06c}@media print{.np{display:none}}</style>"
            f"<h1 style='{dark}'>Document {i}</h1><div class=box>{text}</div><table>{rows}</table>{svg}{form}"
            f"<p><mark>Note</mark> <s>old price 100</s> <u>new price 90</u> <a href='https://example.org/{i}'>link</a></p></html>")

def chromium():
    for i in range(30):
        with tempfile.TemporaryDirectory() as work:
            page = os.path.join(work, "a.html")
            open(page, "w").write(html(i, "en" if i % 2 else "ja"))
            run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work}/p",
                 f"--print-to-pdf={folder('chromium')}/{i}.pdf", page])

def other_html():
    for i in range(12):
        with tempfile.TemporaryDirectory() as work:
            page = os.path.join(work, "a.html")
            open(page, "w").write(html(100 + i, "en" if i % 2 else "ja"))
            run(["weasyprint", page, f"{folder('weasyprint')}/{i}.pdf"])
            run(["wkhtmltopdf", "-q", page, f"{folder('wkhtmltopdf')}/{i}.pdf"], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})

def libreoffice():
    with tempfile.TemporaryDirectory() as work:
        names = []
        for i in range(24):
            name = os.path.join(work, f"writer{i}.html")
            open(name, "w").write(html(200 + i, "en" if i % 2 else "ja"))
            names.append(name)
        run(["soffice", f"-env:UserInstallation=file://{work}/p", "--headless", "--convert-to", "odt:writer8", "--outdir", work, *names])
        odts = [n.replace(".html", ".odt") for n in names if os.path.exists(n.replace(".html", ".odt"))]
        run(["soffice", f"-env:UserInstallation=file://{work}/p", "--headless", "--convert-to", "pdf", "--outdir", folder("libreoffice-writer"), *odts[:18]])
        run(["soffice", f"-env:UserInstallation=file://{work}/p", "--headless", "--convert-to", 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}',
             "--outdir", folder("libreoffice-pdfa"), *odts[12:]])
        docx = []
        run(["soffice", f"-env:UserInstallation=file://{work}/p", "--headless", "--convert-to", "docx", "--outdir", work, *odts[:10]])
        docx = [o.replace(".odt", ".docx") for o in odts[:10] if os.path.exists(o.replace(".odt", ".docx"))]
        run(["soffice", f"-env:UserInstallation=file://{work}/p", "--headless", "--convert-to", "pdf", "--outdir", folder("libreoffice-docx"), *docx])
        sheets = []
        for i in range(20):
            name = os.path.join(work, f"calc{i}.csv")
            open(name, "w").write("\n".join(f"{a},{b},{c}" for _ in range(1 + i % 4) for a, b, c in table()))
            sheets.append(name)
        run(["soffice", f"-env:UserInstallation=file://{work}/p", "--headless", "--convert-to", "pdf", "--outdir", folder("libreoffice-calc"), *sheets])
        slides = []
        for i in range(14):
            name = os.path.join(work, f"slides{i}.fodp")
            boxes = "".join(
                f"<draw:frame draw:style-name='g{(k + i) % 3}' svg:width='22cm' svg:height='3cm' svg:x='2cm' svg:y='{2 + 3.5 * k}cm'><draw:text-box>"
                f"<text:p>{p}</text:p></draw:text-box></draw:frame>" for k, p in enumerate(paragraphs(3, "en" if i % 2 else "ja")))
            pages = "".join(f"<draw:page draw:name='p{k}' draw:master-page-name='m'><draw:rect draw:style-name='g1' svg:width='25cm' svg:height='1cm' svg:x='1cm' svg:y='0.5cm'/>{boxes}</draw:page>" for k in range(1 + i % 5))
            open(name, "w").write(
                "<?xml version='1.0' encoding='UTF-8'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' "
                "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' "
                "xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0' xmlns:presentation='urn:oasis:names:tc:opendocument:xmlns:presentation:1.0' office:version='1.2' office:mimetype='application/vnd.oasis.opendocument.presentation'>"
                "<office:automatic-styles><style:page-layout style:name='l'><style:page-layout-properties fo:page-width='28cm' fo:page-height='15.75cm'/></style:page-layout>"
                "<style:style style:name='g0' style:family='graphic'><style:graphic-properties draw:fill='none' draw:stroke='none'/></style:style>"
                "<style:style style:name='g1' style:family='graphic'><style:graphic-properties draw:fill='solid' draw:fill-color='#dde8f0' draw:opacity='60%'/></style:style>"
                "<style:style style:name='g2' style:family='graphic'><style:graphic-properties draw:fill='solid' draw:fill-color='#ffffff' draw:shadow='visible' draw:shadow-color='#808080'/></style:style>"
                "</office:automatic-styles><office:master-styles><style:master-page style:name='m' style:page-layout-name='l'/></office:master-styles>"
                f"<office:body><office:presentation>{pages}</office:presentation></office:body></office:document>")
            slides.append(name)
        run(["soffice", f"-env:UserInstallation=file://{work}/p", "--headless", "--infilter=OpenDocument Presentation Flat XML", "--convert-to", "pdf", "--outdir", folder("libreoffice-impress"), *slides])

def tex():
    for engine, count in (("pdflatex", 24), ("xelatex", 8), ("lualatex", 5), ("dvips", 8)):
        for i in range(count):
            rows = "\\\\ \\hline ".join(f"{a} & {b} & {c}" for a, b, c in table())
            fonts = {0: "", 1: "\\usepackage{times}", 2: "\\usepackage{mathptmx,helvet}"}[i % 3] if engine == "pdflatex" else ""
            source = ("\\documentclass{" + ("article" if i % 4 else "report") + "}\\usepackage{graphicx,color" + (",hyperref" if i % 2 else "") + "}" + fonts +
                      "\\begin{document}\\title{Document " + str(i) + "}\\author{Hanako}\\maketitle" + ("\\tableofcontents" if i % 3 else "") +
                      "\\section{Terms}" + "\n\n".join(paragraphs(RND.randint(4, 30))) + "\\colorbox{yellow}{marked} \\underline{underlined} " +
                      "$$\\int_0^1 \\frac{x^2}{\\sqrt{1+x}}\\,dx = \\sum_{n=0}^\\infty a_n$$ \\begin{tabular}{|l|r|r|}\\hline " + rows + "\\\\ \\hline\\end{tabular}" +
                      "\\footnote{See above.}\\end{document}")
            with tempfile.TemporaryDirectory() as work:
                open(f"{work}/a.tex", "w").write(source)
                command = "latex" if engine == "dvips" else engine
                for _ in range(2):
                    run([command, "-interaction=batchmode", "a.tex"], cwd=work)
                if engine == "dvips" and os.path.exists(f"{work}/a.dvi"):
                    run(["dvips", "-q", "a.dvi", "-o", "a.ps"], cwd=work)
                    run(["ps2pdf", "a.ps", "a.pdf"], cwd=work)
                if os.path.exists(f"{work}/a.pdf"):
                    shutil.copy(f"{work}/a.pdf", f"{folder(engine)}/{i}.pdf")

def python_libraries():
    try:
        from reportlab.lib import colors
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.pdfgen import canvas
        from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
        for i in range(16):
            style = getSampleStyleSheet()["Normal"]
            grid = Table(table(), style=[("GRID", (0, 0), (-1, -1), .5, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.navy), ("TEXTCOLOR", (0, 0), (-1, 0), colors.white)])
            SimpleDocTemplate(f"{folder('reportlab')}/{i}.pdf").build([Paragraph(p, style) for p in paragraphs(RND.randint(3, 40))] + [grid])
        for i in range(6):
            page = canvas.Canvas(f"{folder('reportlab-ja')}/{i}.pdf")
            page.setFont("HeiseiMin-W3", 11)
            for k, p in enumerate(paragraphs(8, "ja")):
                page.drawString(50, 780 - 20 * k, p[:45])
            page.save()
        for i in range(10):
            page = canvas.Canvas(f"{folder('reportlab-form')}/{i}.pdf")
            for k in range(6):
                page.drawString(50, 760 - 40 * k, ["Name", "Address", "Date", "Amount", "Bank", "Remarks"][k])
                page.acroForm.textfield(name=f"f{k}", x=150, y=750 - 40 * k, width=250, height=22, value="" if i % 2 else f"value {k}", borderStyle="solid", forceBorder=True)
            page.acroForm.checkbox(name="agree", x=50, y=480)
            page.drawString(80, 482, "I agree")
            page.save()
    except ImportError:
        missing.add("reportlab")
    try:
        import matplotlib
        matplotlib.use("Agg")
        import matplotlib.pyplot as plot
        for i in range(10):
            plot.rcParams["pdf.fonttype"] = 3 if i % 2 else 42
            figure, axes = plot.subplots()
            axes.plot([RND.random() for _ in range(200)], label="a")
            axes.bar(range(10), [RND.random() for _ in range(10)], alpha=.4)
            axes.set_title("Chart of 2026"); axes.legend(); axes.grid(True)
            figure.savefig(f"{folder('matplotlib')}/{i}.pdf")
            plot.close(figure)
    except ImportError:
        missing.add("matplotlib")
    try:
        import cairo
        for i in range(8):
            surface = cairo.PDFSurface(f"{folder('cairo')}/{i}.pdf", 595, 842)
            pen = cairo.Context(surface)
            for _ in range(1 + i % 3):
                pen.set_source_rgb(.9, .95, 1); pen.rectangle(40, 40, 515, 60); pen.fill()
                pen.set_source_rgb(0, 0, 0); pen.set_font_size(12)
                for k, p in enumerate(paragraphs(20)):
                    pen.move_to(50, 80 + 20 * k); pen.show_text(p[:80])
                surface.show_page()
            surface.finish()
    except ImportError:
        missing.add("cairo")

def scans():
    try:
        from PIL import Image, ImageDraw, ImageFilter, ImageFont
    except ImportError:
        missing.add("PIL")
        return
    fonts = [f for f in ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",) if os.path.exists(f)]
    for i in range(16):
        with tempfile.TemporaryDirectory() as work:
            pages = []
            for n in range(1 + i % 3):
                image = Image.new("L" if i % 3 else "1", (1240, 1754), 255)
                pen = ImageDraw.Draw(image)
                font = ImageFont.truetype(fonts[0], 26) if fonts else None
                for k, p in enumerate(paragraphs(30)):
                    pen.text((100, 100 + 50 * k), p[:75], fill=0, font=font)
                if i % 3:
                    image = image.rotate(RND.uniform(-1, 1), fillcolor=255).filter(ImageFilter.GaussianBlur(.6))
                name = f"{work}/{n}.{'png' if i % 3 == 0 else 'jpg'}"
                image.save(name, dpi=(150, 150))
                pages.append(name)
            run(["img2pdf", *pages, "-o", f"{folder('img2pdf')}/{i}.pdf"])
            if i % 2 == 0:
                run(["ocrmypdf", "--output-type", "pdf" if i % 4 else "pdfa", "-q", f"{folder('img2pdf')}/{i}.pdf", f"{folder('ocrmypdf')}/{i}.pdf"])
            if i % 4 == 1:
                run(["convert", *pages, f"{folder('imagemagick')}/{i}.pdf"])

def text_tools():
    for i in range(10):
        text = "\n\n".join(paragraphs(30))
        with tempfile.TemporaryDirectory() as work:
            open(f"{work}/a.txt", "w").write(text)
            open(f"{work}/a.ms", "w").write(".TL\nDocument\n.AU\nHanako\n.SH\nTerms\n.PP\n" + text.replace("\n\n", "\n.PP\n"))
            open(f"{work}/a.rst", "w").write("Document\n========\n\n" + text + "\n\n* one\n* two\n\n+---+---+\n| a | b |\n+---+---+\n")
            open(f"{work}/a.adoc", "w").write("= Document\n:toc:\n\n== Terms\n\n" + text + "\n\nNOTE: See the annex.\n\n|===\n|a |b\n|1 |2\n|===\n")
            with open(f"{folder('groff')}/{i}.pdf", "wb") as out:
                subprocess.run(["groff", "-ms", "-Tpdf", f"{work}/a.ms"], stdout=out, stderr=subprocess.DEVNULL)
            run(["rst2pdf", f"{work}/a.rst", "-o", f"{folder('rst2pdf')}/{i}.pdf"])
            run(["asciidoctor-pdf", "-o", f"{folder('asciidoctor')}/{i}.pdf", f"{work}/a.adoc"])
            run(["enscript", "-q", "-p", f"{work}/a.ps", f"{work}/a.txt"])
            run(["ps2pdf", f"{work}/a.ps", f"{folder('ghostscript')}/{i}.pdf"])
            run(["pango-view", "--no-display", "-o", f"{folder('pango')}/{i}.pdf", "--text", "\n".join(paragraphs(6, "ja"))])
            fo = "".join(f"<fo:block space-after='6pt'>{p}</fo:block>" for p in paragraphs(25))
            open(f"{work}/a.fo", "w").write(
                "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'><fo:layout-master-set><fo:simple-page-master master-name='a' page-height='297mm' page-width='210mm' margin='20mm'>"
                f"<fo:region-body/></fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference='a'><fo:flow flow-name='xsl-region-body'>{fo}</fo:flow></fo:page-sequence></fo:root>")
            run(["fop", "-q", f"{work}/a.fo", f"{folder('fop')}/{i}.pdf"])
            svg = html(i, "en").split("<svg")[1].split("</svg>")[0]
            open(f"{work}/a.svg", "w").write("<svg xmlns='http://www.w3.org/2000/svg'" + svg.replace("width=200 height=80>", "width='200' height='80'>", 1)
                                             .replace("width=200 height=80", "width='200' height='80'").replace("cx=60 cy=40 r=30", "cx='60' cy='40' r='30'").replace("x=100 y=45", "x='100' y='45'") + "</svg>")
            run(["rsvg-convert", "-f", "pdf", "-o", f"{folder('librsvg')}/{i}.pdf", f"{work}/a.svg"])
            if i < 5:
                run(["inkscape", f"--export-filename={folder('inkscape')}/{i}.pdf", f"{work}/a.svg"])
                open(f"{work}/a.R", "w").write(f"pdf('{folder('r')}/{i}.pdf');plot(rnorm(100),main='Chart {i}');hist(rnorm(500),col='grey');dev.off()")
                run(["Rscript", f"{work}/a.R"])
                open(f"{work}/a.rb", "w").write(f"require 'prawn'\nPrawn::Document.generate('{folder('prawn')}/{i}.pdf') do\n" +
                                                "\n".join(f"text {p!r}" for p in paragraphs(10)) + "\nstroke_horizontal_rule\nend\n")
                run(["ruby", f"{work}/a.rb"])
                run(["gnuplot", "-e", f"set terminal pdfcairo; set output '{folder('gnuplot')}/{i}.pdf'; set title 'Chart'; plot sin({i + 1}*x)"])

def variants():
    sources = [os.path.join(OUT, d, f) for d in ("libreoffice-writer", "chromium", "pdflatex", "reportlab-form") if os.path.isdir(os.path.join(OUT, d))
               for f in sorted(os.listdir(os.path.join(OUT, d)))[:4]]
    for n, source in enumerate(sources):
        run(["qpdf", "--linearize", source, f"{folder('qpdf')}/{n}-linear.pdf"])
        run(["qpdf", "--object-streams=generate", source, f"{folder('qpdf')}/{n}-objstm.pdf"])
        run(["qpdf", "--qdf", source, f"{folder('qpdf')}/{n}-qdf.pdf"])
        if n + 1 < len(sources) and n % 2 == 0:
            run(["qpdf", "--empty", "--pages", source, sources[n + 1], "--", f"{folder('qpdf')}/{n}-merged.pdf"])
            run(["pdftk", source, sources[n + 1], "cat", "output", f"{folder('pdftk')}/{n}.pdf"])
        run(["ps2pdf", source, f"{folder('ghostscript-again')}/{n}.pdf"])

for each in (python_libraries, text_tools, tex, scans, other_html, libreoffice, chromium, variants):
    each()
    print(each.__name__, sum(len(f) for _, _, f in os.walk(OUT)), flush=True)
print("missing:", sorted(missing))
