/** People as whoever starts the ATS hands them over; the seed makes candidates of them. */

export interface Position {
  readonly title: string;
  readonly company: string;
  readonly startYear: number;
  /** Left out for the current position. */
  readonly endYear?: number | undefined;
}

export interface Schooling {
  readonly school: string;
  readonly degree: string;
  readonly endYear?: number | undefined;
}

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone?: string | undefined;
  readonly location: string;
  readonly profileUrl?: string | undefined;
  readonly summary: string;
  /** The latest first. */
  readonly positions: readonly Position[];
  readonly schools: readonly Schooling[];
  readonly skills: readonly string[];
}
