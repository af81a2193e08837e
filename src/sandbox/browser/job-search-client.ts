/**
 * What runs where a job is chosen for an export: it finds jobs while words are typed. It is sent as
 * its own source, so nothing outside the function's body is used. Without it "Find jobs" does the
 * same.
 */
function jobSearchClient(): void {
  const form = document.querySelector<HTMLFormElement>('[data-job-search]');
  const input = form?.querySelector<HTMLInputElement>('input[name="text"]');
  if (!form || !input) return;
  const pauseMs = 150;
  let timer = 0;
  let current: AbortController | null = null;

  const find = async (): Promise<void> => {
    current?.abort();
    const controller = new AbortController();
    current = controller;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string') fields.append(name, value);
    }
    fields.set('intent', 'find');
    try {
      const response = await fetch(form.action, {
        method: 'POST',
        body: fields,
        signal: controller.signal,
      });
      if (!response.ok) return;
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      for (const part of ['[data-job-list]', '[data-job-count]']) {
        const nodes = fresh.querySelector(part)?.childNodes;
        if (nodes !== undefined) form.querySelector(part)?.replaceChildren(...nodes);
      }
    } catch {
      // Another look has begun, or the sandbox is away: the button still works.
    }
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void find(), pauseMs);
  });

  // Enter in the field would send the whole form; here it means the search.
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    clearTimeout(timer);
    void find();
  });

  // Another instance has other jobs.
  form.addEventListener('change', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === 'instance') void find();
  });
}

/** Text of `/assets/job-search.js`. */
export const jobSearchClientScript = `(${jobSearchClient.toString()})();\n`;
