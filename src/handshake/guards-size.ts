/** How a frame with something to see tells its height. */
import { isFlag, isWhole, type Rule } from './guards.ts';

export const size: Rule = { height: isWhole, 'user?': isFlag };
