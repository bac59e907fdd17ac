#!/usr/bin/env bash
# aws-cdk-lib 2.276.0: classes of Match build patterns that the rule engine of EventBridge (event-ruler 2.1.0) does not compile. `Match.interval` allows
# equal bounds, as both are included; the engine wants the lower one below the upper. `Match.allOf` joins comparisons in the order given, so `< 9` and
# `> 5` is refused, and `> 5` and `< 9` taken. `Match.cidr` takes one address without `/32`, `Match.wildcard` two asterisks in a row. Synth warns of
# each (E9014) and fails only with the feature flag validateAgainstDefaultRules; without it CloudFormation is the first to refuse.
#
# Seen: `interval(5, 5): refused | allOf(< 9, > 5): refused | allOf(> 5, < 9): taken | cidr of one address: refused | wildcard a**b: refused`.
# Way out: `Match.equal`, the lower bound first, and `/32`. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund aws-cdk-lib@2.276.0 constructs@10.8.1
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>look</groupId>
  <artifactId>look</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>software.amazon.event.ruler</groupId><artifactId>event-ruler</artifactId><version>2.1.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode -Dstyle.color=never dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat >patterns.mjs <<'JS'
import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/aws-events';
const stack = new Stack(new App(), 'Stack');
const matchers = [
  Match.interval(5, 5),
  Match.allOf(Match.lessThan(9), Match.greaterThan(5)),
  Match.allOf(Match.greaterThan(5), Match.lessThan(9)),
  Match.cidr('10.0.0.7'),
  Match.wildcard('a**b'),
];
for (const matcher of matchers) console.log(JSON.stringify({ detail: { field: stack.resolve(matcher) } }));
JS
cat >Look.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.event.ruler.RuleCompiler;

public class Look {
  public static void main(String[] arguments) throws Exception {
    var names = List.of("interval(5, 5)", "allOf(< 9, > 5)", "allOf(> 5, < 9)", "cidr of one address", "wildcard a**b");
    var patterns = Files.readAllLines(Path.of("patterns"));
    for (var index = 0; index < patterns.size(); index++) {
      var answer = RuleCompiler.check(patterns.get(index)) == null ? "taken" : "refused";
      System.out.print((index == 0 ? "" : " | ") + names.get(index) + ": " + answer);
    }
  }
}
JAVA
node patterns.mjs >patterns
seen=$(java -cp 'jars/*' Look.java)
echo "$seen"
expected='interval(5, 5): refused | allOf(< 9, > 5): refused | allOf(> 5, < 9): taken | cidr of one address: refused'
[ "$seen" = "$expected | wildcard a**b: refused" ]
