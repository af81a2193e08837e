/** Tells elements when they come near the viewport, with one observer for all of a page. */
import { bare } from '../handshake/guards.ts';

export interface NearAware extends Element {
  /** Called with the first answer and every change. */
  onNear(isNear: boolean): void;
}

/** Far enough ahead for a frame or a request to be ready when somebody scrolls. */
const margin = '500px';

let observer: IntersectionObserver | undefined;

/** Looked for at once; to look for a thousand would hold up the frame that draws the first. */
let eager = 40;
const later: NearAware[] = [];

export function watchNear(element: NearAware): void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        (target as NearAware).onNear(isIntersecting);
    },
    // `scrollMargin` does the same inside boxes that scroll by themselves.
    bare({ rootMargin: margin, scrollMargin: margin }),
  );
  if (eager-- > 0) observer.observe(element);
  else if (later.push(element) === 1) setTimeout(watchLater, 50);
}

function watchLater(): void {
  for (const element of later.splice(0)) observer?.observe(element);
}

export const unwatchNear = (element: NearAware): void => observer?.unobserve(element);
