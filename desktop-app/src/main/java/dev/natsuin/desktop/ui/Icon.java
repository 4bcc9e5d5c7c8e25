package dev.natsuin.desktop.ui;

import javafx.scene.AccessibleRole;
import org.kordamp.ikonli.javafx.FontIcon;

/** The icons of the window, all of one outline family; never without a label or tooltip beside them. */
public enum Icon {
    SIGN("mdi2f-file-sign"),
    VERIFY("mdi2c-check-decagram-outline"),
    ACTIVITY("mdi2f-format-list-bulleted"),
    KEYS("mdi2k-key-outline"),
    HELPDESK("mdi2a-account-box-multiple-outline"),
    PEOPLE("mdi2a-account-group-outline"),
    SETTINGS("mdi2c-cog-outline"),
    SETUP("mdi2a-account-plus-outline"),
    ADD("mdi2p-plus"),
    REMOVE("mdi2c-close"),
    CLEAR("mdi2p-playlist-remove"),
    DOCUMENT("mdi2f-file-document-outline"),
    SIGNED_BEFORE("mdi2f-file-certificate-outline"),
    TROUBLE("mdi2a-alert-outline"),
    NOTE("mdi2i-information-outline"),
    SEARCH("mdi2m-magnify"),
    STAMP("mdi2s-stamper"),
    SEEN("mdi2e-eye-check-outline"),
    NOT_SEEN("mdi2e-eye-outline"),
    ZOOM_IN("mdi2m-magnify-plus-outline"),
    ZOOM_OUT("mdi2m-magnify-minus-outline"),
    WHOLE_PAGE("mdi2f-fit-to-page-outline"),
    FULL_WIDTH("mdi2a-arrow-expand-horizontal"),
    NEXT("mdi2c-chevron-down"),
    PREVIOUS("mdi2c-chevron-up"),
    NEXT_PAGE("mdi2c-chevron-right"),
    PREVIOUS_PAGE("mdi2c-chevron-left"),
    COMPARE("mdi2f-file-compare"),
    REPORT("mdi2f-file-export-outline"),
    FOLDER("mdi2f-folder-open-outline"),
    OPEN("mdi2o-open-in-new"),
    BACK("mdi2a-arrow-left"),
    DONE("mdi2c-check"),
    WAITING("mdi2c-circle-outline"),
    RUNNING("mdi2c-circle-slice-4"),
    IMPORT("mdi2k-key-plus"),
    LOCK("mdi2l-lock-outline"),
    COMPUTER("mdi2l-laptop"),
    COPY("mdi2c-content-copy"),
    REFRESH("mdi2r-refresh"),
    ALARM("mdi2a-alert-octagon-outline"),
    PROOF("mdi2s-shield-check-outline"),
    UNKNOWN("mdi2h-help-circle-outline"),
    CROSS("mdi2c-close-octagon-outline"),
    UNSIGNED("mdi2f-file-outline"),
    VALID("mdi2c-check-circle-outline"),
    TIMESTAMP("mdi2c-clock-check-outline"),
    EXPAND("mdi2c-chevron-right"),
    CONNECTED("mdi2c-circle-medium"),
    SERVER("mdi2s-server"),
    LOG("mdi2c-clipboard-text-outline"),
    DEMO("mdi2f-flask-outline");

    private final String literal;

    Icon(String literal) {
        this.literal = literal;
    }

    /** A new node of this icon; its size and colour come from the style sheet. */
    public FontIcon node(String... styleClasses) {
        var node = new FontIcon(literal);
        node.getStyleClass().addAll(styleClasses);
        node.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        return node;
    }
}
