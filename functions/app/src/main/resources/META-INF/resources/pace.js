const MOST_SECONDS = 30;

/**
 * How quick a job is by what is seen of it; workers tell of the chunk that they have, and of nothing between two of them.
 *
 * @return {function(object): object} told the job each time, gives frames per second and seconds left, null if unknown
 */
export function pace() {
  let seen = [];
  return ({ state, progress }) => {
    const at = performance.now() / 1000;
    if (state !== 'restoring' || (seen.length > 0 && progress.frames < seen.at(-1).frames)) {
      seen = [];
    }
    if (state === 'restoring') {
      seen.push({ at, frames: progress.frames });
      seen = seen.filter((one, i) => i >= seen.length - 2 || at - one.at < MOST_SECONDS);
    }
    const frames = seen.length > 1 ? progress.frames - seen[0].frames : 0;
    if (frames === 0) {
      return progress;
    }
    const framesPerSecond = frames / (at - seen[0].at);
    return { framesPerSecond, secondsLeft: (progress.total - progress.frames) / framesPerSecond };
  };
}
