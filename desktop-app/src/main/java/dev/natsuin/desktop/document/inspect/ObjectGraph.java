package dev.natsuin.desktop.document.inspect;

import dev.natsuin.desktop.document.pdf.StreamSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;

/**
 * Walks what a document's catalog leads to, once, and tells actions, scripts, attachments, multimedia and content that
 * lies elsewhere, wherever they hang: an attacker does not keep to the places where they belong.
 */
final class ObjectGraph {
    private static final COSName JS = COSName.getPDFName("JS");
    private static final COSName REF = COSName.getPDFName("Ref");
    private static final COSName OPI = COSName.getPDFName("OPI");
    private static final COSName ALTERNATES = COSName.getPDFName("Alternates");
    private static final COSName XFA = COSName.getPDFName("XFA");

    /** The tags of a document lead to everything once more, and nothing there is shown or carried out. */
    private static final Set<COSName> NOT_FOLLOWED =
            Set.of(COSName.STRUCT_TREE_ROOT, COSName.PARENT, COSName.P, COSName.getPDFName("Metadata"));

    /** What Acrobat's own functions for formats and sums do: they change how a value is written. */
    private static final Pattern FORMATS = Pattern.compile(
            "(?:\\s*+AF(?:Number|Date|Time|Percent|Special|Simple|Range|Make)\\w*+\\s*+\\([^()]*+(?:\\([^()]*+\\)"
                    + "[^()]*+)*+\\)\\s*+;?+)*+\\s*+");

    private static final int LONGEST_FORMAT = 1 << 12;

    private static final int DEEPEST = 64;

    private final Findings findings;
    private final Budget budget;
    private final Set<COSObjectKey> listed;
    private final Set<Long> numbers;
    private final LongPredicate freed;
    private final Predicate<COSStream> otherLength;
    private final Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<COSBase> pageTree = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<COSBase> unbearable = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Place> open = new ArrayDeque<>();
    private int links;
    private String firstLink = "";

    /**
     * Something still to be looked at.
     *
     * @param page on which page it hangs; 0: elsewhere
     * @param automatic true if it hangs where a viewer acts by itself
     */
    private record Place(COSBase object, int page, boolean automatic) {}

    /**
     * Of a document.
     *
     * @param listed the objects that its cross-references name
     * @param freed true of the number of an object that they name and gave up later
     * @param otherLength true of a stream that ends elsewhere than it says
     */
    ObjectGraph(
            Findings findings,
            Budget budget,
            Set<COSObjectKey> listed,
            LongPredicate freed,
            Predicate<COSStream> otherLength) {
        this.findings = findings;
        this.budget = budget;
        this.listed = Set.copyOf(listed);
        this.freed = freed;
        this.otherLength = otherLength;
        this.numbers = listed.stream().map(COSObjectKey::getNumber).collect(Collectors.toUnmodifiableSet());
    }

    /** Marks the pages, each with its number, before the rest. */
    void walk(COSDictionary catalog, List<COSDictionary> pages) throws IOException {
        notePageTree(catalog);
        for (int i = 0; i < pages.size(); i++) {
            seen.add(pages.get(i));
        }
        for (int i = 0; i < pages.size(); i++) {
            children(pages.get(i), i + 1, false);
            drain();
        }
        open.push(new Place(catalog, 0, false));
        drain();
        if (links > 0) {
            findings.add(FindingCode.LINKS, 0, links, firstLink);
        }
    }

    /** True if a page leads to a stream that is too large to be decoded, so that it must not be drawn. */
    boolean isUnbearable(COSDictionary page) {
        if (unbearable.isEmpty()) {
            return false;
        }
        Set<COSBase> met = Collections.newSetFromMap(new IdentityHashMap<>());
        var ahead = new ArrayDeque<COSBase>();
        @Nullable COSDictionary above = page;
        for (int i = 0; above != null && i < DEEPEST; i++) {
            // What a page inherits it leads to as well.
            add(above.getItem(COSName.RESOURCES), met, ahead);
            above = above.getCOSDictionary(COSName.PARENT);
        }
        add(page, met, ahead);
        while (!ahead.isEmpty()) {
            budget.spend();
            var object = ahead.pop();
            if (unbearable.contains(object)) {
                return true;
            }
            if (object instanceof COSArray array) {
                for (int i = 0; i < array.size(); i++) {
                    add(array.get(i), met, ahead);
                }
            } else if (object instanceof COSDictionary dictionary && (object == page || !isPage(dictionary))) {
                dictionary.entrySet().stream()
                        .filter(entry -> !NOT_FOLLOWED.contains(entry.getKey()))
                        .forEach(entry -> add(entry.getValue(), met, ahead));
            }
        }
        return false;
    }

