import * as api from './api.js';
import { make, say, the, write } from './dom.js';
import { upload } from './upload.js';
import { bytes, duration, round } from './words.js';

/** What a browser is asked, to know whether it will play a result. */
const PLAYED = {
  h265: 'video/mp4; codecs="hvc1.1.6.L93.B0"',
  av1: 'video/mp4; codecs="av01.0.05M.08"',
  prores: 'video/quicktime; codecs="apcn"',
  ffv1: 'video/x-matroska; codecs="ffv1"',
};

let cards = [];
let limits = {};
let files = [];
let stop;

/** The form of a new job; `onJob` is told of a job that has begun, if there is one, and `onJobs` of several. */
export async function form(onJob, onJobs) {
  the('model').addEventListener('change', showCard);
  the('codec').addEventListener('change', showCodec);
  the('file').addEventListener('change', () => choose([...the('file').files]));
  the('upload-stop').addEventListener('click', () => stop?.abort());
  the('new').addEventListener('submit', event => {
    event.preventDefault();
    begin(onJob, onJobs);
  });
  takeDrops();
  try {
    [cards, limits] = await Promise.all([api.models(), api.limits()]);
    showCards();
    showLimits();
  } catch (e) {
    write(the('form-error'), e.message);
  }
}

function showCards() {
  the('model').replaceChildren(
    ...cards.map(card =>
      make('option', { value: card.id, disabled: !card.ready }, card.ready ? card.name : `${card.name}: no weights here`),
    ),
  );
  the('model').value = cards.find(card => card.ready)?.id;
  showCard();
}

function showCard() {
  const card = cards.find(card => card.id === the('model').value);
  if (!card) {
    return;
  }
  the('words').textContent = card.words;
  the('scale').replaceChildren(...card.scales.map(scale => make('option', { value: scale }, `${scale} times`)));
  the('scale').value = card.defaultScale;
  the('prompt-field').hidden = !card.prompts;
}

function showCodec() {
  const type = PLAYED[the('codec').value];
  const plays = !type || document.createElement('video').canPlayType(type);
  the('codec-words').textContent = plays ? '' : 'This browser does not play this codec. The result can be downloaded.';
}

function showLimits() {
  const parts = [];
  if (limits.bytes) {
    parts.push(bytes(limits.bytes));
  }
  if (limits.seconds) {
    parts.push(duration(limits.seconds));
  }
  if (limits.pixels) {
    parts.push(`${round(limits.pixels / 1e6)} megapixels a frame`);
  }
  the('limits').textContent = parts.length ? `Up to ${parts.join(', ')}.` : '';
  the('user').textContent = limits.signedIn ? limits.user : '';
}

function choose(chosen) {
  if (stop) {
    return; // an upload goes on
  }
  files = chosen;
  write(the('form-error'), '');
  the('chosen').replaceChildren(...files.map(file => make('li', {}, `${file.name}, ${bytes(file.size)}`)));
  say(files.length === 1 ? `${files[0].name} chosen` : `${files.length} videos chosen`);
}

/** A video may be dropped anywhere on the page. */
function takeDrops() {
  const carriesFiles = event => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', event => {
    if (carriesFiles(event)) {
      event.preventDefault();
      document.body.classList.add('over');
    }
  });
  addEventListener('dragleave', event => {
    if (!event.relatedTarget) {
      document.body.classList.remove('over');
    }
  });
  addEventListener('drop', event => {
    document.body.classList.remove('over');
    if (carriesFiles(event)) {
      event.preventDefault();
      location.hash = '';
      choose([...event.dataTransfer.files]);
      the('start').focus();
    }
  });
}

/** {@return the settings that say something, by name} */
function settings() {
  const values = {};
  for (const [name, value] of new FormData(the('new'))) {
    const hidden = the(name)?.closest('[hidden]');
    if (typeof value === 'string' && value.trim() && !hidden) {
      values[name] = value.trim();
    }
  }
  return values;
}

async function begin(onJob, onJobs) {
  write(the('form-error'), '');
  if (files.length === 0) {
    write(the('form-error'), 'Choose a video first.');
    the('file').focus();
    return;
  }
  const large = files.find(file => limits.bytes && file.size > limits.bytes);
  if (large) {
    write(the('form-error'), `${large.name} has ${bytes(large.size)}; at most ${bytes(limits.bytes)} are taken.`);
    return;
  }
  const begun = [];
  const asked = settings();
  stop = new AbortController();
  the('start').disabled = true;
  the('upload').hidden = false;
  try {
    while (files.length > 0) {
      begun.push(await send(files[0], asked));
      files = files.slice(1);
      the('chosen').firstChild.remove();
    }
    the('file').value = '';
  } catch (e) {
    write(the('form-error'), e.name === 'AbortError' ? 'The upload was stopped.' : e.message);
  } finally {
    stop = null;
    the('start').disabled = false;
    the('upload').hidden = true;
  }
  if (the('home').hidden) {
    say(`${begun.length} uploaded`);
  } else if (begun.length === 1 && files.length === 0) {
    onJob(begun[0]);
  } else if (begun.length > 0) {
    onJobs();
  }
}

function send(file, settings) {
  const bar = the('upload-bar');
  const show = sent => {
    bar.value = file.size ? Math.min(1, sent / file.size) : 1;
    write(
      the('upload-words'),
      sent < file.size
        ? `Uploading ${file.name}: ${bytes(sent)} of ${bytes(file.size)}`
        : `${file.name} is being looked at`,
    );
  };
  show(0);
  say(`Uploading ${file.name}`);
  return upload(file, settings, limits, show, stop.signal);
}
