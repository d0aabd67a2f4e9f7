package coffee.brew.connect.grpc.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;

/**
 * The request messages of a configuration, each in one spelling: fields sorted, no white space. The spelling names the
 * source partition, so a configuration that is only laid out anew keeps its position.
 */
public final class RequestTexts {
    private RequestTexts() {}

    /** One text per request message of an object or an array of objects; fails with what to mend. */
    public static List<String> split(String json) {
        JsonElement root;
        try {
            root = JsonParser.parseString(json);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("This is no JSON: write an object, as {\"field\": \"value\"}.", e);
        }
        List<JsonElement> elements = root.isJsonArray() ? root.getAsJsonArray().asList() : List.of(root);
        List<String> texts = new ArrayList<>();
        for (JsonElement element : elements) {
            if (!element.isJsonObject()) {
                throw new IllegalArgumentException("Write a JSON object, or an array of objects: one per stream.");
            }
            String text = sorted(element).toString();
            if (texts.contains(text)) {
                throw new IllegalArgumentException("Two streams have the same request message: remove one.");
            }
            texts.add(text);
        }
        return texts;
    }

    static String join(List<String> texts) {
        return "[" + String.join(",", texts) + "]";
    }

    private static JsonElement sorted(JsonElement element) {
        if (element.isJsonArray()) {
            JsonArray array = new JsonArray();
            element.getAsJsonArray().forEach(member -> array.add(sorted(member)));
            return array;
        }
        if (element.isJsonObject()) {
            JsonObject object = new JsonObject();
            element.getAsJsonObject().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(member -> object.add(member.getKey(), sorted(member.getValue())));
            return object;
        }
        return element;
    }
}
