import * as api from './api.js';
import { draw, words as far } from './chunks.js';
import { make, say, the, write } from './dom.js';
import { follow } from './events.js';
import { pace } from './pace.js';
import * as player from './player.js';
import { report } from './report.js';
import * as words from './words.js';

/** Progress is told at each of these parts of the whole. */
const QUARTERS = 4;

let id;
let unfollow = () => {};
let told;
let measure;

/** The page of one job. */
export function job() {
  the('job-cancel').addEventListener('click', () => ask(api.cancel));
  the('job-resume').addEventListener('click', () => ask(api.resume));
}

/** Shows a job, or none. */
export function show(job) {
  unfollow();
  player.clear();
  the('report').hidden = true;
  id = job;
  if (!id) {
    return;
  }
  the('job-body').hidden = true;
  write(the('job-error'), '');
  write(the('job-title'), 'Job');
  write(the('job-facts'), '');
  told = null;
  measure = pace();
  start();
}

/** Asks once: a stream of events says nothing of why it is none. */
async function start() {
  const mine = id;
  try {
    const job = await api.job(mine);
    if (mine === id) {
      begin(job);
    }
  } catch (e) {
    if (mine === id) {
      write(the('job-error'), e.message);
    }
  }
}

function begin(job) {
  fill(job);
  if (!api.settled(job)) {
    unfollow = follow(job.id, fill, connected);
  }
}

/** A stream that ends may mean that the service is gone for a while, or that it has a word to say on this job. */
async function connected(there) {
  write(the('job-error'), there ? '' : 'The connection to the service is lost; trying again.');
  if (!there) {
    const mine = id;
    try {
      await api.job(mine);
    } catch (e) {
      if (mine === id && e.status >= 400 && e.status < 500) {
        unfollow();
        write(the('job-error'), e.message);
      }
    }
  }
}

/** Asks the service for something, and shows what comes of it. */
async function ask(what) {
  const mine = id;
  try {
    const job = await what(mine);
    if (mine === id) {
      unfollow();
      write(the('job-error'), '');
      the('job-title').focus(); // the button that was pressed goes
      begin(job);
    }
  } catch (e) {
    write(the('job-error'), e.message);
  }
}

function facts(job) {
  const { source, output } = job;
  const parts = [`${job.model ?? ''} ${job.scale ? `${job.scale}×` : ''}`.trim()];
  if (source && output) {
    parts.push(`${source.width}×${source.height} to ${output.width}×${output.height}`);
    parts.push(`${words.count(source.frames)} frames, ${words.duration(source.seconds)}`);
  }
  parts.push(words.moment(job.created));
  return parts.filter(Boolean).join(', ');
}

function fill(job) {
  const percent = job.progress.total ? Math.floor((100 * job.progress.frames) / job.progress.total) : 0;
  const running = !api.settled(job);
  document.title = `${running ? `${percent} %` : words.state(job.state)}, ${words.name(job)}, vsr4j`;
  the('job-body').hidden = false;
  write(the('job-title'), words.name(job));
  write(the('job-facts'), facts(job));
  the('job-state').dataset.state = job.state;
  write(the('job-state'), job.progress.total && running ? `${words.state(job.state)}: ${far(job)}` : words.state(job.state));
  write(the('job-speed'), running ? words.speed(measure(job)) : '');
  the('job-bar').hidden = job.state === 'done';
  draw(the('job-bar'), job);
  fillFailures(job.failures ?? []);
  the('job-cancel').hidden = !running;
  the('job-resume').hidden = job.state !== 'failed' && job.state !== 'cancelled';
  the('job-download').hidden = !job.result;
  if (job.result) {
    the('job-download').href = `${job.result.url}?download=1`;
    the('job-download').download = job.result.name;
    write(the('job-download'), `Download, ${words.bytes(job.result.bytes)}`);
    player.show(job);
  }
  if (job.reportUrl) {
    report(job.reportUrl);
  }
  tell(job, percent);
}

function fillFailures(failures) {
  const step = name => (/^\d+$/.test(name) ? `chunk ${name}` : name);
  const lines = failures.map(failure => `${step(failure.step)}: ${failure.reason}`);
  if (lines.join() !== [...the('job-failures').children].map(line => line.textContent).join()) {
    the('job-failures').replaceChildren(...lines.map(line => make('li', {}, line)));
  }
}

/** Changes of state, and progress at each quarter: a live region that says more is turned off. */
function tell(job, percent) {
  const quarter = job.state === 'restoring' ? Math.floor((percent * QUARTERS) / 100) : 0;
  const mark = `${job.state} ${quarter}`;
  if (mark !== told) {
    told = mark;
    const reasons = (job.failures ?? []).map(failure => failure.reason).join(' ');
    say([`${words.name(job)}: ${words.state(job.state)}`, quarter ? `${percent} per cent` : '', reasons].filter(Boolean).join(', '));
  }
}
