import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Ruler;

/**
 * Reads an array of {pattern, event}, both as texts, and writes a line of two answers for each:
 * that of a machine with the one rule, as EventBridge uses it, and that of Ruler.matchesRule.
 */
public final class Answers {
    private interface Question {
        boolean isMatch() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        JsonNode pairs = new ObjectMapper().readTree(System.in);
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
            for (JsonNode pair : pairs) {
                String pattern = pair.get("pattern").textValue();
                String event = pair.get("event").textValue();
                Machine machine = new Machine();
                String refusal = answer(() -> {
                    machine.addRule("rule", pattern);
                    return true;
                });
                String byMachine = refusal.equals("match") ? answer(() -> !machine.rulesForJSONEvent(event).isEmpty()) : "refused";
                String byRuler = answer(() -> Ruler.matchesRule(event, pattern));
                out.write(byMachine + " " + byRuler + "\n");
            }
        }
    }

    private static String answer(Question question) {
        try {
            return question.isMatch() ? "match" : "other";
        } catch (Exception | StackOverflowError refusal) {
            return "refused";
        }
    }
}
