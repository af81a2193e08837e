/** The order of flows: what takes longest begins first, so that no lane ends alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of half a minute and more, the longest first. Nothing breaks if one of them is missing here. */
const longest = [
  ...['a11y-states', 'a11y-looks', 'records', 'failures-frames', 'failures', 'privacy', 'hosts'],
  ...['failures-backend', 'failures-signer', 'activity', 'layout', 'main-job', 'attacks-content'],
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.flow.test.ts`));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
