package dev.natsuin.desktop.testdata;

import java.util.List;

/** What stands in the sample documents. All names are made up. */
final class Contracts {
    static final String TITLE_JA = "業務委託契約書";
    static final List<String> JA = List.of(
            "株式会社みなと設計（以下「甲」という。）と山田花子（以下「乙」という。）は、次のとおり業務委託契約を締結する。",
            "",
            "第１条（目的）　甲は、別紙に定める集会所の改修設計に関する業務（以下「本業務」という。）を乙に委託し、乙はこれを受託する。",
            "第２条（期間）　本契約の期間は、2026年12月1日から2027年5月31日までとする。",
            "第３条（報酬）　甲は乙に対し、本業務の対価として金1,250,000円（消費税別）を、成果物の検収後30日以内に支払う。",
            "第４条（秘密保持）　甲及び乙は、本契約に関して知り得た相手方の秘密を、第三者に開示してはならない。",
            "第５条（電子署名）　本契約は、電磁的記録に甲乙双方が電子署名を行うことにより成立し、書面は作成しない。",
            "第６条（管轄）　本契約に関する紛争は、横浜地方裁判所を第一審の専属的合意管轄裁判所とする。",
            "",
            "2026年11月20日",
            "",
            "甲　横浜市中区海岸通9丁目　株式会社みなと設計　代表取締役　鈴木太郎",
            "乙　鎌倉市材木座0丁目　山田花子");

    static final String TITLE_EN = "Consulting Agreement";
    static final List<String> EN = List.of(
            "between Minato Design K.K., Yokohama (\"the Client\"), and Hanako Yamada, Kamakura (\"the Consultant\").",
            "",
            "1. Subject. The Client engages the Consultant to design the refurbishment of a community hall as described "
                    + "in the annex.",
            "2. Term. 1 December 2026 to 31 May 2027.",
            "3. Fee. JPY 1,250,000, excluding consumption tax, payable within 30 days of acceptance.",
            "4. Confidentiality. Neither party shall disclose the other's secrets learned in connection with this "
                    + "agreement.",
            "5. Signature. This agreement is concluded by the electronic signatures of both parties. No paper is made.",
            "",
            "20 November 2026",
            "",
            "For the Client: Taro Suzuki, President",
            "The Consultant: Hanako Yamada");

    static final String TITLE_PLANS = "Annex: drawings of the hall";
    static final List<String> ANNEX = List.of(
            "The drawings that follow are on A3 in landscape. They are part of the agreement.", "", "図面は契約書の一部とする。");
    static final List<String> SHEETS = List.of("Sheet 1: ground floor", "Sheet 2: upper floor", "Sheet 3: section");

    private Contracts() {}

    /** Every character that occurs, for the font. */
    static String characters() {
        var all = new StringBuilder(TITLE_JA + TITLE_EN + TITLE_PLANS);
        List.of(JA, EN, ANNEX, SHEETS).forEach(lines -> lines.forEach(all::append));
        all.append("0123456789 abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,:;()-/'\"@");
        return all.toString();
    }
}
