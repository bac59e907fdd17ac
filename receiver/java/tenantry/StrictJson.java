package tenantry;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON strictly. A value is a Map, a List, a String, a Boolean, null, a Long if it is whole
 * and below 2^53, or else a Double.
 */
public final class StrictJson {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";
    private static final int MAX_DEPTH = 1000;

    private final String text;
    private int position = 0;
    private int depth = 0;

    private StrictJson(String text) {
        this.text = text;
    }

    /**
     * Parses JSON.
     *
     * @throws IllegalArgumentException for anything else, a duplicate member, a number that is no
     *     double, and text that is not valid Unicode
     */
    public static Object parse(String text) {
        StrictJson parser = new StrictJson(text);
        Object value = parser.value();
        if (parser.position < text.length()) throw new IllegalArgumentException("more than JSON");
        return value;
    }

    private Object value() {
        if (++depth > MAX_DEPTH) throw new IllegalArgumentException("nested too deeply");
        skipSpace();
        Object value =
                switch (peek()) {
                    case '{' -> object();
                    case '[' -> list();
                    case '"' -> string();
                    case 't' -> literal("true", true);
                    case 'f' -> literal("false", false);
                    case 'n' -> literal("null", null);
                    default -> number();
                };
        skipSpace();
        depth--;
        return value;
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private void skipSpace() {
        while (position < text.length() && " \t\n\r".indexOf(peek()) >= 0) position++;
    }

    private boolean take(char character) {
        if (peek() != character) return false;
        position++;
        return true;
    }

    private void require(char character) {
        if (!take(character)) throw new IllegalArgumentException("no " + character);
    }

    private Object literal(String word, Object value) {
        if (!text.startsWith(word, position)) throw new IllegalArgumentException("not JSON");
        position += word.length();
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        require('{');
        skipSpace();
        if (take('}')) return members;
        do {
            skipSpace();
            String name = string();
            skipSpace();
            require(':');
            if (members.containsKey(name)) throw new IllegalArgumentException("duplicate member");
            members.put(name, value());
        } while (take(','));
        require('}');
        return members;
    }

    private List<Object> list() {
        List<Object> elements = new ArrayList<>();
        require('[');
        skipSpace();
        if (take(']')) return elements;
        do elements.add(value());
        while (take(','));
        require(']');
        return elements;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        require('"');
        while (!take('"')) {
            char character = peek();
            if (character < ' ') throw new IllegalArgumentException("a string without an end");
            position++;
            string.append(character == '\\' ? escaped() : character);
        }
        // String.getBytes would write `?` for a lone surrogate.
        if (string.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
            throw new IllegalArgumentException("text that is not valid Unicode");
        }
        return string.toString();
    }

    private char escaped() {
        if (!take('u')) return ESCAPED.charAt(ESCAPES.indexOf(text.charAt(position++)));
        position += 4;
        return (char) HexFormat.fromHexDigits(text, position - 4, position);
    }

    private Number number() {
        Matcher matcher = NUMBER.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) throw new IllegalArgumentException("not JSON");
        position = matcher.end();
        double value = Double.parseDouble(matcher.group());
        if (Double.isInfinite(value)) throw new IllegalArgumentException("not a double");
        boolean isWhole = value == Math.rint(value) && Math.abs(value) < 0x1p53;
        if (isWhole) return (long) value;
        return value;
    }
}
