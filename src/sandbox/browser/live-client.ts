/**
 * What runs in Recruiter's pages that follow what happens elsewhere: it looks at the page again now
 * and then, and replaces the parts that have changed. It is sent as its own source, so nothing
 * outside the function's body is used. Without it a reload does the same.
 */
function liveClient(): void {
  const quickMs = 4_000;
  const slowMs = 15_000;
  /** So long after the last change, or the last look of the person, it looks less often. */
  const calmMs = 60_000;
  const parts = (root: ParentNode): HTMLElement[] => [
    ...root.querySelectorAll<HTMLElement>('[data-live]'),
  ];
  // What the server said, not what is shown: what the person has unfolded is no change.
  const said = new Map<string, string>();
  for (const part of parts(document)) said.set(part.dataset['live'] ?? '', part.innerHTML);
  if (said.size === 0) return;

  const status = document.createElement('p');
  status.className = 'hidden';
  status.setAttribute('role', 'status');
  document.querySelector('main')?.append(status);

  let timer = 0;
  let lastEventMs = Date.now();
  let isLooking = false;

  /** Whether replacing a part would take something away from the person. */
  const isInUse = (part: HTMLElement): boolean =>
    part.contains(document.activeElement) || part.querySelector('details[open]') !== null;

  const take = (fresh: Document): void => {
    let changed = false;
    for (const part of parts(fresh)) {
      const name = part.dataset['live'] ?? '';
      const text = part.innerHTML;
      if (!said.has(name) || said.get(name) === text) continue;
      const shown = document.querySelector<HTMLElement>(`[data-live="${CSS.escape(name)}"]`);
      // Tried again at the next look.
      if (shown === null || isInUse(shown)) continue;
      said.set(name, text);
      shown.replaceChildren(...part.childNodes);
      changed = true;
    }
    if (!changed) return;
    lastEventMs = Date.now();
    status.textContent = '';
    status.textContent = 'The page has been updated.';
  };

  const look = async (): Promise<void> => {
    if (isLooking || document.visibilityState !== 'visible') return;
    isLooking = true;
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } });
      // After signing out there is another page behind the address: what is shown stays.
      if (response.ok && !response.redirected) {
        take(new DOMParser().parseFromString(await response.text(), 'text/html'));
      }
    } catch {
      // The sandbox is away; the next look may find it.
    } finally {
      isLooking = false;
    }
  };

  const plan = (): void => {
    clearTimeout(timer);
    if (document.visibilityState !== 'visible') return;
    const isCalm = Date.now() - lastEventMs > calmMs;
    timer = window.setTimeout(
      () => {
        void look().then(plan);
      },
      isCalm ? slowMs : quickMs,
    );
  };

  const wake = (): void => {
    lastEventMs = Date.now();
    void look().then(plan);
  };
  document.addEventListener('visibilitychange', wake);
  window.addEventListener('focus', wake);
  plan();
}

/** Text of `/assets/live.js`. */
export const liveClientScript = `(${liveClient.toString()})();\n`;
