/** A seat as operators see it, and what they may say about it. */

export interface SeatRecord {
  /** `urn:li:seat:…` */
  readonly seat: string;
  readonly contract: string;
  /** Person URN of its holder. */
  readonly member: string | null;
  /** Null where LinkedIn did not tell. */
  readonly name: string | null;
  readonly email: string | null;
  /** LinkedIn's word, ACTIVE for example; GONE: it is not in the list any more. */
  readonly state: string;
  /** Null: nobody of the ATS, as far as anybody knows. */
  readonly atsUserId: string | null;
  /** How that is known; `admin` with nobody: an administrator says that it is nobody. */
  readonly mappedBy: 'member' | 'email' | 'admin' | null;
  /** Up to where InMail, notes and stub profiles are in the store. */
  readonly readUntil: Date;
  readonly pulledAt: Date | null;
  /** Why it was not read the last time: a code. */
  readonly errorCode: string | null;
}

export interface Seats {
  /** @throws StoreError */
  list(tenantId: string, filter?: { readonly unmapped?: boolean }): Promise<SeatRecord[]>;
  /**
   * Says who holds a seat; suggestions do not change that any more.
   * @param atsUserId null: nobody of the ATS
   * @throws StoreError `store_not_found`; TypeError when an id is not one
   */
  map(
    tenantId: string,
    seat: string,
    atsUserId: string | null,
    acting?: { readonly actor: string },
  ): Promise<void>;
  /** Lets suggestions say again who holds a seat, from the next reading of seats on. */
  unmap(tenantId: string, seat: string, acting?: { readonly actor: string }): Promise<void>;
}
