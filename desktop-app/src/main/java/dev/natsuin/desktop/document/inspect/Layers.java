package dev.natsuin.desktop.document.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.jspecify.annotations.Nullable;

/** Optional content (ISO 32000-1, 8.11): which layers there are, which are off, and which change with the medium. */
final class Layers {
    private static final COSName USAGE = COSName.getPDFName("Usage");
    private static final COSName ZOOM = COSName.getPDFName("Zoom");
    private static final COSName BASE_STATE = COSName.getPDFName("BaseState");
    private static final COSName CONFIGS = COSName.getPDFName("Configs");
    private static final List<String> MEDIA = List.of("View", "Print", "Export");
    private static final int DEEPEST = 20;

    private final List<COSDictionary> groups = new ArrayList<>();
    private final Set<COSBase> off = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean otherConfigurations;

    Layers(@Nullable COSDictionary catalog) {
        var properties = catalog == null ? null : catalog.getCOSDictionary(COSName.OCPROPERTIES);
        if (properties == null) {
            return;
        }
        dictionaries(properties.getCOSArray(COSName.OCGS), groups);
        var usual = properties.getCOSDictionary(COSName.D);
        off.addAll(offIn(usual));
        var others = properties.getCOSArray(CONFIGS);
        for (int i = 0; others != null && i < others.size(); i++) {
            if (others.getObject(i) instanceof COSDictionary other
                    && !offIn(other).equals(off)) {
                otherConfigurations = true;
            }
        }
    }

    private Set<COSBase> offIn(@Nullable COSDictionary configuration) {
        Set<COSBase> found = Collections.newSetFromMap(new IdentityHashMap<>());
        if (configuration == null) {
            return found;
        }
        var listed = new ArrayList<COSDictionary>();
        if ("OFF".equals(configuration.getNameAsString(BASE_STATE))) {
            found.addAll(groups);
            dictionaries(configuration.getCOSArray(COSName.ON), listed);
            listed.forEach(found::remove);
        }
        listed.clear();
        dictionaries(configuration.getCOSArray(COSName.OFF), listed);
        found.addAll(listed);
        return found;
    }

    private static void dictionaries(@Nullable COSArray array, List<COSDictionary> into) {
        for (int i = 0; array != null && i < array.size(); i++) {
            if (array.getObject(i) instanceof COSDictionary each) {
                into.add(each);
            }
        }
    }

    void report(Findings findings) {
        for (var group : groups) {
            if (changesWithTheMedium(group)) {
                findings.add(FindingCode.LAYERS_TWO_STATES, 0, name(group));
            }
        }
        if (!groups.isEmpty()) {
            findings.add(FindingCode.LAYERS, 0, groups.size());
        }
        if (otherConfigurations) {
            findings.add(FindingCode.LAYERS_TWO_STATES, 0, groups.isEmpty() ? "" : name(groups.get(0)));
        }
    }

    private boolean changesWithTheMedium(COSDictionary group) {
        var usage = group.getCOSDictionary(USAGE);
        if (usage == null) {
            return false;
        }
        if (usage.getCOSDictionary(ZOOM) != null) {
            return true;
        }
        boolean shown = !off.contains(group);
        for (var medium : MEDIA) {
            var how = usage.getCOSDictionary(COSName.getPDFName(medium));
            var state = how == null ? null : how.getNameAsString(COSName.getPDFName(medium + "State"));
            if (state != null && shown == state.equals("OFF")) {
                return true;
            }
        }
        return false;
    }

    static String name(COSDictionary group) {
        var name = group.getString(COSName.NAME);
        return name == null ? "" : name;
    }

    /** True if content that belongs to this group or membership is not shown. */
    boolean hides(@Nullable COSDictionary membership) {
        if (membership == null) {
            return false;
        }
        if (!COSName.OCMD.equals(membership.getCOSName(COSName.TYPE))) {
            return off.contains(membership);
        }
        var expression = membership.getCOSArray(COSName.VE);
        if (expression != null && expression.size() > 0) {
            return !shown(expression, 0);
        }
        var members = new ArrayList<COSDictionary>();
        var ocgs = membership.getDictionaryObject(COSName.OCGS);
        if (ocgs instanceof COSDictionary one) {
            members.add(one);
        } else if (ocgs instanceof COSArray several) {
            dictionaries(several, members);
        }
        if (members.isEmpty()) {
            return false;
        }
        long hidden = members.stream().filter(off::contains).count();
        var policy = membership.getNameAsString(COSName.P, "AnyOn");
        return switch (policy) {
            case "AllOn" -> hidden > 0;
            case "AnyOff" -> hidden == 0;
            case "AllOff" -> hidden < members.size();
            default -> hidden == members.size();
        };
    }

    private boolean shown(COSArray expression, int depth) {
        if (depth > DEEPEST || !(expression.getObject(0) instanceof COSName operator)) {
            return true;
        }
        boolean all = true;
        boolean any = false;
        for (int i = 1; i < expression.size(); i++) {
            var operand = expression.get(i) instanceof COSObject reference ? reference.getObject() : expression.get(i);
            boolean holds = operand instanceof COSArray inner
                    ? shown(inner, depth + 1)
                    : !(operand instanceof COSDictionary group) || !off.contains(group);
            all &= holds;
            any |= holds;
        }
        return switch (operator.getName()) {
            case "And" -> all;
            case "Or" -> any;
            case "Not" -> !any;
            default -> true;
        };
    }
}
