package dev.natsuin.desktop.document.report;

import dev.natsuin.desktop.document.report.Block.Mark;
import dev.natsuin.desktop.document.report.Block.Tone;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A report as one page for a browser: HTML that is also well-formed XML, with its style and its pictures in itself. A
 * content security policy in it forbids scripts, forms and everything that would be loaded.
 */
final class HtmlReport {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --paper: #fff;
              --card: #f6f8fa; --care: #9a6700; --care-card: #fff8e6; --good: #1a7f37; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9198a1; --line: #3d444d;
              --paper: #0d1117; --card: #151b23; --care: #d29922; --care-card: #211a0b; --good: #3fb950; } }
            @media print { :root { color-scheme: light; --ink: #000; --quiet: #444; --line: #bbb; --paper: #fff;
              --card: #fff; --care: #6b4800; --care-card: #fff; --good: #116329; } }
            @page { size: A4; margin: 18mm; }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 52rem; padding: 2.5rem 1.5rem 4rem; background: var(--paper);
              color: var(--ink); font: 15px/1.6 system-ui, "Noto Sans", "Noto Sans CJK JP", "Noto Sans JP",
              "Yu Gothic UI", "Hiragino Sans", sans-serif; overflow-wrap: anywhere; }
            header h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 .25rem; }
            header p { margin: 0; color: var(--quiet); }
            article { margin-top: 2.5rem; }
            h2 { font-size: 1.15rem; font-weight: 600; margin: 0 0 1rem; }
            h3 { display: flex; justify-content: space-between; gap: 1rem; font-size: 1rem; font-weight: 600;
              margin: 2rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); break-after: avoid; }
            h3 small { font-size: .9rem; font-weight: 400; color: var(--quiet); white-space: nowrap; }
            h4 { font-size: .9rem; font-weight: 600; color: var(--quiet); margin: 1.25rem 0 .25rem; break-after: avoid; }
            .verdict { display: flex; gap: 1rem; align-items: flex-start; padding: 1.25rem; border-radius: .5rem;
              border: 1px solid var(--line); background: var(--card); break-inside: avoid; margin-bottom: 1rem; }
            .verdict.care { background: var(--care-card); border-color: var(--care); }
            .verdict svg { flex: none; width: 2.5rem; height: 2.5rem; color: var(--care); }
            .verdict.good svg { color: var(--good); }
            .verdict strong { display: block; font-size: 1.3rem; font-weight: 600; line-height: 1.3; }
            .verdict p { margin: .25rem 0 0; }
            dl { display: grid; grid-template-columns: 10rem 1fr; gap: .3rem 1rem; margin: .5rem 0 1rem; }
            dl + dl { border-top: 1px dotted var(--line); padding-top: .6rem; }
            dt { color: var(--quiet); }
            dd { margin: 0; }
            dd p { margin: 0; }
            .care, .care p { color: var(--care); }
            .verdict.care p, .verdict.care strong { color: var(--ink); }
            ul { margin: .25rem 0 1rem; padding-left: 1.25rem; }
            figure { margin: 1rem 0; break-inside: avoid; }
            figure div { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
            figcaption { color: var(--quiet); margin-bottom: .25rem; }
            figure img { width: 100%; height: auto; border: 1px solid var(--line); background: #fff; }
            footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet);
              font-size: .9rem; }
            @media (max-width: 36rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
            @media print { body { padding: 0; font-size: 10pt; max-width: none; }
              article + article { break-before: page; } }
            """;

    private final StringBuilder out = new StringBuilder();
    private boolean inFile;

    private HtmlReport() {}

    static Bytes of(List<Block> blocks, Locale language) {
        return Bytes.utf8(new HtmlReport().page(blocks, language));
    }

    private String page(List<Block> blocks, Locale language) {
        var title = ((Block.Title) blocks.get(0)).text();
        out.append("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"")
                .append(language.getLanguage())
                .append(
                        "\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append("default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; ")
                .append(
                        "base-uri 'none'\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        element("title", title);
        out.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
        for (var i = 0; i < blocks.size(); i++) {
            block(blocks.get(i), i == blocks.size() - 1);
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private void block(Block block, boolean last) {
        if (block instanceof Block.Title title) {
            out.append("<header>\n");
            element("h1", title.text());
            title.below().forEach(line -> element("p", line));
            out.append("</header>\n");
        } else if (block instanceof Block.FileHead head) {
            closeFile();
            out.append("<article>\n");
            inFile = true;
            element("h2", head.name());
        } else if (block instanceof Block.Verdict verdict) {
            out.append("<section class=\"verdict ").append(tone(verdict.tone())).append("\">\n");
            out.append(svg(verdict.mark())).append("<div>");
            element("strong", verdict.word());
            element("p", verdict.sentence());
            out.append("</div>\n</section>\n");
        } else if (block instanceof Block.Heading heading) {
            out.append(heading.rank() == 2 ? "<h3>" : "<h4>");
            out.append("<span>").append(escaped(heading.text())).append("</span>");
            if (!heading.aside().isEmpty()) {
                out.append("<small>").append(escaped(heading.aside())).append("</small>");
            }
            out.append(heading.rank() == 2 ? "</h3>\n" : "</h4>\n");
        } else if (block instanceof Block.Rows rows) {
            rows(rows);
        } else if (block instanceof Block.Notes notes) {
            notes(notes, last);
        } else if (block instanceof Block.Compared compared) {
            compared(compared);
        }
    }

    private void closeFile() {
        if (inFile) {
            out.append("</article>\n");
            inFile = false;
        }
    }

    private void rows(Block.Rows rows) {
        out.append("<dl>\n");
        for (var row : rows.rows()) {
            element("dt", row.label());
            out.append("<dd").append(row.tone() == Tone.CARE ? " class=\"care\">" : ">");
            row.values().forEach(value -> element("p", value));
            out.append("</dd>\n");
        }
        out.append("</dl>\n");
    }

    private void notes(Block.Notes notes, boolean last) {
        if (last) {
            closeFile();
            out.append("<footer>\n");
            notes.sentences().forEach(each -> element("p", each));
            out.append("</footer>\n");
        } else {
            out.append(notes.tone() == Tone.CARE ? "<ul class=\"care\">\n" : "<ul>\n");
            notes.sentences().forEach(each -> element("li", each));
            out.append("</ul>\n");
        }
    }

    private void compared(Block.Compared compared) {
        out.append("<figure>\n");
        element("figcaption", compared.caption());
        out.append("<div>\n");
        for (var panel : List.of(compared.before(), compared.after())) {
            var picture = panel.picture();
            out.append("<div>");
            element("p", panel.label());
            out.append("<img alt=\"").append(escaped(compared.caption() + " " + panel.label()));
            out.append("\" width=\"")
                    .append(picture.width())
                    .append("\" height=\"")
                    .append(picture.height());
            out.append("\" src=\"data:image/png;base64,")
                    .append(Base64.getEncoder().encodeToString(picture.png().toArray()))
                    .append("\"/></div>\n");
        }
        out.append("</div>\n</figure>\n");
    }

    private void element(String name, String text) {
        out.append('<').append(name).append('>');
        out.append(escaped(text)).append("</").append(name).append(">\n");
    }

    private static String tone(Tone tone) {
        return tone.name().toLowerCase(Locale.ROOT);
    }

    private static String svg(Mark mark) {
        var inside = switch (mark) {
            case CHECK -> "<path d=\"M7 12.5l3.5 3.5L17 9\"/>";
            case EXCLAMATION -> "<path d=\"M12 6.5v7M12 17v.5\"/>";
            case QUESTION -> "<path d=\"M9 9.5a3 3 0 1 1 4.2 2.7c-.9.4-1.2 1-1.2 1.8M12 17v.5\"/>";
            case CROSS -> "<path d=\"M8 8l8 8M16 8l-8 8\"/>";
            case DASH -> "<path d=\"M7.5 12h9\"/>";
        };
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" fill=\"none\""
                + " stroke=\"currentColor\" stroke-width=\"1.8\" stroke-linecap=\"round\" stroke-linejoin=\"round\">"
                + "<circle cx=\"12\" cy=\"12\" r=\"10\"/>" + inside + "</svg>\n";
    }

    /** Foreign text as text and nothing else. */
    private static String escaped(String text) {
        return Printable.name(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