    private static boolean isPage(COSDictionary dictionary) {
        return COSName.PAGE.equals(dictionary.getCOSName(COSName.TYPE));
    }

    private static void add(@Nullable COSBase value, Set<COSBase> met, ArrayDeque<COSBase> ahead) {
        var object = value instanceof COSObject reference ? reference.getObject() : value;
        if ((object instanceof COSDictionary || object instanceof COSArray) && met.add(object)) {
            ahead.push(object);
        }
    }

    private void drain() throws IOException {
        while (!open.isEmpty()) {
            budget.spend();
            var place = open.pop();
            if (place.object() instanceof COSArray array) {
                for (int i = 0; i < array.size(); i++) {
                    push(array.get(i), place.page(), place.automatic());
                }
            } else if (place.object() instanceof COSDictionary dictionary) {
                dictionary(dictionary, place.page(), place.automatic());
                children(dictionary, place.page(), place.automatic());
            }
        }
    }

    private void children(COSDictionary dictionary, int page, boolean automatic) {
        for (var entry : dictionary.entrySet()) {
            var key = entry.getKey();
            if (!NOT_FOLLOWED.contains(key) || (key.equals(COSName.PARENT) && isOfFields(dictionary))) {
                boolean acts = key.equals(COSName.OPEN_ACTION) || key.equals(COSName.AA);
                push(entry.getValue(), page, automatic || acts);
            }
        }
    }

    /** Fields inherit scripts from parents that the form itself need not know. */
    private boolean isOfFields(COSDictionary dictionary) {
        var parent = dictionary.getCOSDictionary(COSName.PARENT);
        return parent != null && !pageTree.contains(dictionary) && !pageTree.contains(parent);
    }

    /** By where they hang, not by what they say they are. */
    private void notePageTree(COSDictionary catalog) {
        var ahead = new ArrayDeque<COSBase>();
        add(catalog.getItem(COSName.PAGES), pageTree, ahead);
        while (!ahead.isEmpty()) {
            budget.spend();
            var kids = ahead.pop() instanceof COSDictionary node ? node.getCOSArray(COSName.KIDS) : null;
            for (int i = 0; kids != null && i < kids.size(); i++) {
                add(kids.get(i), pageTree, ahead);
            }
        }
    }

    private void push(@Nullable COSBase value, int page, boolean automatic) {
        if (value instanceof COSObject reference && !listed.contains(reference.getKey())) {
            // Null by the standard; some programs look at the number alone and show what has it.
            if (numbers.contains(reference.getKey().getNumber())) {
                findings.add(
                        FindingCode.AMBIGUOUS_OBJECT, page, reference.getKey().getNumber());
            }
            return;
        }
        if (value instanceof COSObject reference
                && freed.test(reference.getKey().getNumber())) {
            findings.add(FindingCode.AMBIGUOUS_OBJECT, page, reference.getKey().getNumber());
        }
        var object = value instanceof COSObject reference ? reference.getObject() : value;
        if ((object instanceof COSDictionary || object instanceof COSArray) && seen.add(object)) {
            open.push(new Place(object, page, automatic));
        }
    }

    private void dictionary(COSDictionary dictionary, int page, boolean automatic) throws IOException {
        if (dictionary instanceof COSStream stream) {
            stream(stream, page);
        }
        var ef = dictionary.getCOSDictionary(COSName.EF);
        if (ef != null) {
            findings.add(FindingCode.ATTACHMENT, page, fileName(dictionary));
        }
        if (dictionary.containsKey(XFA)) {
            findings.add(FindingCode.DYNAMIC_FORM, 0);
        }
        var subtype = dictionary.getNameAsString(COSName.SUBTYPE, "");
        if (List.of("RichMedia", "3D", "Screen", "Movie", "Sound").contains(subtype)
                && dictionary.containsKey(COSName.RECT)) {
            findings.add(FindingCode.MULTIMEDIA, page, subtype);
        }
        var action = dictionary.getCOSName(COSName.S);
        if (action != null) {
            action(dictionary, action.getName(), page, automatic);
        } else if (dictionary.containsKey(JS)) {
            script(dictionary, page);
        }
    }

