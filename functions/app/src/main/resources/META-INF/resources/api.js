/** What the service says of a call that it refused or could not do. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/**
 * The problem that an answer states.
 *
 * @param {number} status of HTTP, 0 where nobody answered
 * @param {string} body of the answer, problem+json or anything
 */
export function problem(status, body) {
  if (status === 0) {
    return new Problem(0, 'The service does not answer. Is it running?');
  }
  try {
    const { detail, title } = JSON.parse(body);
    return new Problem(status, detail || title || `The service answered ${status}.`);
  } catch {
    return new Problem(status, `The service answered ${status}.`);
  }
}

/** Calls the service. {@return what it answers, from JSON} */
export async function call(method, path, json) {
  const request = { method, headers: { Accept: 'application/json' } };
  if (json !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(json);
  }
  let response;
  let body;
  try {
    response = await fetch(path, request);
    body = await response.text();
  } catch {
    throw problem(0);
  }
  if (!response.ok) {
    throw problem(response.status, body);
  }
  return body ? JSON.parse(body) : null;
}

export const models = () => call('GET', '/models');
export const limits = () => call('GET', '/limits');
export const job = id => call('GET', `/jobs/${encodeURIComponent(id)}`);
export const cancel = id => call('POST', `/jobs/${encodeURIComponent(id)}/cancel`);
export const resume = id => call('POST', `/jobs/${encodeURIComponent(id)}/resume`);

/** {@return a page of jobs, newest first, and where the next one begins} */
export function jobs(state, limit, after) {
  const query = new URLSearchParams({ limit });
  if (state) {
    query.set('state', state);
  }
  if (after) {
    query.set('after', after);
  }
  return call('GET', `/jobs?${query}`);
}

/** {@return whether nothing happens to a job any more unless somebody asks for it} */
export const settled = job => ['done', 'failed', 'cancelled'].includes(job.state);
