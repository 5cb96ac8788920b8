package io.vsr4j.sizing;

import java.util.PriorityQueue;

/** Simulated time, and what is to happen when. What is due at the same time happens in the order in which it was planned. */
final class Clock {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private double now;
    private long number;

    /** Something that is to happen, unless it is cancelled. */
    static final class Event implements Comparable<Event> {
        private final double time;
        private final long number;
        private Runnable what;

        private Event(double time, long number, Runnable what) {
            this.time = time;
            this.number = number;
            this.what = what;
        }

        void cancel() {
            what = null;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** {@return seconds since the beginning} */
    double now() {
        return now;
    }

    Event at(double time, Runnable what) {
        Event event = new Event(Math.max(now, time), number++, what);
        events.add(event);
        return event;
    }

    Event after(double seconds, Runnable what) {
        return at(now + seconds, what);
    }

    /** {@return whether there was another event; it has happened} */
    boolean next() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            if (event.what != null) {
                now = event.time;
                event.what.run();
                return true;
            }
        }
        return false;
    }
}
