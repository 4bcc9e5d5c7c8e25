package dev.natsuin.desktop.ui;

import javafx.scene.AccessibleRole;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * The icons of the window, all of one outline family; never without a label or tooltip beside them.
 *
 * <p>They are characters of {@code icons.ttf}, which holds them and no others: the whole family has 7,000, and whoever
 * starts the window waits for it. How it was made: decision 0063.
 */
public enum Icon {
    SIGN(0xF19C3), // file-sign
    VERIFY(0xF1740), // check-decagram-outline
    ACTIVITY(0xF0279), // format-list-bulleted
    KEYS(0xF0DD6), // key-outline
    HELPDESK(0xF100A), // account-box-multiple-outline
    PEOPLE(0xF0B58), // account-group-outline
    SETTINGS(0xF08BB), // cog-outline
    SETUP(0xF0801), // account-plus-outline
    ADD(0xF0415), // plus
    REMOVE(0xF0156), // close
    CLEAR(0xF0413), // playlist-remove
    DOCUMENT(0xF09EE), // file-document-outline
    SIGNED_BEFORE(0xF1187), // file-certificate-outline
    TROUBLE(0xF002A), // alert-outline
    NOTE(0xF02FD), // information-outline
    SEARCH(0xF0349), // magnify
    STAMP(0xF0D39), // stamper
    SEEN(0xF0D05), // eye-check-outline
    NOT_SEEN(0xF06D0), // eye-outline
    ZOOM_IN(0xF06ED), // magnify-plus-outline
    ZOOM_OUT(0xF06EC), // magnify-minus-outline
    WHOLE_PAGE(0xF0EF6), // fit-to-page-outline
    FULL_WIDTH(0xF084E), // arrow-expand-horizontal
    NEXT(0xF0140), // chevron-down
    PREVIOUS(0xF0143), // chevron-up
    NEXT_PAGE(0xF0142), // chevron-right
    PREVIOUS_PAGE(0xF0141), // chevron-left
    COMPARE(0xF08AA), // file-compare
    REPORT(0xF102E), // file-export-outline
    FOLDER(0xF0DCF), // folder-open-outline
    OPEN(0xF03CC), // open-in-new
    BACK(0xF004D), // arrow-left
    DONE(0xF012C), // check
    WAITING(0xF0766), // circle-outline
    RUNNING(0xF0AA1), // circle-slice-4
    IMPORT(0xF0309), // key-plus
    LOCK(0xF0341), // lock-outline
    COMPUTER(0xF0322), // laptop
    COPY(0xF018F), // content-copy
    REFRESH(0xF0450), // refresh
    ALARM(0xF0CE6), // alert-octagon-outline
    PROOF(0xF0CC8), // shield-check-outline
    UNKNOWN(0xF0625), // help-circle-outline
    CROSS(0xF015D), // close-octagon-outline
    UNSIGNED(0xF0224), // file-outline
    VALID(0xF05E1), // check-circle-outline
    TIMESTAMP(0xF0FA9), // clock-check-outline
    EXPAND(0xF0142), // chevron-right
    CONNECTED(0xF09DE), // circle-medium
    SERVER(0xF048B), // server
    LOG(0xF0A38), // clipboard-text-outline
    DEMO(0xF0096); // flask-outline

    private static final double SIZE = 17;

    private final String character;

    Icon(int codePoint) {
        character = Character.toString(codePoint);
    }

    /** A new node of this icon; its size and colour come from the style sheet. */
    public Text node(String... styleClasses) {
        var node = new Text();
        node.setFont(Face.ICONS); // Before the text, which else is measured with another first.
        node.setText(character);
        node.getStyleClass().add("icon");
        node.getStyleClass().addAll(styleClasses);
        node.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        return node;
    }

    /** Opens their face, on any thread. */
    static void open() {
        var unused = Face.ICONS;
    }

    /** The character of this icon. */
    String character() {
        return character;
    }

    /** Opened with the first icon; afterwards style sheets find it by its name. */
    private static final class Face {
        private static final Font ICONS = Font.loadFont(Icon.class.getResourceAsStream("icons.ttf"), SIZE);
    }
}