    private void stream(COSStream stream, int page) throws IOException {
        if (otherLength.test(stream)) {
            findings.add(
                    FindingCode.AMBIGUOUS_OBJECT,
                    page,
                    stream.getKey() == null ? 0 : stream.getKey().getNumber());
        }
        if (stream.containsKey(COSName.F)) {
            findings.add(FindingCode.EXTERNAL_CONTENT, page, fileName(stream.getDictionaryObject(COSName.F)));
        }
        if (stream.containsKey(REF) || stream.containsKey(OPI)) {
            var ref = stream.getCOSDictionary(REF);
            findings.add(
                    FindingCode.EXTERNAL_CONTENT,
                    page,
                    ref == null ? "OPI" : fileName(ref.getDictionaryObject(COSName.F)));
        }
        boolean image = COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE));
        if (image && stream.containsKey(ALTERNATES)) {
            findings.add(FindingCode.IMAGE_ALTERNATE, page);
        }
        boolean drawn = image || COSName.FORM.equals(stream.getCOSName(COSName.SUBTYPE));
        boolean attached = !drawn && "EmbeddedFile".equals(stream.getNameAsString(COSName.TYPE));
        boolean bearable = attached || StreamSize.isBearable(stream, budget::check);
        if (!bearable) {
            unbearable.add(stream);
            findings.add(FindingCode.NOT_INSPECTED, page);
        }
        if (image) {
            Images.report(stream, page, bearable, findings);
        }
    }

    private void action(COSDictionary action, String kind, int page, boolean automatic) {
        switch (kind) {
            case "JavaScript" -> script(action, page);
            case "Launch" -> findings.add(FindingCode.LAUNCH, page, fileName(action.getDictionaryObject(COSName.F)));
            case "URI" -> {
                var address = text(action.getDictionaryObject(COSName.URI));
                if (automatic) {
                    findings.add(FindingCode.ACTION_AUTOMATIC, page, address);
                } else if (action.containsKey(COSName.URI)) {
                    link(address);
                }
            }
            case "GoToR", "GoToE" -> {
                var target = fileName(action.getDictionaryObject(COSName.F));
                if (automatic) {
                    findings.add(FindingCode.ACTION_AUTOMATIC, page, target);
                } else {
                    link(target);
                }
            }
            case "SubmitForm", "ImportData" ->
                findings.add(FindingCode.ACTION_DATA, page, fileName(action.getDictionaryObject(COSName.F)));
            case "Hide", "SetOCGState" ->
                findings.add(automatic ? FindingCode.ACTION_AUTOMATIC : FindingCode.ACTION_CHANGES, page, kind);
            case "Rendition", "Movie", "Sound", "RichMediaExecute" -> {
                if (!kind.equals("Sound") || action.containsKey(COSName.getPDFName("Sound"))) {
                    findings.add(FindingCode.MULTIMEDIA, page, kind);
                }
            }
            default -> {}
        }
    }

    private void link(String target) {
        if (links == 0) {
            firstLink = target;
        }
        links++;
    }

    private void script(COSDictionary action, int page) {
        var code = text(action.getDictionaryObject(JS));
        boolean formats =
                code.length() <= LONGEST_FORMAT && FORMATS.matcher(code).matches();
        findings.add(formats ? FindingCode.SCRIPT_FORMAT : FindingCode.SCRIPT, page);
    }

    private String text(@Nullable COSBase value) {
        if (value instanceof COSString string) {
            return string.getString();
        }
        if (value instanceof COSStream stream) {
            try {
                if (!StreamSize.isBearable(stream, budget::check)) {
                    return "?";
                }
                try (var in = stream.createInputStream()) {
                    return new String(in.readNBytes(LONGEST_FORMAT + 1), StandardCharsets.ISO_8859_1);
                }
            } catch (IOException e) {
                return "?";
            }
        }
        return "";
    }

    private static String fileName(@Nullable COSBase specification) {
        if (specification instanceof COSString name) {
            return name.getString();
        }
        if (specification instanceof COSDictionary dictionary) {
            var unicode = dictionary.getString(COSName.UF);
            var name = unicode == null ? dictionary.getString(COSName.F) : unicode;
            return name == null ? "?" : name;
        }
        return "?";
    }
}
