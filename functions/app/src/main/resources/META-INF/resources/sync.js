/** Seconds beyond which the slave jumps instead of running a little faster or slower. */
const JUMP = 0.25;
/** How much faster or slower it runs, for each second that it is off. */
const GAIN = 3;
const MOST_BENT = 0.3;
/** Seconds that cannot be seen. */
const NEGLIGIBLE = 0.008;

/**
 * Keeps one video in step with another.
 *
 * @param {HTMLVideoElement} master the one with sound, which is never touched
 * @param {HTMLVideoElement} slave the one that follows
 * @return {{begin: function(number)}} told how many seconds the slave's time is ahead of the master's
 */
export function inStep(master, slave) {
  let ahead = 0;

  const wanted = () => Math.min(master.currentTime + ahead, slave.duration || Infinity);
  const off = () => slave.currentTime - wanted();

  function align() {
    if (slave.readyState > 0 && Math.abs(off()) > 0.001) {
      slave.currentTime = wanted();
    }
  }

  function play() {
    slave.play().catch(() => {}); // a pause came in between, or it cannot be played: said elsewhere
  }

  function pause() {
    slave.pause();
    slave.playbackRate = 1;
    align();
  }

  /** At each frame of the master. */
  function correct() {
    if (!master.paused && !master.seeking && !slave.seeking && slave.readyState > 0) {
      const late = off();
      if (Math.abs(late) > JUMP) {
        slave.currentTime = wanted();
      } else {
        const bend = Math.abs(late) < NEGLIGIBLE ? 0 : Math.max(-MOST_BENT, Math.min(MOST_BENT, GAIN * late));
        slave.playbackRate = master.playbackRate * (1 - bend);
      }
    }
    next();
  }

  function next() {
    if (master.requestVideoFrameCallback) {
      master.requestVideoFrameCallback(correct);
    } else {
      requestAnimationFrame(correct);
    }
  }

  master.addEventListener('play', play);
  master.addEventListener('playing', play);
  master.addEventListener('pause', pause);
  master.addEventListener('waiting', () => slave.pause());
  master.addEventListener('seeking', align);
  slave.addEventListener('loadedmetadata', align);
  next();
  return {
    begin: seconds => {
      ahead = seconds;
      align();
    },
  };
}
