import { settled } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * Follows a job until it is settled, however often the connection is lost. Nothing is asked for while nobody looks.
 *
 * @param {string} id of the job
 * @param {function(object)} onJob told the job, at once and when it changes
 * @param {function(boolean)} onConnected told when the connection is lost, and when it is there again
 * @return {function()} ends it
 */
export function follow(id, onJob, onConnected) {
  let source;
  let timer;
  let pause = FIRST_PAUSE;

  function open() {
    close();
    if (document.hidden) {
      return;
    }
    source = new EventSource(`/jobs/${encodeURIComponent(id)}/events`);
    source.addEventListener('job', event => {
      pause = FIRST_PAUSE;
      const job = JSON.parse(event.data);
      if (settled(job)) {
        end();
      }
      onConnected(true);
      onJob(job);
    });
    // The browser's own reconnection gives up on an answer that is no stream, such as that of a service that starts.
    source.onerror = () => {
      close();
      onConnected(false);
      timer = setTimeout(open, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    };
  }

  function close() {
    clearTimeout(timer);
    source?.close();
  }

  function end() {
    document.removeEventListener('visibilitychange', open);
    close();
  }

  document.addEventListener('visibilitychange', open);
  open();
  return end;
}
