package io.vsr4j.functions.api;

import io.vsr4j.functions.JobView;
import io.vsr4j.functions.Service;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many jobs a user may have that are not over. Those that are just being begun count, so that requests which come at once
 * do not pass together; several processes see each other's jobs when these are begun.
 */
@ApplicationScoped
public class JobRoom {
    private static final int TOO_MANY = 429;

    @Inject
    Service service;

    @Inject
    JobView view;

    private final Map<String, Integer> beginning = new ConcurrentHashMap<>();

    /** Room for a job until that can be seen. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes the place of one more job, or refuses it. */
    Place take(String user) throws IOException {
        int most = service.config().limits().activeJobs();
        if (most == Integer.MAX_VALUE) {
            return () -> {};
        }
        Place place = () -> beginning.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
        int others = beginning.merge(user, 1, Integer::sum) - 1;
        boolean taken = false;
        try {
            if (view.active(user) + others >= most) {
                throw new ProblemException(
                        TOO_MANY,
                        "you have " + most + " jobs that are not over, and may have no more; wait, or cancel one");
            }
            taken = true;
            return place;
        } finally {
            if (!taken) {
                place.close();
            }
        }
    }
}
