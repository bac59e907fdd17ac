package tenantry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Writes JSON in canonical form (RFC 8785). */
public final class CanonicalJson {
    private static final String ESCAPES = "\"\\bfnrt";
    private static final String ESCAPED = "\"\\\b\f\n\r\t";
    private static final List<RoundingMode> MODES =
            List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP);

    // A double, and a number halfway between two of 18 digits, differ before the 80th digit.
    private static final MathContext DIGITS = new MathContext(80);
    private static final Map<Integer, BigDecimal> POWERS = new ConcurrentHashMap<>();

    private CanonicalJson() {}

    /** Writes what {@link StrictJson#parse} returned. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> members) {
            // A TreeMap sorts strings by UTF-16 code units.
            String separator = "{";
            for (Map.Entry<?, ?> member : new TreeMap<>(members).entrySet()) {
                appendString(out.append(separator), (String) member.getKey());
                append(out.append(':'), member.getValue());
                separator = ",";
            }
            out.append(members.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> elements) {
            String separator = "[";
            for (Object element : elements) {
                append(out.append(separator), element);
                separator = ",";
            }
            out.append(elements.isEmpty() ? "[]" : "]");
        } else if (value instanceof String string) {
            appendString(out, string);
        } else {
            out.append(value instanceof Double number ? number(number) : String.valueOf(value));
        }
    }

    private static void appendString(StringBuilder out, String string) {
        out.append('"');
        for (char character : string.toCharArray()) {
            int escape = ESCAPED.indexOf(character);
            if (escape >= 0) out.append('\\').append(ESCAPES.charAt(escape));
            else if (character < ' ') out.append(String.format("\\u%04x", (int) character));
            else out.append(character);
        }
        out.append('"');
    }

    // As ECMAScript writes a double other than 0: with the fewest digits that stand for it.
    private static String number(double value) {
        BigDecimal close = approximate(Math.abs(value));
        // Before Java 19 Double.toString has a digit too many at times, and of 4.9E-324 always.
        int precision = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
        BigDecimal found = close;
        for (BigDecimal next = close; next != null; precision--) {
            found = next;
            next = nearest(close, Math.abs(value), precision);
        }
        BigDecimal shortest = found.stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + place(digits, point);
    }

    // All its digits, of which there can be 767, would let a sender cost the receiver seconds.
    private static BigDecimal approximate(double value) {
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
        long mantissa = (long) Math.scalb(value, -exponent);
        BigDecimal power =
                POWERS.computeIfAbsent(exponent, n -> new BigDecimal(2).pow(n, DIGITS));
        return power.multiply(BigDecimal.valueOf(mantissa), DIGITS);
    }

    private static BigDecimal nearest(BigDecimal close, double value, int precision) {
        if (precision == 0) return null;
        for (RoundingMode mode : MODES) {
            BigDecimal rounded = close.round(new MathContext(precision, mode));
            if (rounded.doubleValue() == value) return rounded;
        }
        return null;
    }

    private static String place(String digits, int point) {
        int length = digits.length();
        if (length <= point && point <= 21) return digits + "0".repeat(point - length);
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) return "0." + "0".repeat(-point) + digits;
        String fraction = length > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0) + fraction + (point > 0 ? "e+" : "e") + (point - 1);
    }
}
