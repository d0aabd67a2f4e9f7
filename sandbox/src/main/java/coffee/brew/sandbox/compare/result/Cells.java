package coffee.brew.sandbox.compare.result;

import java.util.List;
import java.util.stream.Stream;

/** All cells of a comparison. */
final class Cells {
    private final List<Cell> cells;

    Cells(List<Cell> cells) {
        this.cells = cells;
    }

    Cell get(Mode mode, Situation situation) {
        return cells.stream()
                .filter(cell -> cell.mode() == mode && cell.situation() == situation)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no cell for " + mode + " and " + situation));
    }

    Stream<Cell> of(Mode mode) {
        return cells.stream().filter(cell -> cell.mode() == mode);
    }

    static boolean isComplete(Cell cell) {
        return cell.recipients().stream().allMatch(recipient -> recipient.lost() == 0);
    }
}
