/** Host page of the port benchmark: the real link, an echo port, and Penpal, all to one frame. */
import { connect, WindowMessenger } from 'penpal';
import { createLink } from '../../../src/handshake/host.ts';

const endpoint = document.body.dataset['endpoint'] ?? '';
const { origin } = new URL(endpoint);

createLink({
  endpoint,
  tenant: 'acme',
  widget: 'profile-widget',
  title: () => 'Benchmark',
  place: (frame) => {
    document.body.append(frame);
    // The frame asks for these two when it runs; the link has a listener of its own.
    window.addEventListener('message', (event) => {
      const target = frame.contentWindow;
      if (!target) return;
      if (event.source !== target || event.origin !== origin) return;
      if (event.data === 'want-echo') {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => port1.postMessage(data);
        target.postMessage('echo', origin, [port2]);
      }
      if (event.data === 'want-penpal') {
        connect({
          messenger: new WindowMessenger({ remoteWindow: target, allowedOrigins: [origin] }),
          methods: { ping: (id: number) => id },
        });
        target.postMessage('penpal', origin);
      }
    });
  },
  obj: () => 'candidate:1',
  settings: () => ({ candidateId: '1' }),
  contexts: { add: () => undefined, resume: () => undefined },
  messages: {},
  onState: () => undefined,
  onMessage: () => undefined,
});
