/** Envelope of a page of a collection [doc]. */
import * as z from 'zod';

/** Only elements are needed; what the rest holds may differ from page to page. */
export const pageAnswer = z.looseObject({
  elements: z.array(z.unknown()),
  paging: z
    .looseObject({
      total: z.int().nonnegative().optional().catch(undefined),
      links: z
        .array(z.looseObject({ rel: z.string().optional(), href: z.string().optional() }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type Paging = NonNullable<z.infer<typeof pageAnswer>['paging']>;
