/** Document of the frame with a candidate's timeline. */
import { createFrameSession } from '../handshake/frame.ts';
import { RscError } from '../protocol/errors.ts';
import { frameBoot } from '../protocol/routes.ts';
import { readMeta } from './boot.ts';
import { showFatal, startActivityPage } from './activity/page.ts';

try {
  const boot = readMeta(frameBoot, 'rsc-boot');
  startActivityPage({
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
