package dev.natsuin.desktop.document.report;

import java.util.List;

/** One thing that stands in a report, below the one before. */
sealed interface Block {
    /** How it is meant. */
    enum Tone {
        PLAIN,
        /** It holds. */
        GOOD,
        /** Look here. */
        CARE
    }

    /** The sign of a verdict: a shape before a colour. */
    enum Mark {
        CHECK,
        EXCLAMATION,
        QUESTION,
        CROSS,
        DASH
    }

    /** The head of the whole. */
    record Title(String text, List<String> below) implements Block {
        public Title {
            below = List.copyOf(below);
        }
    }

    /** The head of a file; a new page, unless it is the first. */
    record FileHead(String name, boolean first) implements Block {}

    /** What is to be read if nothing else is. */
    record Verdict(Mark mark, Tone tone, String word, String sentence) implements Block {}

    /**
     * The head of a part.
     *
     * @param rank 2 or 3
     */
    record Heading(int rank, String text, String aside) implements Block {}

    /** Facts. */
    record Rows(List<Row> rows) implements Block {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** One fact: what it is, and what is so. */
    record Row(String label, List<String> values, Tone tone) {
        public Row {
            values = List.copyOf(values);
        }

        Row(String label, String value) {
            this(label, List.of(value), Tone.PLAIN);
        }
    }

    /** Sentences. */
    record Notes(List<String> sentences, Tone tone) implements Block {
        public Notes {
            sentences = List.copyOf(sentences);
        }
    }

    /** A page as it was signed and as it is now. */
    record Compared(String caption, Panel before, Panel after) implements Block {}

    /** One picture, with what it shows. */
    record Panel(String label, ReportPicture picture) {}
}
