package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * The pages of a document, found by walking its tree once.
 *
 * @param leaves the page dictionaries in order; at least one
 */
record PageTree(List<COSDictionary> leaves) {
    /** A tree that is whole, and says itself that it has no pages. */
    static final class NoPages extends IOException {
        private static final long serialVersionUID = 1L;

        NoPages() {
            super("no pages");
        }
    }

    PageTree {
        leaves = List.copyOf(leaves);
    }

    /**
     * Walks the tree.
     *
     * @throws NoPages if it says itself that there is none
     * @throws IOException if a part of it is missing, is no dictionary or is met twice, or if there is no page
     */
    static PageTree read(PDDocument document) throws IOException {
        var root = root(document);
        var leaves = new ArrayList<COSDictionary>();
        var seen = Collections.newSetFromMap(new IdentityHashMap<COSDictionary, Boolean>());
        var open = new ArrayDeque<COSDictionary>();
        open.push(root);
        while (!open.isEmpty()) {
            var node = open.pop();
            if (!seen.add(node)) {
                throw new IOException("a page tree that meets itself");
            }
            var kids = node.getCOSArray(COSName.KIDS);
            if (kids == null) {
                leaves.add(node);
                continue;
            }
            for (int i = kids.size() - 1; i >= 0; i--) {
                if (!(kids.getObject(i) instanceof COSDictionary kid)) {
                    throw new IOException("a page that is not there");
                }
                open.push(kid);
            }
        }
        if (leaves.isEmpty() && root.getInt(COSName.COUNT, -1) == 0) {
            throw new NoPages();
        }
        if (leaves.isEmpty() || leaves.get(0) == root) {
            throw new IOException("no page");
        }
        return new PageTree(leaves);
    }

    /**
     * The first page of a tree that was walked before, without a look at those behind it.
     *
     * @throws IOException if a part of the way to it is missing, is no dictionary or is met twice
     */
    static COSDictionary first(PDDocument document) throws IOException {
        var root = root(document);
        var seen = Collections.newSetFromMap(new IdentityHashMap<COSDictionary, Boolean>());
        var open = new ArrayDeque<COSBase>();
        open.push(root);
        while (!open.isEmpty()) {
            var item = open.pop();
            var object = item instanceof COSObject reference ? reference.getObject() : item;
            if (!(object instanceof COSDictionary node) || !seen.add(node)) {
                throw new IOException("a page that is not there, or is met twice");
            }
            var kids = node.getCOSArray(COSName.KIDS);
            if (kids == null && !node.equals(root)) {
                return node;
            }
            for (int i = kids == null ? -1 : kids.size() - 1; i >= 0; i--) {
                open.push(Objects.requireNonNullElse(kids.get(i), COSNull.NULL));
            }
        }
        throw new IOException("no page");
    }

    /**
     * How many pages there are if each node has as many as it says, without a look at the pages: enough to find out
     * whether a tree that was walked is still the same.
     *
     * @throws IOException if a node is missing or met twice
     */
    static int claimed(PDDocument document) throws IOException {
        var seen = Collections.newSetFromMap(new IdentityHashMap<COSDictionary, Boolean>());
        var open = new ArrayDeque<COSDictionary>();
        open.push(root(document));
        int count = 0;
        while (!open.isEmpty()) {
            var node = open.pop();
            if (!seen.add(node)) {
                throw new IOException("a page tree that meets itself");
            }
            var kids = node.getCOSArray(COSName.KIDS);
            if (kids == null) {
                count++;
            } else if (node.getInt(COSName.COUNT, -1) == kids.size()) {
                count += kids.size();
            } else {
                for (int i = 0; i < kids.size(); i++) {
                    if (!(kids.getObject(i) instanceof COSDictionary kid)) {
                        throw new IOException("a page that is not there");
                    }
                    open.push(kid);
                }
            }
        }
        return count;
    }

    private static COSDictionary root(PDDocument document) throws IOException {
        var catalog = document.getDocument().getTrailer().getCOSDictionary(COSName.ROOT);
        var root = catalog == null ? null : catalog.getCOSDictionary(COSName.PAGES);
        if (root == null) {
            throw new IOException("no page tree");
        }
        return root;
    }
}
