package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Pages of a contract, drawn here. */
final class FakePages implements Pages {
    static final double WIDTH = 595;
    static final double HEIGHT = 842;

    private final String title;
    private final int count;
    private final Set<Integer> undecodable;
    private final boolean still;
    private final AtomicInteger open;

    FakePages(String title, int count, Set<Integer> undecodable, boolean still, AtomicInteger open) {
        this.still = still;
        this.title = title;
        this.count = count;
        this.undecodable = undecodable;
        this.open = open;
        open.incrementAndGet();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public PageSize size(int page) {
        return new PageSize(WIDTH, HEIGHT);
    }

    @Override
    public Answer<PageImage> render(int page, int widthPixels) {
        if (title.contains("undrawn")) {
            return Answer.refused(ProblemCode.DOCUMENT_DAMAGED);
        }
        var heightPixels = (int) Math.round(widthPixels * HEIGHT / WIDTH);
        var image = new BufferedImage(widthPixels, heightPixels, BufferedImage.TYPE_INT_ARGB_PRE);
        var pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, widthPixels, heightPixels);
        pen.scale(widthPixels / WIDTH, widthPixels / WIDTH);
        pen.setColor(new Color(0x22, 0x22, 0x22));
        var flaws = EnumSet.noneOf(PageImage.Flaw.class);
        if (page == 1) {
            pen.setFont(new Font("Noto Serif CJK JP", Font.BOLD, 22));
            pen.drawString(title, (float) (WIDTH - pen.getFontMetrics().stringWidth(title)) / 2, 110);
        }
        pen.setFont(new Font("Noto Serif CJK JP", Font.PLAIN, 11));
        var clauses = new String[] {
            "（目的）",
            "甲は乙に対し、本契約に定める条件により業務を委託し、乙はこれを受託する。",
            "（期間）",
            "本契約の有効期間は、締結の日から一年間とする。ただし、期間満了の一月前までに",
            "いずれの当事者からも申し出がないときは、同一の条件でさらに一年間更新する。",
            "（報酬）",
            "甲は乙に対し、業務の対価として、別紙に定める報酬を毎月末日限り支払う。",
            "（秘密保持）",
            "乙は、業務の遂行により知り得た甲の秘密を、第三者に開示し、又は漏えいしては",
            "ならない。本条の規定は、本契約の終了後もなお効力を有する。",
            "（協議）",
            "本契約に定めのない事項については、甲乙誠意をもって協議の上、これを解決する。"
        };
        var y = page == 1 ? 170f : 96f;
        for (var i = 0; i < clauses.length; i++) {
            var line = clauses[i].startsWith("（")
                    ? "第" + ((page - 1) * 5 + i / 2 + 1) + "条" + clauses[i]
                    : "　" + clauses[i];
            pen.drawString(line, 72, y);
            y += clauses[i].startsWith("（") ? 26 : 30;
        }
        if (undecodable.contains(page)) {
            flaws.add(PageImage.Flaw.UNDECODABLE);
        } else {
            pen.setColor(new Color(0xbb, 0xbb, 0xbb));
            pen.drawLine(72, 700, 523, 700);
        }
        pen.setColor(new Color(0x66, 0x66, 0x66));
        pen.setFont(new Font("Noto Serif CJK JP", Font.PLAIN, 9));
        pen.drawString(page + " / " + count, 290, 800);
        pen.dispose();
        var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        return Answer.of(PageImage.taking(widthPixels, heightPixels, pixels, flaws));
    }

    /** On each third page the text stands once. */
    @Override
    public List<Found> find(int page, String text) {
        return page % 3 == 0 ? List.of(new Found(page, List.of(new Area(72, 160, 80, 14)))) : List.of();
    }

    @Override
    public boolean isStill(Bytes sha256) {
        return still;
    }

    @Override
    public void close() {
        open.decrementAndGet();
    }
}
