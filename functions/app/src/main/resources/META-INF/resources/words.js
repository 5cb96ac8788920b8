const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

export const count = number => number.toLocaleString();

/** {@return a number with as many digits as say something} */
export const round = number =>
  number.toLocaleString(undefined, { maximumFractionDigits: Math.abs(number) < 10 ? 2 : Math.abs(number) < 100 ? 1 : 0 });

export function bytes(number) {
  const unit = number < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(number) / 3));
  return `${round(number / 1000 ** unit)} ${UNITS[unit]}`;
}

/** {@return a length of time to read: "8 s", "3 min", "2 h 5 min"} */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  const minutes = Math.round(whole / 60);
  const hours = minutes < 60 ? '' : `${Math.floor(minutes / 60)} h `;
  return (hours + (minutes % 60 || !hours ? `${minutes % 60} min` : '')).trim();
}

/** {@return a position in a video: "1:02.50"} */
export function position(seconds) {
  const hundredths = Math.max(0, Math.round(seconds * 100));
  const rest = ((hundredths % 6000) / 100).toFixed(2).padStart(5, '0');
  return `${Math.floor(hundredths / 6000)}:${rest}`;
}

export const moment = iso => new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** {@return what a job is called} */
export const name = job => job.name ?? job.id;

/** {@return what is being done with a job} */
export const state = name =>
  ({
    planning: 'Looking at the video',
    restoring: 'Restoring',
    merging: 'Joining',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  })[name] ?? name;

/** {@return how quick a job is and how long it takes, as far as that is known} */
export function speed({ framesPerSecond, secondsLeft }) {
  const parts = [];
  if (framesPerSecond) {
    parts.push(`${round(framesPerSecond)} frames per second`);
  }
  if (secondsLeft != null) {
    parts.push(`${duration(secondsLeft)} left`);
  }
  return parts.join(', ');
}
