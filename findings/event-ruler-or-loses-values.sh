#!/usr/bin/env bash
# software.amazon.event.ruler:event-ruler 2.1.0 (and 1.8.1): a pattern whose `$or` has two alternatives on one field loses values. Both are
# added to the machine as one rule; when the first value of an alternative is there already, the values after it are not added, although
# "an event matches if one of the alternatives does". The order of the alternatives decides; Ruler.matchesRule and a Machine agree here.
# Two rules of the same patterns under two names match.
#
# Seen: `x or x,z: no match | x,z or x: match | two rules: match`.
# Way out: write the values of one field into one list, not into alternatives. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for jar in software.amazon.event.ruler:event-ruler:2.1.0 com.fasterxml.jackson.core:jackson-core:2.22.2 \
  com.fasterxml.jackson.core:jackson-databind:2.22.2 com.fasterxml.jackson.core:jackson-annotations:2.22 ch.randelshofer:fastdoubleparser:2.0.1; do
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact="$jar" -DoutputDirectory="$folder/jars"
done
cat >Look.java <<'JAVA'
import software.amazon.event.ruler.Machine;

public final class Look {
    static String match(String... rules) throws Exception {
        Machine machine = new Machine();
        for (int at = 0; at < rules.length; at += 1) machine.addRule("rule-" + at, rules[at]);
        return machine.rulesForJSONEvent("{\"b\":\"z\"}").isEmpty() ? "no match" : "match";
    }

    public static void main(String[] arguments) throws Exception {
        String fewer = "{\"b\":[\"x\"]}", more = "{\"b\":[\"x\",\"z\"]}";
        String line = "x or x,z: " + match("{\"$or\":[" + fewer + "," + more + "]}")
            + " | x,z or x: " + match("{\"$or\":[" + more + "," + fewer + "]}")
            + " | two rules: " + match(fewer, more);
        System.out.println(line);
        System.exit(line.equals("x or x,z: no match | x,z or x: match | two rules: match") ? 0 : 1);
    }
}
JAVA
java -cp 'jars/*' Look.java
