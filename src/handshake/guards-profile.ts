/** What the shell accepts from the frame of a profile widget, besides what every frame says. */
import { bool, int, maybe, oneOf, shape, text, type Check } from './guards.ts';

export const profileMessages: Readonly<Record<string, Check>> = {
  size: shape({ height: int(0), user: maybe(bool) }),
  event: shape({
    name: oneOf('rsc-link rsc-unlink'),
    detail: shape({ member: text(/^urn:li:person:[\w-]+$/, 200) }),
  }),
};
