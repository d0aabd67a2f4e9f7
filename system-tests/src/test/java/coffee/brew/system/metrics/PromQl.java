package coffee.brew.system.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an expression of PromQL, as much of the language as dashboards and alerts here need, and refuses the rest. Finds
 * every metric with the labels that it is expected to have: those that are matched, and those that are grouped by.
 */
final class PromQl {
    private static final Pattern TOKEN = Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[0-9.]+|[A-Za-z_:][\\w:]*"
            + "|\\[[0-9]+[smhd]]|==|!=|>=|<=|=~|!~|[-+*/%^(){},=<>])\\s*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_:][\\w:]*");
    private static final Set<String> AGGREGATORS = Set.of("sum", "min", "max", "avg", "count");
    private static final Set<String> FUNCTIONS = Set.of(
            "rate", "increase", "histogram_quantile", "avg_over_time", "min_over_time", "max_over_time", "clamp_min");
    private static final Set<String> OPERATORS =
            Set.of("+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless");

    private final List<String> tokens = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private int next;

    /**
     * A metric in an expression.
     *
     * @param matched the values that labels are compared with; of a regular expression, its alternatives
     */
    record Use(String sample, Set<String> labels, Map<String, Set<String>> matched) {}

    private PromQl(String expression) {
        Matcher token = TOKEN.matcher(expression);
        int end = 0;
        while (token.find() && token.start() == end) {
            tokens.add(token.group(1));
            end = token.end();
        }
        if (end != expression.length()) {
            throw new IllegalArgumentException("not understood: " + expression.substring(end));
        }
    }

    static List<Use> uses(String expression) {
        PromQl parser = new PromQl(expression);
        parser.expression();
        if (parser.next != parser.tokens.size()) {
            throw new IllegalArgumentException("more than an expression: " + parser.peek());
        }
        return parser.uses;
    }

    private void expression() {
        operand();
        while (OPERATORS.contains(peek())) {
            next++;
            operand();
        }
    }

    private void operand() {
        String token = take();
        if (token.equals("(")) {
            expression();
            expect(")");
        } else if (AGGREGATORS.contains(token)) {
            aggregation();
        } else if (FUNCTIONS.contains(token)) {
            arguments();
        } else if (NAME.matcher(token).matches()) {
            selector(token);
        } else if (!token.matches("[0-9.]+")) {
            throw new IllegalArgumentException("not an operand: " + token);
        }
    }

    private void aggregation() {
        int begin = uses.size();
        Set<String> labels = new HashSet<>();
        if (peek().equals("by")) {
            next++;
            labels.addAll(names());
        }
        arguments();
        uses.subList(begin, uses.size()).forEach(use -> use.labels.addAll(labels));
    }

    private void arguments() {
        expect("(");
        do {
            expression();
        } while (accept(","));
        expect(")");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        expect("(");
        do {
            names.add(take());
        } while (accept(","));
        expect(")");
        return names;
    }

    private void selector(String sample) {
        Use use = new Use(sample, new HashSet<>(), new HashMap<>());
        if (accept("{")) {
            do {
                String label = take();
                String comparison = take();
                if (!Set.of("=", "!=", "=~", "!~").contains(comparison) || !peek().startsWith("\"")) {
                    throw new IllegalArgumentException("not a matcher: " + label + comparison + peek());
                }
                String quoted = take();
                String value = quoted.substring(1, quoted.length() - 1);
                use.labels.add(label);
                use.matched
                        .computeIfAbsent(label, key -> new HashSet<>())
                        .addAll(comparison.endsWith("~") ? List.of(value.split("\\|", -1)) : List.of(value));
            } while (accept(","));
            expect("}");
        }
        if (peek().startsWith("[")) {
            next++;
        }
        uses.add(use);
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("ends too early");
        }
        return tokens.get(next++);
    }

    private boolean accept(String token) {
        boolean found = peek().equals(token);
        next += found ? 1 : 0;
        return found;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException("expected " + token + ", found " + peek());
        }
    }
}
