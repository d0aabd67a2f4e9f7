package coffee.brew.signup;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/** A writer that puts a tag before each line, so that one stream carries those of many. */
final class TaggedLines extends Writer {
    private final PrintStream out;
    private final String tag;
    private final StringBuilder pending = new StringBuilder();

    private TaggedLines(PrintStream out, String tag) {
        this.out = out;
        this.tag = tag;
    }

    static PrintWriter writer(PrintStream out, String tag) {
        return new PrintWriter(new TaggedLines(out, tag));
    }

    static void print(PrintStream out, String line) {
        // One write for each line: lines of different roles never mix.
        synchronized (out) {
            out.print(line + "\n");
            out.flush();
        }
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        pending.append(buffer, offset, length);
    }

    @Override
    public void flush() {
        int end = pending.lastIndexOf("\n");
        if (end >= 0) {
            String lines = pending.substring(0, end);
            pending.delete(0, end + 1);
            lines.lines().forEach(line -> print(out, tag + line));
        }
    }

    @Override
    public void close() {
        flush();
    }
}
