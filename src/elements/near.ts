/** Tells elements when they come near the viewport, with one observer for all of a page. */
import { bare } from '../handshake/guards.ts';

export interface NearAware extends Element {
  /** Called with the first answer and every change. */
  onNear(isNear: boolean): void;
}

/** Far enough ahead for a frame or a request to be ready when somebody scrolls. */
const margin = '500px';

let observer: IntersectionObserver | undefined;

export function watchNear(element: NearAware): void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        (target as NearAware).onNear(isIntersecting);
    },
    // `scrollMargin` does the same inside boxes that scroll by themselves.
    bare({ rootMargin: margin, scrollMargin: margin }),
  );
  observer.observe(element);
}

export const unwatchNear = (element: NearAware): void => observer?.unobserve(element);
