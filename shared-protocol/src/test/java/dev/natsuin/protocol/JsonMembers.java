package dev.natsuin.protocol;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of one compact JSON object as texts, so that a test can leave one out or write it otherwise without the
 * reader that it tests.
 *
 * @param members each {@code "name":value}, in their order
 */
public record JsonMembers(List<String> members) {
    /** Parts an object at the commas that stand in no text and in no inner array or object. */
    public static JsonMembers of(Bytes object) {
        var text = object.toUtf8();
        var members = new ArrayList<String>();
        var depth = 0;
        var inText = false;
        var begin = 1;
        for (var i = 1; i < text.length() - 1; i++) {
            var c = text.charAt(i);
            if (inText) {
                if (c == '\\') {
                    i++;
                } else {
                    inText = c != '"';
                }
            } else if (c == '"') {
                inText = true;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                members.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        members.add(text.substring(begin, text.length() - 1));
        return new JsonMembers(members);
    }

    /** The name of the member at this place. */
    public String name(int place) {
        return members.get(place).substring(1, members.get(place).indexOf('"', 1));
    }

    /** The value, as text, of the member at this place. */
    public String value(int place) {
        return members.get(place).substring(name(place).length() + 3);
    }

    /** Where the member of this name stands. */
    public int place(String name) {
        for (var i = 0; i < members.size(); i++) {
            if (name(i).equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no member " + name);
    }

    /** The same without the member at this place. */
    public JsonMembers without(int place) {
        var fewer = new ArrayList<>(members);
        fewer.remove(place);
        return new JsonMembers(fewer);
    }

    /** The same with another value there. */
    public JsonMembers with(int place, String value) {
        var other = new ArrayList<>(members);
        other.set(place, "\"" + name(place) + "\":" + value);
        return new JsonMembers(other);
    }

    /** The same with another value for this member. */
    public JsonMembers with(String name, String value) {
        return with(place(name), value);
    }

    /** The same with one more member at the end. */
    public JsonMembers and(String name, String value) {
        var more = new ArrayList<>(members);
        more.add("\"" + name + "\":" + value);
        return new JsonMembers(more);
    }

    /** The object's text. */
    public Bytes toBytes() {
        return Bytes.utf8("{" + String.join(",", members) + "}");
    }
}
