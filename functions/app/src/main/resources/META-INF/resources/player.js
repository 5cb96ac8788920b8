import { divider as makeDivider } from './divider.js';
import { the, write } from './dom.js';
import { inStep } from './sync.js';
import { position } from './words.js';
import { zoom as makeZoom } from './zoom.js';

const result = the('result');
const source = the('source');
const divider = makeDivider();
const zoom = makeZoom(divider);
const steps = inStep(result, source);

let job;
let notes = {};

/** Shows the result of a job beside its source. */
export function show(shown) {
  if (job?.id === shown.id) {
    return;
  }
  job = shown;
  notes = {};
  note();
  the('player').hidden = false;
  the('stage').hidden = false;
  the('stage').classList.remove('alone');
  the('view').style.setProperty('--ratio', job.output ? job.output.width / job.output.height : 16 / 9);
  the('stage').style.setProperty('--ratio', job.output ? job.output.width / job.output.height : 16 / 9);
  divider.reset();
  zoom.reset();
  result.src = job.result.url;
  source.src = `/jobs/${job.id}/source`;
  // A result that was made of a part begins where the part begins.
  steps.begin(Number(job.settings?.from) || 0);
}

/** Leaves the job that is shown, and lets go of its videos. */
export function clear() {
  job = null;
  the('player').hidden = true;
  for (const video of [result, source]) {
    video.pause();
    video.removeAttribute('src');
    video.load();
  }
}

function note(of, text) {
  if (of) {
    notes[of] = text;
  }
  write(the('player-note'), Object.values(notes).join(' '));
}

const extension = name => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** {@return why a video is not shown: the service's words, if it is the service that refuses} */
async function reason(video, what, name) {
  if (video.error?.code !== MediaError.MEDIA_ERR_DECODE) {
    try {
      const answer = await fetch(video.src, { headers: { Range: 'bytes=0-0' } });
      if (!answer.ok) {
        return (await answer.json()).detail;
      }
      await answer.body?.cancel();
    } catch {
      return `The ${what} could not be loaded.`;
    }
  }
  return `This browser cannot play the ${what} (${extension(name)}).`;
}

async function resultFails() {
  const mine = job;
  if (mine) {
    const why = await reason(result, 'result', mine.result.name);
    if (mine === job) {
      note('result', `${why} Download it to watch it in another player.`);
      the('stage').hidden = true;
    }
  }
}

async function sourceFails() {
  const mine = job;
  if (mine) {
    const why = await reason(source, 'source', mine.source?.key ?? '');
    if (mine === job) {
      note('source', `${why} The result is shown alone.`);
      the('stage').classList.add('alone');
    }
  }
}

/** A browser that knows the container but not the codec may play the sound to an empty picture. */
function pictured(video, fails) {
  video.addEventListener('error', fails);
  video.addEventListener('loadedmetadata', () => video.videoWidth === 0 && fails());
}

function showTime() {
  const length = Number.isFinite(result.duration) ? result.duration : 0;
  the('seek').max = length || 1;
  the('seek').value = result.currentTime;
  the('seek').setAttribute('aria-valuetext', `${position(result.currentTime)} of ${position(length)}`);
  write(the('time'), position(result.currentTime));
}

function showPlaying() {
  const playing = !result.paused && !result.ended;
  the('play').classList.toggle('pressed', playing);
  the('play').setAttribute('aria-label', playing ? 'Pause' : 'Play');
  showTime();
}

function toggle() {
  if (result.paused) {
    result.play().catch(e => note('play', e.name === 'AbortError' ? '' : `The browser does not play: ${e.message}`));
  } else {
    result.pause();
  }
}

/** To the middle of a frame, so that rounding cannot show its neighbour. */
function step(frames) {
  const fps = job?.source?.fps || 25;
  result.pause();
  const frame = Math.floor(result.currentTime * fps + 0.01) + frames;
  const last = Math.ceil(result.duration * fps) - 1;
  result.currentTime = (Math.max(0, Math.min(last, frame)) + 0.5) / fps;
}

function mute() {
  result.muted = !result.muted;
}

function showMuted() {
  the('mute').classList.toggle('pressed', result.muted);
  the('mute').setAttribute('aria-pressed', result.muted);
}

function full() {
  if (document.fullscreenElement) {
    document.exitFullscreen();
  } else {
    the('stage').requestFullscreen().catch(() => {});
  }
}

/** Keys of the player, wherever in it the focus is; a button's own keys come first. */
function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const onButton = event.target.closest('button');
  const onSeek = event.target === the('seek');
  const does = { ',': () => step(-1), '.': () => step(1), m: mute, f: full, ...(!onButton && { ' ': toggle }) }[event.key];
  if (does) {
    does();
    event.preventDefault();
  } else if (!(onSeek && event.key.startsWith('Arrow')) && zoom.key(event.key)) {
    event.preventDefault();
  }
}

pictured(result, resultFails);
pictured(source, sourceFails);
for (const event of ['play', 'pause', 'ended']) {
  result.addEventListener(event, showPlaying);
}
for (const event of ['timeupdate', 'seeking', 'durationchange']) {
  result.addEventListener(event, showTime);
}
result.addEventListener('volumechange', showMuted);
the('play').addEventListener('click', toggle);
the('back').addEventListener('click', () => step(-1));
the('forth').addEventListener('click', () => step(1));
the('mute').addEventListener('click', mute);
the('full').addEventListener('click', full);
the('full').hidden = !document.fullscreenEnabled;
the('seek').addEventListener('input', () => (result.currentTime = Number(the('seek').value)));
the('stage').addEventListener('keydown', key);
