package coffee.brew.connect.grpc.tape;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

/** One open call. Sends no faster than its reader takes. */
final class Player {
    private final Tape tape;
    private final PlayRequest request;
    private final ServerCallStreamObserver<byte[]> reader;
    private long next;
    private boolean over;

    Player(Tape tape, PlayRequest request, ServerCallStreamObserver<byte[]> reader) {
        this.tape = tape;
        this.request = request;
        this.reader = reader;
        this.next = Tape.after(request) + 1;
    }

    void begin() {
        tape.add(this);
        reader.setOnReadyHandler(this::play);
        reader.setOnCancelHandler(this::cancelled);
        play();
    }

    synchronized void play() {
        while (!over && next <= tape.last() && reader.isReady()) {
            reader.onNext(tape.message(request, next));
            next++;
        }
        if (!over && next > tape.last() && tape.endsAfterLast()) {
            over = true;
            tape.remove(this);
            reader.onCompleted();
        }
    }

    synchronized void end(Status status) {
        if (!over) {
            over = true;
            tape.remove(this);
            reader.onError(status.asRuntimeException());
        }
    }

    private synchronized void cancelled() {
        over = true;
        tape.remove(this);
    }
}
