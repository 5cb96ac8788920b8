import { the } from './dom.js';
import { form } from './form.js';
import { job, show as showJob } from './job.js';
import { jobs, show as showJobs } from './jobs.js';

/** Shows what the address names: a job, or the list and the form. */
function route() {
  const [, id] = /^#jobs\/(.+)$/.exec(location.hash) ?? [];
  the('home').hidden = Boolean(id);
  the('job').hidden = !id;
  document.title = 'vsr4j';
  scrollTo(0, 0);
  showJobs(!id);
  showJob(id && decodeURIComponent(id));
}

/** Who listens to the page hears where they are. */
function arrive() {
  route();
  the(the('job').hidden ? 'home-title' : 'job-title').focus({ preventScroll: true });
}

jobs();
job();
form(
  begun => (location.hash = `#jobs/${begun.id}`),
  () => showJobs(true),
);
addEventListener('hashchange', arrive);
route();
