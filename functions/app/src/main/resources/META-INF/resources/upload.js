import { call, problem } from './api.js';

const TRIES = 3;

/** Sends a body; XMLHttpRequest, since fetch does not tell how far it is. */
function send(method, url, body, headers, onBytes, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => onBytes(event.loaded);
    request.onload = () =>
      request.status < 300 ? resolve(request) : reject(problem(request.status, request.responseText));
    request.onerror = () => reject(problem(0));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    signal.throwIfAborted();
    request.send(body);
  });
}

/** In one request to the service itself. */
async function direct(file, settings, onBytes, signal) {
  const form = new FormData();
  form.append('settings', JSON.stringify(settings));
  form.append('file', file);
  const answer = await send('POST', '/jobs', form, { Accept: 'application/json' }, onBytes, signal);
  return JSON.parse(answer.responseText);
}

async function putPart(file, part, headers, onBytes, signal) {
  for (let left = TRIES; ; left--) {
    try {
      const answer = await send('PUT', part.url, file.slice(part.from, part.to), headers, onBytes, signal);
      return { number: part.number, etag: answer.getResponseHeader('ETag') };
    } catch (e) {
      if (left === 1 || signal.aborted) {
        throw e;
      }
    }
  }
}

/** In parts, straight into the bucket. */
async function presigned(file, settings, onBytes, signal) {
  const upload = await call('POST', '/uploads', { name: file.name, bytes: file.size, settings });
  const path = `/uploads/${encodeURIComponent(upload.upload)}`;
  try {
    const etags = [];
    for (const part of upload.parts) {
      const headers = upload.headers ?? {};
      etags.push(await putPart(file, part, headers, bytes => onBytes(part.from + bytes), signal));
    }
    return await call('POST', path, { etags });
  } catch (e) {
    call('DELETE', path).catch(() => {}); // a lifecycle rule clears what this leaves
    throw e;
  }
}

/**
 * Uploads a video.
 *
 * @param {File} file
 * @param {object} settings by name
 * @param {{directBytes: number}} limits of the user; what is larger than that goes straight into the bucket
 * @param {function(number)} onBytes told how many bytes have gone
 * @param {AbortSignal} signal that stops it
 * @return {Promise<object>} the job
 */
export function upload(file, settings, limits, onBytes, signal) {
  const way = file.size > limits.directBytes ? presigned : direct;
  return way(file, settings, onBytes, signal);
}
