/** Document of the frame with members that recruiters exported. */
import { createFrameSession } from '../handshake/frame.ts';
import { RscError } from '../protocol/errors.ts';
import { frameBoot } from '../protocol/routes.ts';
import { readMeta } from './boot.ts';
import { showFatal, startExportsPage } from './exports/page.ts';

try {
  const boot = readMeta(frameBoot, 'rsc-boot');
  startExportsPage({
    document,
    connect: (handlers) => createFrameSession({ boot, ...handlers }),
    reload: () => {
      location.reload();
    },
  });
} catch (error) {
  if (!(error instanceof RscError)) throw error;
  showFatal(document, error.code);
}
