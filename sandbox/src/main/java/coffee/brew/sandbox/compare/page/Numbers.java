package coffee.brew.sandbox.compare.page;

import com.fasterxml.jackson.databind.JsonNode;

/** Numbers and texts of the report by their JSON pointers. A number is shown as it is in the JSON, and marked with it. */
final class Numbers {
    private static final String NONE = "–";

    private final JsonNode report;

    Numbers(JsonNode report) {
        this.report = report;
    }

    JsonNode at(String pointer) {
        JsonNode node = report.at(pointer);
        if (node.isMissingNode()) {
            throw new IllegalArgumentException("the report has no " + pointer);
        }
        return node;
    }

    double value(String pointer) {
        return at(pointer).asDouble();
    }

    /** The text of an element, escaped. */
    String text(String pointer) {
        return escape(at(pointer).asText());
    }

    /** A marked number; a dash where there is none. */
    String shown(String pointer) {
        JsonNode node = at(pointer);
        return "<span data-of=\"%s\">%s</span>".formatted(pointer, node.isNull() ? NONE : node.asText());
    }

    /** The same inside SVG. */
    String shownInSvg(String pointer) {
        return shown(pointer).replace("<span", "<tspan").replace("</span>", "</tspan>");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
