package io.vsr4j.functions;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.SpotNotice;
import io.vsr4j.functions.observe.TraceExport;
import io.vsr4j.functions.store.NotNowException;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import sun.misc.Signal;

/**
 * A worker as a process of its own, configured by its environment. It prints a line when it is ready, and then one for each
 * {@link io.vsr4j.functions.observe.WorkEvent}. It ends when it is
 * told to, when its instance is about to be taken back, or when its standard input ends, which it does with the process that
 * started it.
 */
public final class WorkerMain {
    /** What is printed when messages are taken. */
    public static final String READY = "ready";

    private static final long ASK_AGAIN_MILLIS = 50;

    private WorkerMain() {}

    /**
     * Works until it is told to end.
     *
     * @param args none
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            run();
        } catch (IllegalArgumentException | CheckpointException | InvalidRequestException | NotNowException e) {
            System.err.println("vsr: " + e.getMessage()); // says what to set; where it was found out is no help
            System.exit(2);
        }
        System.exit(0);
    }

    private static void run() throws IOException, InterruptedException {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
        ServiceSettings settings = ServiceSettings.of(System.getenv(), properties);
        Aws aws = settings.aws();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            end.countDown();
            try {
                ended.await(); // libraries are torn down after this; nothing may run in them by then
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        for (String signal : List.of("TERM", "INT")) {
            endAt(signal, end);
        }
        endWithParent(end);
        boolean restores = settings.roles().contains(Role.UPSCALE);
        if (restores) {
            loadEngine(settings.config().device());
        }
        try (TraceExport traces = TraceExport.open(System.getenv()).orElse(null);
                SpotNotice notice = settings.spot() ? new SpotNotice(end::countDown) : null;
                S3Client s3 = aws.openS3();
                SqsClient sqs = aws.openSqs();
                Functions functions = new Functions(connect(settings, s3, sqs, end)
                        .observedBy((worker, event) -> System.out.println(event.toLine())))) {
            if (restores) {
                functions.warmUp();
            }
            try (Worker worker = new Worker(functions, settings.roles())) {
                System.out.println(READY);
                System.out.flush();
                end.await();
            }
        } finally {
            ended.countDown();
        }
    }

    /** Who is told to end and does has not failed: the status is 0, which it is not after a shutdown hook. */
    private static void endAt(String signal, CountDownLatch end) {
        try {
            Signal.handle(new Signal(signal), received -> end.countDown());
        } catch (IllegalArgumentException e) {
            // It is another's, by an option of Java; the hook does the rest.
        }
    }

    /** The native libraries of the engine take a second, in which the servers start. */
    private static void loadEngine(String device) {
        new Thread(() -> TorchEngine.newManager(TorchEngine.device(device)).close(), "vsr-engine").start();
    }

    /** The servers start at the same time as their workers, and a queue may answer later than its server does. */
    private static Service connect(ServiceSettings settings, S3Client s3, SqsClient sqs, CountDownLatch end)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + settings.startPatience().toNanos();
        while (true) {
            try {
                return settings.connect(s3, sqs);
            } catch (IllegalArgumentException e) {
                if (System.nanoTime() > until || end.await(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    private static void endWithParent(CountDownLatch end) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            continue; // whatever it says
                        }
                    } catch (IOException e) {
                        // It is gone.
                    }
                    end.countDown();
                },
                "vsr-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
