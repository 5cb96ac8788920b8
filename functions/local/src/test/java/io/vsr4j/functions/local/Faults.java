package io.vsr4j.functions.local;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * What becomes of the calls of one worker to S3 and SQS. A worker whose calls all fail from some moment on is, for everybody
 * else, a worker that was killed at that moment.
 */
final class Faults implements ExecutionInterceptor {
    private static final ExecutionAttribute<Fate> FATE = new ExecutionAttribute<>("fate");
    private static final ExecutionAttribute<AtomicInteger> ATTEMPTS = new ExecutionAttribute<>("attempts");
    /** Threads whose calls come when time says so, not the work. */
    private static final List<String> BY_TIME = List.of("vsr-sweeper", "vsr-claims", "vsr-heartbeat");

    /** What becomes of one call. */
    enum Fate {
        /** Nothing. */
        WELL,
        /** It does not reach the server. */
        LOST,
        /** The server does it, and its answer is lost. */
        UNANSWERED,
        /** The server does it, its answer is lost, and the client sends it again. */
        REPEATED,
        /** The server does it each time, and says that it failed. */
        REFUSED,
        /** The server does not do it, and says that it is not allowed. */
        FORBIDDEN,
        /** It takes a while. */
        LATE,
        /** The process is killed before it. */
        KILLED_BEFORE,
        /** The process is killed when the server has done it. */
        KILLED_AFTER
    }

    /** Decides. */
    interface Plan {
        /**
         * {@return what becomes of a call}
         *
         * @param call how many came before
         * @param request what is asked
         */
        Fate of(int call, SdkRequest request);
    }

    private final AtomicInteger calls = new AtomicInteger();
    private volatile Plan plan = (call, request) -> Fate.WELL;
    private volatile boolean dead;

    /** {@return these, from now on as a plan says; counting begins anew} */
    Faults follow(Plan next) {
        plan = next;
        calls.set(0);
        dead = false;
        return this;
    }

    /** {@return a plan in which one call goes wrong} */
    static Plan at(int wrong, Fate fate) {
        return (call, request) -> call == wrong ? fate : Fate.WELL;
    }

    /** {@return a plan in which calls go wrong now and then, and the process is killed after some} */
    static Plan now(Random random, int callsOfALife) {
        return (call, request) -> {
            synchronized (random) {
                if (random.nextInt(callsOfALife) == 0) {
                    return random.nextBoolean() ? Fate.KILLED_BEFORE : Fate.KILLED_AFTER;
                }
                List<Fate> wrong = List.of(Fate.LOST, Fate.UNANSWERED, Fate.REPEATED, Fate.REFUSED, Fate.LATE);
                return random.nextInt(20) == 0 ? wrong.get(random.nextInt(wrong.size())) : Fate.WELL;
            }
        };
    }

    /** {@return number of calls since the plan was made} */
    int calls() {
        return calls.get();
    }

    /** {@return whether the process was killed} */
    boolean isDead() {
        return dead;
    }

    /** Kills the process now. */
    void kill() {
        dead = true;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        // A killed process would close its connections; here its last question must end soon.
        return context.request() instanceof ReceiveMessageRequest receive
                ? receive.toBuilder()
                        .waitTimeSeconds(Math.min(1, receive.waitTimeSeconds()))
                        .build()
                : context.request();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String thread = Thread.currentThread().getName();
        boolean byTime =
                BY_TIME.stream().anyMatch(thread::startsWith) || context.request() instanceof ReceiveMessageRequest;
        Fate fate = byTime ? Fate.WELL : plan.of(calls.getAndIncrement(), context.request());
        attributes.putAttribute(FATE, fate);
        attributes.putAttribute(ATTEMPTS, new AtomicInteger());
        if (fate == Fate.KILLED_BEFORE) {
            dead = true;
        }
        if (fate == Fate.LATE) {
            sleep(ThreadLocalRandom.current().nextInt(50, 500));
        }
        throwIf(dead || fate == Fate.LOST, "the request is lost");
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        throwIf(dead, "dead");
        if (attributes.getAttribute(FATE) == Fate.FORBIDDEN) {
            throw S3Exception.builder()
                    .statusCode(403)
                    .message("access denied")
                    .awsErrorDetails(
                            AwsErrorDetails.builder().errorCode("AccessDenied").build())
                    .build();
        }
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return attributes.getAttribute(FATE) == Fate.REFUSED
                ? context.httpResponse().toBuilder().statusCode(503).build()
                : context.httpResponse();
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        Fate fate = attributes.getAttribute(FATE);
        int attempt = attributes.getAttribute(ATTEMPTS).incrementAndGet();
        if (fate == Fate.KILLED_AFTER) {
            dead = true;
        }
        if (fate == Fate.REPEATED && attempt == 1) {
            throw RetryableException.create("the answer is lost");
        }
        throwIf(dead || fate == Fate.UNANSWERED, "the answer is lost");
    }

    private static void throwIf(boolean wrong, String why) {
        if (wrong) {
            throw SdkClientException.create(why); // of a kind that the client does not try again
        }
    }

    private static void sleep(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
