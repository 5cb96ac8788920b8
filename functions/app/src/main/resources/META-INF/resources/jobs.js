import * as api from './api.js';
import { draw } from './chunks.js';
import { make, the, write } from './dom.js';
import * as words from './words.js';

const PAGE = 20;
const WHILE_RUNNING = 2000;
const WHILE_IDLE = 15_000;

/** Where the pages before this one and this one begin. */
let cursors = [null];
let next = null;
let timer;
let shown = false;
/** Answers to calls before the last one come too late. */
let calls = 0;

/** The list of jobs. It asks again while it is shown, more often while something runs. */
export function jobs() {
  the('state').addEventListener('change', () => turn([null]));
  the('older').addEventListener('click', () => turn([...cursors, next]));
  the('newer').addEventListener('click', () => turn(cursors.slice(0, -1)));
  document.addEventListener('visibilitychange', load);
}

/** Shows the list, or leaves it. */
export function show(visible) {
  shown = visible;
  load();
}

function turn(to) {
  cursors = to;
  load().then(() => the('jobs').querySelector('a')?.focus());
}

async function load() {
  clearTimeout(timer);
  const mine = ++calls;
  if (!shown || document.hidden) {
    return;
  }
  let pause = WHILE_IDLE;
  try {
    const page = await api.jobs(the('state').value, PAGE, cursors.at(-1));
    if (mine !== calls) {
      return;
    }
    next = page.next;
    list(page.jobs);
    write(the('jobs-error'), '');
    pause = page.jobs.every(api.settled) ? WHILE_IDLE : WHILE_RUNNING;
  } catch (e) {
    write(the('jobs-error'), e.message);
  }
  if (mine === calls) {
    timer = setTimeout(load, pause);
  }
}

function list(jobs) {
  const known = new Map([...the('jobs').children].map(item => [item.dataset.job, item]));
  const items = jobs.map(job => fill(known.get(job.id) ?? entry(job), job));
  // Moving an element takes the focus away from it.
  if (items.length !== the('jobs').children.length || items.some((item, i) => item !== the('jobs').children[i])) {
    const focused = document.activeElement?.closest('#jobs li');
    the('jobs').replaceChildren(...items);
    if (items.includes(focused)) {
      focused.querySelector('a').focus();
    }
  }
  the('no-jobs').hidden = jobs.length > 0;
  the('pages').hidden = !next && cursors.length === 1;
  the('newer').disabled = cursors.length === 1;
  the('older').disabled = !next;
}

function entry(job) {
  return make(
    'li',
    { data: { job: job.id } },
    make(
      'div',
      { className: 'row spread' },
      make('a', { href: `#jobs/${job.id}` }, words.name(job)),
      make('span', { className: 'state' }),
    ),
    make('p', { className: 'quiet' }),
    make('div', { className: 'bar', ariaHidden: 'true' }),
  );
}

function fill(item, job) {
  const state = item.querySelector('.state');
  state.dataset.state = job.state;
  write(state, words.state(job.state));
  const facts = [`${job.model ?? ''} ${job.scale ? `${job.scale}×` : ''}`.trim(), words.moment(job.created)];
  if (!api.settled(job)) {
    facts.push(words.speed(job.progress));
  }
  write(item.querySelector('p'), facts.filter(Boolean).join(', '));
  const bar = item.querySelector('.bar');
  bar.hidden = api.settled(job);
  if (!bar.hidden) {
    draw(bar, job);
  }
  return item;
}
