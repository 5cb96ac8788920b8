import { count } from './words.js';

/** More would be narrower than a pixel of a phone. */
const MOST_SEGMENTS = 120;

/** Neighbours together where there are too many. */
function segments(chunks) {
  const each = Math.ceil(chunks.length / MOST_SEGMENTS);
  const joined = [];
  for (let i = 0; i < chunks.length; i += each) {
    const some = chunks.slice(i, i + each);
    joined.push({
      frames: some.reduce((sum, chunk) => sum + chunk.frames, 0),
      done: some.reduce((sum, chunk) => sum + (chunk.state === 'done' ? chunk.frames : chunk.done), 0),
      running: some.some(chunk => chunk.state === 'running'),
    });
  }
  return joined;
}

/** Draws the chunks of a job as a segmented bar: what is done, what is being done, what waits. */
export function draw(bar, job) {
  const { frames, total, chunks } = job.progress;
  const parts = segments(chunks);
  while (bar.children.length > Math.max(1, parts.length)) {
    bar.lastChild.remove();
  }
  while (bar.children.length < Math.max(1, parts.length)) {
    bar.append(document.createElement('i'));
  }
  bar.classList.toggle('dense', parts.length > 60);
  parts.forEach((part, i) => {
    const segment = bar.children[i];
    segment.classList.toggle('done', part.done >= part.frames);
    segment.classList.toggle('running', part.running);
    segment.style.setProperty('--frames', part.frames);
    segment.style.setProperty('--done', `${(100 * part.done) / part.frames}%`);
  });
  if (parts.length === 0) {
    bar.firstChild.className = job.state === 'done' ? 'done' : '';
    bar.firstChild.style.setProperty('--done', '0%');
  }
  if (bar.getAttribute('role') === 'progressbar') {
    bar.setAttribute('aria-valuemax', total || 1);
    bar.setAttribute('aria-valuenow', frames);
    bar.setAttribute('aria-valuetext', words(job));
  }
}

/** {@return how far a job is} */
export function words({ progress: { frames, total, chunks } }) {
  if (!total) {
    return 'not planned yet';
  }
  const done = chunks.filter(chunk => chunk.state === 'done').length;
  return `${count(frames)} of ${count(total)} frames, ${count(done)} of ${count(chunks.length)} chunks`;
}
